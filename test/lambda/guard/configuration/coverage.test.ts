import fc from 'fast-check';
import { covers } from '../../../../lambda/guard/configuration/coverage';
import { selectorTechnique } from '../../../../lambda/guard/configuration/selector-technique';
import { event, selectors } from './arbitraries';
import { records } from './matcher';
import { advanced, basic, DATA, EQUAL, MANAGEMENT, MIXED, NARROWED, objects, S3_OBJECTS } from './selectors-table';

test.each(NARROWED)('%s is narrower, and named', (_, before, after, technique) => {
  expect([covers(before, after), covers(after, before)]).toEqual([true, false]);
  expect(selectorTechnique(before, after)).toBe(technique);
});

test.each(EQUAL)('%s are equal', (_, one, other) => {
  expect([covers(one, other), covers(other, one)]).toEqual([true, true]);
});

test.each(MIXED)('%s cannot be compared', (_, one, other) => {
  expect([covers(one, other), covers(other, one)]).toEqual([false, false]);
});

test('wider conditions, operator by operator', () => {
  const named = (condition: object) => advanced([DATA, S3_OBJECTS, { Field: 'eventName', ...condition }]);
  const within: [object, object][] = [
    [{ Equals: ['GetObject'] }, { Equals: ['GetObject', 'PutObject'] }],
    [{ Equals: ['GetObject'] }, { StartsWith: ['Get'] }],
    [{ Equals: ['GetObject'] }, { EndsWith: ['Object'] }],
    [{ StartsWith: ['GetO'] }, { StartsWith: ['Get'], EndsWith: ['x'] }],
    [{ Equals: ['GetObject'] }, { NotEquals: ['PutObject'] }],
    [{ StartsWith: ['Get'] }, { NotStartsWith: ['Put'] }],
    [{ EndsWith: ['Object'] }, { NotEndsWith: ['Acl'] }],
    [{ NotStartsWith: ['Get'] }, { NotEquals: ['GetObject'] }],
    [{ StartsWith: ['Get'], NotEndsWith: ['Acl'] }, { StartsWith: ['Get'] }],
  ];
  for (const [inner, outer] of within) {
    expect([inner, outer, covers(named(outer), named(inner)), covers(named(inner), named(outer))]).toEqual([
      inner,
      outer,
      true,
      false,
    ]);
  }
  const uncertain: [object, object][] = [
    // A beginning and an end may meet in one name.
    [{ StartsWith: ['Get'] }, { NotEndsWith: ['Acl'] }],
    [{ EndsWith: ['GetAcl'] }, { StartsWith: ['Get'] }],
    [{ StartsWith: ['AclGet'] }, { EndsWith: ['Get'] }],
    [{ Equals: ['GetAcl'] }, { NotStartsWith: ['Get'] }],
    [{ StartsWith: ['Get'] }, { NotStartsWith: ['GetO'] }],
    [{ StartsWith: ['GetO'] }, { NotStartsWith: ['Get'] }],
  ];
  expect(uncertain.filter(([inner, outer]) => covers(named(outer), named(inner)))).toEqual([]);
});

test('an event may be about several objects, one selected and another left out', () => {
  const resources = (condition: object) => advanced([DATA, S3_OBJECTS, { Field: 'resources.ARN', ...condition }]);
  const allButSecrets = resources({ NotStartsWith: ['arn:aws:s3:::secret/'] });
  expect(covers(allButSecrets, resources({ StartsWith: ['arn:aws:s3:::public/'] }))).toBe(false);
});

test('what is covered is recorded', () => {
  let met = 0;
  fc.assert(
    fc.property(selectors, selectors, fc.array(event, { minLength: 20, maxLength: 20 }), (outer, inner, events) => {
      fc.pre(covers(outer, inner));
      const recorded = events.filter((one) => records(inner, one));
      met += recorded.length;
      expect(recorded.filter((one) => !records(outer, one))).toEqual([]);
    }),
    { numRuns: 1500, maxSkipsPerRun: 1000 },
  );
  expect(met).toBeGreaterThan(1000);
});

test('coverage is reflexive and transitive', () => {
  fc.assert(fc.property(selectors, (one) => covers(one, one)));
  fc.assert(
    fc.property(selectors, selectors, selectors, (one, two, three) => {
      fc.pre(covers(one, two) && covers(two, three));
      expect(covers(one, three)).toBe(true);
    }),
    { numRuns: 500, maxSkipsPerRun: 2000 },
  );
});

test('the largest selectors that CloudTrail takes are compared at once', () => {
  const objectsNamed = (start: string) => Array.from({ length: 250 }, (_, index) => `arn:aws:s3:::${start}${index}/`);
  const before = basic({ DataResources: [objects(...objectsNamed('a'))] });
  const after = advanced([MANAGEMENT], [DATA, S3_OBJECTS, { Field: 'resources.ARN', StartsWith: objectsNamed('b') }]);
  const started = process.cpuUsage();
  expect([covers(before, after), covers(after, before)]).toEqual([false, false]);
  expect(process.cpuUsage(started).user).toBeLessThan(2_000_000);
});
