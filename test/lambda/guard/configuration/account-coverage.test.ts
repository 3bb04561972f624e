import fc from 'fast-check';
import { accountCoverage, type RecordingTrail } from '../../../../lambda/guard/configuration/account-coverage';
import { event, selectors } from './arbitraries';
import { records } from './matcher';
import { advanced, basic, KMS, MANAGEMENT, PRINCIPAL, RDS_DATA, READS, WRITES } from './selectors-table';

const REGION = 'eu-west-1';

function trail(changes: Partial<RecordingTrail> = {}): RecordingTrail {
  const name = 'trail';
  const arn = `arn:aws:cloudtrail:${REGION}:111122223333:trail/${name}`;
  return { arn, name, homeRegion: REGION, isMultiRegion: true, healthy: true, selectors: basic({}), ...changes };
}

test.each<[string, Partial<RecordingTrail>[], string[]]>([
  ['one that records all', [{}], []],
  ['none', [], ['Management read and write events in every Region are recorded by no healthy trail']],
  [
    'an ill one',
    [{ healthy: false }],
    ['Management read and write events in every Region are recorded by no healthy trail'],
  ],
  [
    'one of this Region',
    [{ isMultiRegion: false }],
    ['Management read and write events in Regions other than eu-west-1 are recorded by no healthy trail'],
  ],
  [
    'one of another Region',
    [{ isMultiRegion: false, homeRegion: 'us-east-1' }],
    ['Management read and write events in every Region are recorded by no healthy trail'],
  ],
  ['one of all Regions, at home in another', [{ homeRegion: 'us-east-1' }], []],
  [
    'reads everywhere, writes here',
    [
      { selectors: basic({ ReadWriteType: 'ReadOnly' }) },
      { selectors: basic({ ReadWriteType: 'WriteOnly' }), isMultiRegion: false },
    ],
    ['Management write events in Regions other than eu-west-1 are recorded by no healthy trail'],
  ],
  [
    'reads and writes by two',
    [{ selectors: basic({ ReadWriteType: 'ReadOnly' }) }, { selectors: basic({ ReadWriteType: 'WriteOnly' }) }],
    [],
  ],
  [
    'one without KMS and one without the RDS Data API',
    [
      { selectors: basic({ ExcludeManagementEventSources: [KMS] }) },
      { selectors: basic({ ExcludeManagementEventSources: [RDS_DATA] }) },
    ],
    [],
  ],
  [
    'one without both, and one with the reads of one',
    [
      { selectors: basic({ ExcludeManagementEventSources: [RDS_DATA, KMS] }) },
      { selectors: advanced([MANAGEMENT, READS, { Field: 'eventSource', Equals: [KMS] }]) },
    ],
    [
      `Management events of ${RDS_DATA} (read) in every Region are recorded by no healthy trail`,
      `Management events of ${KMS}, ${RDS_DATA} (write) in every Region are recorded by no healthy trail`,
    ],
  ],
  [
    'one with one source only',
    [{ selectors: advanced([MANAGEMENT, { Field: 'eventSource', Equals: [KMS] }]) }],
    [`Management read and write events in every Region, except those of ${KMS}, are recorded by no healthy trail`],
  ],
  [
    'one that hides a principal',
    [{ selectors: advanced([MANAGEMENT, PRINCIPAL]) }],
    ['Management read and write events in every Region are recorded by no healthy trail'],
  ],
  [
    'one with two conditions of one field',
    [{ selectors: advanced([MANAGEMENT, READS, WRITES]) }],
    ['Management read and write events in every Region are recorded by no healthy trail'],
  ],
  [
    'one that nobody could read',
    [{ selectors: undefined, name: 'opaque' }],
    [
      'Management read and write events in every Region are recorded by no healthy trail',
      'The trail opaque could not be counted: what it records is not known',
    ],
  ],
  ['one that nobody could read beside one that records all', [{ selectors: undefined }, {}], []],
])('%s', (_, trails, gaps) => {
  expect(accountCoverage(trails.map(trail), REGION)).toEqual({ gaps });
});

test('without gaps every management event is recorded, here and elsewhere', () => {
  const anyTrail = fc.record({
    selectors,
    healthy: fc.boolean(),
    isMultiRegion: fc.boolean(),
    homeRegion: fc.constantFrom(REGION, 'us-east-1'),
  });
  fc.assert(
    fc.property(fc.array(anyTrail.map(trail), { minLength: 1, maxLength: 4 }), fc.array(event), (trails, events) => {
      fc.pre(accountCoverage(trails, REGION).gaps.length === 0);
      const everywhere = trails.filter(({ healthy, isMultiRegion }) => healthy && isMultiRegion);
      const missed = events
        .filter(({ eventCategory }) => eventCategory === 'Management')
        .filter((one) => !everywhere.some(({ selectors }) => selectors && records(selectors, one)));
      expect(missed).toEqual([]);
    }),
    { numRuns: 200, maxSkipsPerRun: 500 },
  );
});
