import fc from 'fast-check';
import { windowsOf } from '../../../lambda/investigator/windows';
import type { ConfigurationChange, Incident, IncidentRepetition } from '../../../lib/contract/incident';
import { at } from './calls';
import { stoppedIncident } from './incident-fixture';

const change = (result: ConfigurationChange['result']): ConfigurationChange =>
  ({
    field: 'Selectors',
    relation: 'narrower',
    before: '{}',
    after: '{}',
    result,
  }) as ConfigurationChange;
const changed = (changes: Partial<Incident>) => stoppedIncident({ darkWindow: undefined, ...changes });
const repetition = (fields: Partial<IncidentRepetition>): IncidentRepetition => ({
  incidentId: 'another',
  at: at(0),
  outcome: 'restored',
  technique: 'trail-stopped',
  ...fields,
});

test('a stopped trail was dark from its own time of stopping to that of starting', () => {
  expect(windowsOf(stoppedIncident())).toEqual([
    { from: at(0, 0, '.400'), to: at(0, 5, '.200'), seconds: 4.8, kind: 'stopped' },
  ]);
});

test('a trail that is not back is still dark', () => {
  const incident = stoppedIncident({ darkWindow: { stoppedAt: at(0, 0, '.400') } });
  expect(windowsOf(incident)).toEqual([{ from: at(0, 0, '.400'), kind: 'stopped' }]);
});

test('each repetition has its window, oldest first, and the same one counts once', () => {
  const own = { stoppedAt: at(0, 0, '.400'), startedAt: at(0, 5, '.200'), seconds: 4.8 };
  const later = { stoppedAt: at(7, 1, '.000'), startedAt: at(7, 2, '.500'), seconds: 1.5 };
  const incident = stoppedIncident({
    darkWindow: later,
    repetitions: [
      repetition({ darkWindow: own }),
      repetition({ at: at(7, 1), darkWindow: { stoppedAt: later.stoppedAt } }),
    ],
  });
  expect(windowsOf(incident).map(({ from, to }) => [from, to])).toEqual([
    [own.stoppedAt, own.startedAt],
    [later.stoppedAt, later.startedAt],
  ]);
});

test('windows that are a moment apart are two, and those that touch are one', () => {
  const until = (startedAt: string) => ({ stoppedAt: at(0, 0, '.400'), startedAt });
  const repetitions = [repetition({ darkWindow: { stoppedAt: at(0, 5, '.300'), startedAt: at(0, 6, '.000') } })];
  expect(windowsOf(stoppedIncident({ darkWindow: until(at(0, 5, '.200')), repetitions }))).toHaveLength(2);
  expect(windowsOf(stoppedIncident({ darkWindow: until(at(0, 5, '.300')), repetitions }))).toHaveLength(1);
});

test('a repetition that was told by its seconds alone has the second of its call', () => {
  const incident = stoppedIncident({ repetitions: [repetition({ at: at(3), darkSeconds: 1.25 })] });
  expect(windowsOf(incident).at(-1)).toEqual({
    from: at(3, 0, '.000'),
    to: at(3, 1, '.250'),
    seconds: 1.25,
    kind: 'stopped',
  });
});

test('a window that is told exactly is not told roughly too', () => {
  const incident = stoppedIncident({ repetitions: [repetition({ at: at(0), darkSeconds: 4.8 })] });
  expect(windowsOf(incident)).toHaveLength(1);
});

test('one that was not seen to close lasts until the next one is over', () => {
  const incident = stoppedIncident({
    repetitions: [repetition({ darkWindow: { stoppedAt: '2026-03-02T09:59:00.000Z' } })],
  });
  expect(windowsOf(incident)).toEqual([
    { from: '2026-03-02T09:59:00.000Z', to: at(0, 5, '.200'), seconds: 65.2, kind: 'stopped' },
  ]);
});

test.each<[string, Partial<Incident>, string | undefined]>([
  ['put back', { changes: [change('restored'), change('kept')] }, at(0, 5, '.100')],
  ['put back in part', { changes: [change('restored'), change('failed')] }, undefined],
  ['not put back', { changes: [change('not-done')], actions: [] }, undefined],
  ['put back, by nothing that was told', { changes: [change('restored')], actions: [] }, undefined],
])('a configuration that was %s has a window from the call', (_, changes, to) => {
  const [window, ...others] = windowsOf(changed(changes));
  expect(others).toEqual([]);
  expect(window).toMatchObject({ from: at(0, 0, '.000'), kind: 'changed' });
  expect(window?.to).toBe(to);
});

test('without a call, from when it was noticed', () => {
  const { call: _, ...incident } = changed({ changes: [change('restored')] });
  expect(windowsOf(incident)[0]?.from).toBe(at(0, 3, '.000'));
});

test.each<[string, Partial<Incident>]>([
  ['a change that sees no less', { changes: [change('kept')] }],
  ['a denied attempt', { outcome: 'attempted' }],
])('%s leaves nothing dark', (_, changes) => {
  expect(windowsOf(changed(changes))).toEqual([]);
});

test('windows do not overlap, and every dark moment is in one, whatever their order', () => {
  const window = fc.tuple(fc.nat(100), fc.option(fc.nat(20), { nil: undefined, freq: 6 }));
  fc.assert(
    fc.property(fc.array(window, { minLength: 1, maxLength: 8 }), (all) => {
      const iso = (second: number) => new Date(Date.parse(at(0)) + second * 100).toISOString();
      const repetitions = all.map(([from, length]) =>
        repetition({
          darkWindow: { stoppedAt: iso(from), ...(length === undefined ? {} : { startedAt: iso(from + length) }) },
        }),
      );
      const told = windowsOf(changed({ repetitions }));
      expect(windowsOf(changed({ repetitions: repetitions.toReversed() }))).toEqual(told);
      const ends = told.map(({ to }) => (to === undefined ? Infinity : Date.parse(to)));
      told.slice(1).forEach(({ from }, index) => {
        expect(Date.parse(from)).toBeGreaterThan(ends[index] ?? Infinity);
      });
      for (const [from, length = 0] of all) {
        const [begin, end] = [Date.parse(iso(from)), Date.parse(iso(from + length))];
        expect(told.some((one, index) => Date.parse(one.from) <= begin && end <= (ends[index] ?? 0))).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});
