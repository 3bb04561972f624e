import { changed, type Expected } from '../../../lambda/hub/expected-item';
import { judge, type Status } from '../../../lambda/hub/judge';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-03-02T10:00:00.000Z');
const ago = (hours: number) => NOW - hours * HOUR;

const expected = (changes: Partial<Expected> = {}): Expected => ({
  source: 'stack set TrailGuard (eu-central-1)',
  since: ago(1000),
  deployedAt: ago(1000),
  status: 'deployed',
  ...changes,
});
const young = { since: ago(1), deployedAt: ago(1) };
const heard = (hours: number, version = '1', problems: string[] = []) => ({ at: ago(hours), version, problems });
const failed = { status: 'failed', reason: 'INOPERABLE: no role' } as const;

test.each<[string, Partial<Expected>, ReturnType<typeof heard> | undefined, Status]>([
  ['heard of just now', {}, heard(0), 'alive'],
  ['late by most of an interval', {}, heard(1.75), 'alive'],
  ['later than that', {}, heard(1.76), 'quiet'],
  ['heard of a month ago', {}, heard(720), 'quiet'],
  ['never heard of', {}, undefined, 'never-came-up'],
  ['never heard of, deployed an hour ago', young, undefined, 'pending'],
  [
    'never heard of, still deploying',
    { since: ago(23), status: 'deploying', deployedAt: undefined },
    undefined,
    'pending',
  ],
  [
    'never heard of, deploying for days',
    { since: ago(25), status: 'deploying', deployedAt: undefined },
    undefined,
    'never-came-up',
  ],
  ['not deployed because it failed', { ...young, ...failed, deployedAt: undefined }, undefined, 'never-came-up'],
  ['alive though an update failed', failed, heard(1), 'alive'],
  ['quiet, and an update failed', failed, heard(3), 'quiet'],
  ['here again, heard of in its former life', young, heard(500), 'pending'],
  ['here again for two hours, heard of in its former life', { since: ago(2), deployedAt: ago(2) }, heard(500), 'quiet'],
  ['with problems', {}, heard(0, '1', ['table unreachable']), 'with-problems'],
  ['of an old version', {}, heard(0, '0'), 'out-of-date'],
  ['of an old version with problems', {}, heard(0, '0', ['table unreachable']), 'with-problems'],
  ['taken away, though it is alive', { withdrawnAt: ago(0) }, heard(0), 'withdrawn'],
  ['heard of in the future', {}, heard(-1), 'alive'],
])('a guard %s', (_, changes, sign, status) => {
  const wanted = { version: '1', since: ago(7) };
  expect(judge(expected(changes), sign, { now: NOW, heartbeatSeconds: 3_600, wanted }).status).toBe(status);
});

test('a version may take its time to be rolled out', () => {
  const judged = (since: number) =>
    judge(expected(), heard(0, '0'), { now: NOW, heartbeatSeconds: 3_600, wanted: { version: '1', since } }).status;
  expect([judged(ago(5.9)), judged(ago(6.1))]).toEqual(['alive', 'out-of-date']);
  expect(judge(expected(), heard(0, '0'), { now: NOW, heartbeatSeconds: 3_600 }).status).toBe('alive');
});

test('why is told', () => {
  const detail = (changes: Partial<Expected>, sign?: ReturnType<typeof heard>) =>
    judge(expected(changes), sign, { now: NOW, heartbeatSeconds: 3_600 }).detail;
  expect(detail({}, heard(3, '0.2.0'))).toBe('last heard of at 2026-03-02T07:00:00Z, 3 hours ago, as 0.2.0');
  expect(detail(failed)).toBe('INOPERABLE: no role');
  expect(detail({})).toMatch(/^deployed at .*, never heard of$/);
});

const listed = (status: Expected['status'], reason?: string) => ({
  account: '111122223333',
  region: 'eu-central-1',
  source: 'stack set TrailGuard (eu-central-1)',
  status,
  ...(reason ? { reason } : {}),
});

test.each<[string, Expected | undefined, ReturnType<typeof listed> | undefined, object | undefined]>([
  ['a new one', undefined, listed('deployed'), { since: NOW, deployedAt: NOW, status: 'deployed' }],
  ['one on its way', undefined, listed('deploying'), { since: NOW, status: 'deploying' }],
  ['the same', expected(), listed('deployed'), undefined],
  ['one that gets an update', expected(), listed('deploying'), undefined],
  [
    'one that arrived',
    expected({ status: 'deploying', deployedAt: undefined }),
    listed('deployed'),
    { since: ago(1000), deployedAt: NOW, status: 'deployed' },
  ],
  ['one that failed', expected(), listed('failed', 'FAILED'), { ...expected(), status: 'failed', reason: 'FAILED' }],
  ['one that recovered', expected(failed), listed('deployed'), expected()],
  ['one that is gone', expected(), undefined, { ...expected(), withdrawnAt: NOW }],
  ['one that is gone for long', expected({ withdrawnAt: ago(1) }), undefined, undefined],
  [
    'one that came back before that was told',
    expected({ withdrawnAt: ago(1) }),
    listed('deployed'),
    { since: NOW, deployedAt: NOW },
  ],
])('of guards only differences are written: %s', (_, known, now, next) => {
  const written = changed(known, now, NOW);
  if (next === undefined) expect(written).toBeUndefined();
  else expect(written).toMatchObject(next);
});
