import fc from 'fast-check';
import { NOTHING_KNOWN, type OwnItem, ownItem, parseOwnMemory } from '../../../../lambda/guard/own-parts/own-items';

const text = fc.string();
/** Those of JavaScript itself, which valibot leaves out, are none that AWS gives. */
const name = text.map((end) => `Guard${end}`);
const item: fc.Arbitrary<OwnItem> = fc.record(
  {
    deployedAt: text,
    version: text,
    comparedAt: text,
    deployingSince: text,
    code: fc.dictionary(name, text),
    findings: fc.dictionary(name, fc.record({ incident: text, technique: text })),
    lasting: fc.dictionary(name, fc.record({ since: text, told: fc.boolean() })),
  },
  { requiredKeys: ['code', 'findings', 'lasting'], noNullPrototype: true },
);

test('what is remembered is read as it was written', () => {
  fc.assert(
    fc.property(item, (written) => {
      expect(parseOwnMemory([{ id: { S: 'own' }, ...ownItem(written) }]).item).toEqual(written);
    }),
  );
});

test.each([
  ['nothing', []],
  ['an item of another shape', [{ id: { S: 'own' }, own: { S: '{"code":1}' } }]],
  ['an item that is no JSON', [{ id: { S: 'own' }, own: { S: '{' } }]],
  ['an item of another kind', [{ id: { S: 'own' }, own: { N: '1' } }]],
])('%s is as if the guard had never looked at itself', (_, items) => {
  expect(parseOwnMemory(items as never)).toEqual({ item: NOTHING_KNOWN, expected: [] });
});
