import { ATTACKS, NOT_PLAYED } from '../../drill/attacks';
import { DENIED_ATTACKS } from '../../drill/attacks/denied-attacks';
import { OWN_ATTACKS, whyNotPlayed } from '../../drill/attacks/own-attacks';
import { LOGGING_INTERRUPTED, TECHNIQUES, techniqueById } from '../../lib/contract/techniques';

const ALL = [...TECHNIQUES, LOGGING_INTERRUPTED];

test.each(ALL.map(({ number, id }) => [number, id]))('%s %s is played, or it is said why not', (_number, id) => {
  expect([ATTACKS[id], DENIED_ATTACKS[id], NOT_PLAYED[id]].some((played) => played !== undefined)).toBe(true);
  expect(id in ATTACKS && id in NOT_PLAYED).toBe(false);
});

test.each([
  ['ATTACKS', ATTACKS],
  ['DENIED_ATTACKS', DENIED_ATTACKS],
  ['OWN_ATTACKS', OWN_ATTACKS],
  ['NOT_PLAYED', NOT_PLAYED],
])('%s has catalogued techniques only', (_name, attacks) => {
  expect(Object.keys(attacks).filter((id) => techniqueById(id) === undefined)).toEqual([]);
});

test('on an account, nothing is played but on a trail and its bucket', () => {
  const targets = Object.keys(OWN_ATTACKS).map((id) => techniqueById(id)?.target);
  expect(new Set(targets)).toEqual(new Set(['trail', 'bucket']));
});

test.each(ALL.filter(({ id }) => !(id in OWN_ATTACKS)).map((technique) => [technique.id, technique] as const))(
  'it is said why %s is not played on an account',
  (_id, technique) => expect(whyNotPlayed(technique)).toMatch(/^(it|the) .+[^.]$/),
);
