import fc from 'fast-check';
import { sameJson, samePattern, samePolicy, sameSetting } from '../../../lambda/own-parts/compare/meaning';

/** Documents as policies and patterns are: objects and lists of texts. */
const document = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ maxLength: 4 }),
    fc.uniqueArray(fc.string({ maxLength: 4 }), { minLength: 1, maxLength: 4 }),
    fc.dictionary(fc.string({ maxLength: 4 }), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;
const object = fc.dictionary(fc.string({ maxLength: 4 }), document, { maxKeys: 4, noNullPrototype: true });

/** The same in other words: members and lists turned round, lists of one as that one. */
function reworded(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.length === 1 ? reworded(value[0]) : value.map(reworded).reverse();
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([name, member]) => [name, reworded(member)]),
    );
  }
  return value;
}

test.each([
  ['policies', samePolicy],
  ['event patterns', samePattern],
  ['settings', sameSetting],
])('%s are the same in other words', (_, same) => {
  fc.assert(fc.property(object, (value) => expect(same(value, reworded(value))).toBe(true)));
});

test.each([
  ['policies', samePolicy],
  ['event patterns', samePattern],
  ['JSON documents', sameJson],
])('%s are the same as objects and as JSON, however that is laid out', (_, same) => {
  fc.assert(fc.property(object, (value) => expect(same(value, JSON.stringify(value, undefined, 2))).toBe(true)));
});

test.each([
  ['policies', samePolicy],
  ['event patterns', samePattern],
  ['JSON documents', sameJson],
  ['settings', sameSetting],
])('one member more makes other %s', (_, same) => {
  fc.assert(fc.property(object, document, (value, more) => expect(same(value, { ...value, added: more })).toBe(false)));
});

test.each<[string, unknown, unknown, boolean]>([
  ['everybody', { Statement: [{ Principal: '*' }] }, { Statement: { Principal: { AWS: ['*'] } } }, true],
  ['everybody or one', { Statement: { Principal: '*' } }, { Statement: { Principal: { AWS: '1' } } }, false],
  ['booleans', { Condition: { Bool: { a: 'true' } } }, { Condition: { Bool: { a: true } } }, true],
  ['numbers', { a: 1 }, { a: ['1'] }, true],
  ['allow and deny', { Effect: 'Allow' }, { Effect: 'Deny' }, false],
  ['no policy', { Effect: 'Allow' }, undefined, false],
  ['no JSON', { Effect: 'Allow' }, 'Allow', false],
  ['no value', { a: 1, b: undefined }, { a: 1, c: null }, true],
])('policies: %s', (_, one, other, same) => {
  expect(samePolicy(one, other)).toBe(same);
  expect(samePolicy(other, one)).toBe(same);
});

test.each<[string, unknown, unknown, boolean]>([
  ['a number is no text', { account: ['111122223333'] }, { account: [111122223333] }, false],
  ['a boolean is no text', { a: [{ exists: false }] }, { a: [{ exists: 'false' }] }, false],
  ['the order of comparisons', { a: [{ numeric: ['>', 0, '<', 5] }] }, { a: [{ numeric: ['<', 0, '>', 5] }] }, false],
  ['numbers to compare with', { a: [{ numeric: ['>', '0'] }] }, { a: [{ numeric: ['>', 0] }] }, true],
  ['one name less', { a: ['x', 'y'] }, { a: ['x'] }, false],
])('event patterns: %s', (_, one, other, same) => {
  expect(samePattern(one, other)).toBe(same);
  expect(samePattern(other, one)).toBe(same);
});

test.each<[string, unknown, unknown, boolean]>([
  ['the order of a list', '["a","b"]', '["b","a"]', false],
  ['the type of a value', '{"a":1}', '{"a":"1"}', false],
  ['a text that is no JSON', 'rate(5 minutes)', 'rate(5 minutes)', true],
  ['another text', 'rate(5 minutes)', 'rate(5 days)', false],
  ['nothing', undefined, undefined, true],
  ['a date and nothing', undefined, new Date(0), false],
])('JSON documents: %s', (_, one, other, same) => {
  expect(sameJson(one, other)).toBe(same);
});
