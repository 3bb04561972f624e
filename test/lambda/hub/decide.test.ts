import { type Decision, decide } from '../../../lambda/hub/decide';
import type { IncidentRecord, Told } from '../../../lambda/hub/incident-record';
import { incidentOf } from './messages';

const NOW = new Date('2026-03-02T10:00:00.000Z');
const run = { owner: 'me', endsAt: new Date(NOW.getTime() + 60_000), now: NOW };

const record = (changes: Partial<IncidentRecord> = {}): IncidentRecord => ({
  body: '{"before":true}',
  origin: 'guard',
  revision: 2,
  state: 'told',
  owner: 'other',
  leaseUntil: NOW.getTime() + 1,
  toldLevel: 3,
  version: 7,
  ...changes,
});

const told = (revision: number, changes: Partial<Told> = {}, severity = 'high'): Told => ({
  incident: incidentOf({ revision, severity: severity as 'high' }),
  origin: 'guard',
  episode: 'episode',
  isQuiet: false,
  receivedAt: NOW,
  ...changes,
});
const witnessed = (severity = 'high', isQuiet = false) => told(1, { origin: 'witness', isQuiet }, severity);
const free = { leaseUntil: NOW.getTime() };
const byWitness = { origin: 'witness', revision: 1 } as const;

test.each<[string, Told, IncidentRecord | undefined, Decision['kind']]>([
  ['a new incident', told(1), undefined, 'tell'],
  ['a new call on a guard', witnessed(), undefined, 'tell'],
  ['a deployment', witnessed('high', true), undefined, 'keep'],
  ['a revision that was told', told(2), record(), 'known'],
  ['an older one', told(1), record(), 'known'],
  ['a newer one', told(3), record(), 'tell'],
  ['one that another run tells', told(2), record({ state: 'claimed' }), 'busy'],
  ['a newer one while another run tells an older', told(3), record({ state: 'claimed' }), 'busy'],
  ['an older one while another run tells a newer', told(1), record({ state: 'claimed' }), 'known'],
  ['one whose run died', told(2), record({ state: 'claimed', ...free }), 'tell'],
  ['one that this run claimed', told(2), record({ state: 'claimed', owner: 'me' }), 'tell'],
  ['the same call by the guard after its witness', told(1), record(byWitness), 'keep'],
  ['an update of the guard after its witness', told(2), record(byWitness), 'tell'],
  ['worse from the guard than its witness saw', told(1, {}, 'critical'), record(byWitness), 'tell'],
  ['the same call by its witness after the guard', witnessed(), record({ revision: 1 }), 'known'],
  ['a call that the guard made less of', witnessed('critical'), record({ toldLevel: 1 }), 'tell'],
  ['a deployment that was told by the guard', witnessed('critical', true), record({ toldLevel: 1 }), 'known'],
  [
    'a deployment by the guard, kept from its witness',
    told(1, {}, 'low'),
    record({ ...byWitness, state: 'kept', toldLevel: -1 }),
    'tell',
  ],
  ['a deployment while another run tells', witnessed('critical', true), record({ state: 'claimed', ...free }), 'known'],
])('%s', (_, incoming, known, kind) => {
  expect(decide(incoming, known, run).kind).toBe(kind);
});

test("what the guard said is kept, also where its witness's is told", () => {
  expect(decide(witnessed('critical'), record({ toldLevel: 1 }), run)).toMatchObject({
    record: {
      body: '{"before":true}',
      origin: 'guard',
      revision: 2,
      version: 8,
      owner: 'me',
      leaseUntil: run.endsAt.getTime(),
    },
  });
  expect(decide(told(1), record(byWitness), run)).toMatchObject({
    record: { body: expect.stringContaining('restored'), origin: 'guard', state: 'told', toldLevel: 3 },
  });
});
