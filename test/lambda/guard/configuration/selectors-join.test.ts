import fc from 'fast-check';
import { covers } from '../../../../lambda/guard/configuration/coverage';
import { selectorsJoin } from '../../../../lambda/guard/configuration/selectors-join';
import { event, selectors } from './arbitraries';
import { records } from './matcher';
import { advanced, basic, DATA, MANAGEMENT, objects, READS, S3_OBJECTS } from './selectors-table';

test('the join covers both, records what either does, and is its own join', () => {
  fc.assert(
    fc.property(selectors, selectors, event, (baseline, current, one) => {
      const joined = selectorsJoin(baseline, current);
      expect([covers(joined, baseline), covers(joined, current)]).toEqual([true, true]);
      expect(selectorsJoin(baseline, joined)).toEqual(joined);
      expect(records(joined, one) || !(records(baseline, one) || records(current, one))).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('basic ones stay basic, without those that another one covers', () => {
  const baseline = basic(
    { ReadWriteType: 'ReadOnly' },
    { IncludeManagementEvents: false, DataResources: [objects('arn:aws:s3:::a/b')] },
  );
  const current = basic(
    { ReadWriteType: 'WriteOnly', DataResources: [objects('arn:aws:s3:::c/')] },
    { IncludeManagementEvents: false, DataResources: [objects('arn:aws:s3:::a/')] },
  );
  expect(selectorsJoin(baseline, current)).toEqual({
    EventSelectors: [baseline.EventSelectors?.[0], ...(current.EventSelectors ?? [])],
  });
});

test('of two kinds advanced ones are made', () => {
  const data = [DATA, S3_OBJECTS];
  expect(selectorsJoin({}, advanced([MANAGEMENT, READS], data))).toEqual(advanced([MANAGEMENT], data));
});

test('more basic ones than CloudTrail takes become advanced', () => {
  const buckets = (start: string) =>
    basic(
      ...[1, 2, 3].map((number) => ({
        IncludeManagementEvents: false,
        DataResources: [objects(`arn:aws:s3:::${start}${number}/`)],
      })),
    );
  const joined = selectorsJoin(buckets('a'), buckets('b'));
  expect(joined.AdvancedEventSelectors).toHaveLength(6);
});

test.each([
  ['the baseline where neither covers the management events of the other', [MANAGEMENT], [MANAGEMENT], 'baseline'],
  ['the one with more management events', [MANAGEMENT, READS], [MANAGEMENT], 'current'],
  ['the baseline with more management events', [MANAGEMENT], [MANAGEMENT, READS], 'baseline'],
])('beyond what CloudTrail takes: %s', (_, one, other, expected) => {
  const arns = (start: string) => Array.from({ length: 300 }, (_, index) => `arn:aws:s3:::${start}${index}/`);
  const withObjects = (start: string) => [DATA, S3_OBJECTS, { Field: 'resources.ARN', StartsWith: arns(start) }];
  const baseline = advanced(one, withObjects('a'));
  const current = advanced(other, withObjects('b'));
  expect(selectorsJoin(baseline, current)).toBe(expected === 'current' ? current : baseline);
});

test('many hostile selectors are joined at once', () => {
  const many = (start: string) =>
    advanced(
      ...Array.from({ length: 250 }, (_, index) => [DATA, { Field: 'eventName', Equals: [`${start}${index}`] }]),
    );
  const started = process.cpuUsage();
  selectorsJoin(many('a'), many('b'));
  expect(process.cpuUsage(started).user).toBeLessThan(2_000_000);
});
