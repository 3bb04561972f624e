import { GuardDutyClient } from '@aws-sdk/client-guardduty';
import { guardDutyFindings } from '../../../lambda/investigator/guardduty';
import type { Subject } from '../../../lambda/investigator/subject';
import { Warnings } from './asking';
import { type Answer, AwsServer, broken, type Call, denied, HANG, throttled } from './aws-server';

let aws: AwsServer;
beforeAll(async () => {
  aws = await AwsServer.start();
});
afterAll(() => aws.stop());

const DETECTOR = 'd'.repeat(32);
const DETECTORS = 'GET /detector';
const LIST = `POST /detector/${DETECTOR}/findings`;
const GET = `${LIST}/get`;
const PERIOD = { since: new Date('2026-02-28T12:00:00Z'), now: new Date('2026-03-02T12:00:00Z') };
const KEY = 'resource.accessKeyDetails.accessKeyId';
const PRINCIPAL = 'resource.accessKeyDetails.principalId';
const NAME = 'resource.accessKeyDetails.userName';
const ADDRESS = 'service.action.awsApiCallAction.remoteIpDetails.ipAddressV4';

const subject: Subject = {
  accessKeyId: 'AKIAEXAMPLEEXAMPLE03',
  principalId: 'AIDAEXAMPLEEXAMPLE003',
  userName: 'mallory',
  arns: ['arn:aws:iam::111122223333:user/mallory'],
  address: '198.51.100.66',
};

/** Which findings a search by each criterion lists, and what each is of. */
function knowing(listed: Record<string, string[]>, resources: Record<string, object> = {}): void {
  aws.reset();
  aws.on(DETECTORS, { detectorIds: [DETECTOR] });
  aws.on(LIST, ({ input }: Call) => {
    const [criterion = ''] = Object.keys(input.findingCriteria.criterion);
    return { findingIds: listed[criterion] ?? [] };
  });
  aws.on(GET, ({ input }: Call) => ({
    findings: input.findingIds.map((id: string) => ({
      id,
      arn: `arn:${id}`,
      title: `title ${id}`,
      severity: 5,
      updatedAt: '2026-03-02T11:00:00Z',
      resource: { accessKeyDetails: resources[id] ?? {} },
    })),
  }));
}
beforeEach(() => knowing({}));

const ask = (about: Subject = subject, timeout = 2_000) =>
  guardDutyFindings(
    about,
    PERIOD,
    new GuardDutyClient({
      ...aws.client(),
      requestHandler: { requestTimeout: timeout, throwOnRequestTimeout: true },
    }),
    new Warnings(),
  );

test('findings are searched by key, principal and address, and told once by the most certain of them', async () => {
  knowing(
    { [KEY]: ['a'], [PRINCIPAL]: ['a', 'b'], [NAME]: ['c'], [ADDRESS]: ['c', 'd', 'a'] },
    {
      a: { accessKeyId: subject.accessKeyId, principalId: subject.principalId },
      b: { accessKeyId: 'AKIAEXAMPLEEXAMPLE99', principalId: subject.principalId },
      c: { userName: 'mallory' },
      d: { userName: 'somebody', principalId: 'AIDAEXAMPLEEXAMPLE777' },
    },
  );
  const { findings, source, undetermined } = await ask();
  expect(findings.map(({ id, names }) => [id, names])).toEqual([
    ['arn:a', 'access key'],
    ['arn:b', 'principal'],
    ['arn:c', 'principal'],
    ['arn:d', 'address'],
  ]);
  expect([source, undetermined]).toEqual(['GuardDuty', []]);
  expect(findings[0]).toEqual({
    source: 'GuardDuty',
    id: 'arn:a',
    title: 'title a',
    severity: 'medium',
    at: '2026-03-02T11:00:00.000Z',
    names: 'access key',
  });
});

test('each search is for the period, the most severe first', async () => {
  await ask();
  expect(aws.called(LIST).map(({ input }) => input)).toEqual(
    Object.entries({
      [KEY]: subject.accessKeyId,
      [PRINCIPAL]: subject.principalId,
      [NAME]: 'mallory',
      [ADDRESS]: subject.address,
    }).map(([criterion, value]) => ({
      findingCriteria: {
        criterion: {
          [criterion]: { equals: [value] },
          updatedAt: { greaterThanOrEqual: PERIOD.since.getTime() },
        },
      },
      sortCriteria: { attributeName: 'severity', orderBy: 'DESC' },
      maxResults: 20,
    })),
  );
  expect(aws.called(GET)).toEqual([]);
});

test.each([
  [1, 'low'],
  [3.9, 'low'],
  [4, 'medium'],
  [6.9, 'medium'],
  [7, 'high'],
  [8.9, 'high'],
  [9, 'critical'],
])('the severity %d is %s', async (severity, word) => {
  knowing({ [KEY]: ['a'] });
  aws.on(GET, { findings: [{ id: 'a', severity, type: 'Stealth:IAMUser/X', updatedAt: 'no time' }] });
  const { findings } = await ask();
  expect(findings).toMatchObject([
    { id: 'a', severity: word, title: 'Stealth:IAMUser/X', at: PERIOD.now.toISOString() },
  ]);
});

test('of hundreds the 20 most severe of each search are read, 50 a call', async () => {
  const ids = (from: number) => Array.from({ length: 20 }, (_, index) => `f${from + index}`);
  knowing({});
  let page = 0;
  aws.on(LIST, () => {
    page += 1;
    return { findingIds: ids(page * 100), nextToken: `${page}` };
  });
  const { findings, undetermined } = await ask();
  expect(findings).toHaveLength(80);
  expect(aws.called(GET).map(({ input }) => input.findingIds.length)).toEqual([50, 30]);
  expect(undetermined).toEqual(
    [subject.accessKeyId, subject.principalId, 'mallory', subject.address].map(
      (value) => `all findings of GuardDuty that name ${value}: only the 20 most severe were read`,
    ),
  );
});

test('empty pages before the end are gone through, but not for ever', async () => {
  const pages: Answer[] = [
    { findingIds: [], nextToken: '1' },
    { findingIds: [], nextToken: '2' },
    { findingIds: ['a'] },
  ];
  knowing({});
  aws.on(LIST, ...pages);
  expect((await ask({ arns: [], userName: 'mallory' })).findings).toHaveLength(1);
  aws.on(LIST, { findingIds: [], nextToken: 'again' });
  aws.calls.length = 0;
  expect((await ask({ arns: [], userName: 'mallory' })).undetermined).toHaveLength(1);
  expect(aws.called(LIST)).toHaveLength(5);
});

test('a Region without GuardDuty is said to be one', async () => {
  aws.on(DETECTORS, { detectorIds: [] });
  expect(await ask()).toEqual({
    source: 'GuardDuty',
    findings: [],
    undetermined: ['what GuardDuty knows of the actor: it is not enabled in eu-central-1'],
  });
});

test('an IPv6 address cannot be searched by', async () => {
  expect((await ask({ arns: [], address: '2001:db8::7' })).undetermined).toEqual([
    'which findings of GuardDuty name 2001:db8::7: it searches by IPv4 addresses only',
  ]);
  expect(aws.called(LIST)).toEqual([]);
});

test.each<[string, unknown, string]>([
  ['denied', denied, 'was denied'],
  ['throttled', throttled, 'was throttled'],
  ['broken', broken, 'failed (InternalFailure'],
  ['silent', HANG, 'did not answer in time'],
])('each call may be %s', async (_, answer, why) => {
  const about = { arns: [], userName: 'mallory' };
  for (const [action, name] of [
    [DETECTORS, 'guardduty:ListDetectors'],
    [LIST, 'guardduty:ListFindings'],
    [GET, 'guardduty:GetFindings'],
  ] as const) {
    knowing({ [NAME]: ['a'] });
    aws.on(action, answer);
    const { findings, undetermined } = await ask(about, 200);
    expect(findings).toEqual([]);
    expect(undetermined).toEqual([expect.stringContaining(`${name} ${why}`)]);
  }
});

test('a search that fails does not hide what the others find', async () => {
  knowing({});
  aws.on(LIST, denied, { findingIds: ['a'] });
  const { findings, undetermined } = await ask();
  expect(findings).toHaveLength(1);
  expect(undetermined).toEqual([
    'which findings of GuardDuty name AKIAEXAMPLEEXAMPLE03: guardduty:ListFindings was denied',
  ]);
});
