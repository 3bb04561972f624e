import fc from 'fast-check';
import { matches } from '../../drill/stand-in/event-pattern';
import {
  appliesTo,
  LOGGING_INTERRUPTED,
  parameterAt,
  STOP_LOGGING,
  TECHNIQUES,
  type Technique,
  techniqueById,
  techniquesOf,
} from '../../lib/contract/techniques';

const ALL = [...TECHNIQUES, LOGGING_INTERRUPTED];
const byId = ALL.map((technique) => [technique.id, technique] as const);
/** A call on a part of the guard is told by what it is made on. */
const isOwn = ({ target }: Technique) => target === 'guard';
const ids = (techniques: readonly Technique[]) => techniques.map(({ id }) => id);

test.each([
  ['C', 26],
  ['D', 25],
  ['O', 7],
  ['G', 14],
])('every number of %s is catalogued, up to %s', (letter, last) => {
  const numbers = ALL.map(({ number }) => number.replace(/[a-z]$/, ''));
  for (let number = 1; number <= last; number++) {
    expect(numbers).toContain(`${letter}${number}`);
  }
});

test('ids and numbers are unique', () => {
  expect(new Set(ids(ALL)).size).toBe(ALL.length);
  expect(new Set(ALL.map(({ number }) => number)).size).toBe(ALL.length);
});

test('techniques of one call are told by their fields or parameters, those of selectors by the selectors', () => {
  const keys = ALL.filter(({ eventName, fields }) => eventName !== 'PutEventSelectors' || !fields).map((technique) =>
    JSON.stringify([technique.eventSource, technique.eventName, technique.fields, technique.when, isOwn(technique)]),
  );
  expect(new Set(keys).size).toBe(keys.length);
  expect(ids(techniquesOf('cloudtrail.amazonaws.com', 'PutEventSelectors'))).toEqual([
    'event-selectors-changed',
    'management-events-excluded',
    'read-write-narrowed',
    'management-sources-excluded',
    'advanced-selectors-narrowed',
    'principal-or-data-events-excluded',
  ]);
});

test.each([
  ['UpdateTrail', 'trail-updated'],
  ['PutEventSelectors', 'event-selectors-changed'],
])('of %s the general technique comes first: a denied call tells no more', (eventName, id) => {
  const [first, ...others] = techniquesOf('cloudtrail.amazonaws.com', eventName);
  expect(first).toEqual(expect.objectContaining({ id }));
  expect(first).not.toHaveProperty('fields');
  expect(others.every(({ fields = [] }) => fields.length > 0)).toBe(true);
});

test.each(byId)('%s is complete', (_, technique) => {
  const { id, number, name, effect, eventSource, eventName, attack, ratings } = technique;
  expect(id).toMatch(/^[a-z]+(-[a-z]+)+$/);
  expect(number).toMatch(/^[CDGO]\d+([a-z]|-C\d+)?$/);
  // The name is part of the subject of a message.
  expect(name).toMatch(/^[A-Z][^\n|]{5,70}[^.]$/);
  expect(effect).toMatch(/^[A-Z][^\n|]*\.$/);
  expect(eventSource).toMatch(/^[a-z0-9]+\.amazonaws\.com$/);
  expect(eventName).toMatch(/^[A-Z][A-Za-z]+$/);
  expect(attack.id).toMatch(/^T1\d{3}(\.\d{3})?$/);
  for (const { severity, riskScore } of Object.values(ratings)) {
    expect([severity, riskScore]).toEqual([
      severity,
      { low: 21, medium: 47, high: 73, critical: 99 }[severity as 'low'],
    ]);
  }
});

test('what has fields of the configuration is restored', () => {
  expect(ids(TECHNIQUES.filter(({ fields, response }) => fields && response !== 'restore'))).toEqual([]);
});

test('only StopLogging is answered at once', () => {
  expect(TECHNIQUES.filter(({ response }) => response === 'start')).toEqual([STOP_LOGGING]);
});

test('a technique is found by its id', () => {
  expect(byId.filter(([id, technique]) => techniqueById(id) !== technique)).toEqual([]);
  expect(techniqueById('no-such-technique')).toBeUndefined();
});

test.each([
  ['UpdateFunctionCode20150331v2', 'guard-code-changed'],
  ['PutFunctionConcurrency20171031', 'guard-concurrency-changed'],
  ['PutFunctionConcurrency', 'guard-concurrency-changed'],
])('a call of Lambda is told without the version in its name: %s', (eventName, id) => {
  expect(ids(techniquesOf('lambda.amazonaws.com', eventName))).toEqual([id]);
});

test.each([
  'UpdateFunctionCode2015',
  'UpdateFunctionCode20150331x2',
  '20150331v2',
  'DeleteFunctionConcurrency20171031',
])('%s is no catalogued call of Lambda', (eventName) => {
  expect(techniquesOf('lambda.amazonaws.com', eventName)).toEqual([]);
});

test.each([
  ['the opposite call, which is the guard’s own', 'cloudtrail.amazonaws.com', 'StartLogging'],
  ['a call of another service', 'kinesis.amazonaws.com', 'StopLogging'],
  ['a name in another case', 'cloudtrail.amazonaws.com', 'stoplogging'],
  ['a name that objects have', 'constructor', 'toString'],
])('no technique is %s', (_, eventSource, eventName) => {
  expect(techniquesOf(eventSource, eventName)).toEqual([]);
});

describe('parameters', () => {
  const when = (condition: Record<string, string>): Technique => ({ ...STOP_LOGGING, when: condition });

  test.each<[string, Record<string, string>, unknown, boolean]>([
    [
      'the value',
      { servicePrincipal: 'cloudtrail.amazonaws.com' },
      { servicePrincipal: 'cloudtrail.amazonaws.com' },
      true,
    ],
    [
      'another value',
      { servicePrincipal: 'cloudtrail.amazonaws.com' },
      { servicePrincipal: 'config.amazonaws.com' },
      false,
    ],
    ['a deep value', { 'a.b': 'c' }, { a: { b: 'c' } }, true],
    ['a deep value that is not there', { 'a.b': 'c' }, { a: 'b' }, false],
    ['a value that is no text', { a: '*' }, { a: 1 }, false],
    ['a text that contains another', { a: '*Deny*' }, { a: '{"Effect":"Deny"}' }, true],
    ['a text with the end of the pattern twice', { a: 'ab*b' }, { a: 'ab' }, false],
    ['the parts in another order', { a: '*x*y*' }, { a: 'yx' }, false],
    ['a yes or no', { enable: 'false' }, { enable: false }, true],
    ['the other one', { enable: 'false' }, { enable: true }, false],
    ['no parameters', { a: 'b' }, null, false],
    ['one of two values', { a: 'b', c: 'd' }, { a: 'b', c: 'e' }, false],
    ['an inherited name', { 'constructor.name': 'Object' }, {}, false],
  ])('%s', (_, condition, parameters, expected) => {
    expect(appliesTo(when(condition), parameters as Record<string, unknown>)).toBe(expected);
  });

  test('without a condition any parameters do', () => {
    expect(appliesTo(STOP_LOGGING, null)).toBe(true);
    expect(parameterAt(undefined, 'name')).toBeUndefined();
  });

  test('a condition means the same as in an event pattern', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.'), maxLength: 8 });
    fc.assert(
      fc.property(text, text, (value, expected) => {
        const pattern = { a: [expected.includes('*') ? { wildcard: expected } : expected] };
        expect(appliesTo(when({ a: expected }), { a: value })).toBe(matches(pattern, { a: value }));
      }),
    );
  });
});
