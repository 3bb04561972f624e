import type {
  AdvancedEventSelector,
  FieldSelector,
  TrailSelectors,
} from '../../../../lib/contract/trail-configuration';

type Basic = NonNullable<TrailSelectors['EventSelectors']>[number];

export function basic(...selectors: Partial<Basic>[]): TrailSelectors {
  return {
    EventSelectors: selectors.map((selector) => ({
      ReadWriteType: 'All',
      IncludeManagementEvents: true,
      DataResources: [],
      ExcludeManagementEventSources: [],
      ...selector,
    })),
  };
}

export function advanced(...selectors: FieldSelector[][]): TrailSelectors {
  return { AdvancedEventSelectors: selectors.map((FieldSelectors): AdvancedEventSelector => ({ FieldSelectors })) };
}

export const objects = (...values: string[]) => ({ Type: 'AWS::S3::Object', Values: values });
export const functions = (...values: string[]) => ({ Type: 'AWS::Lambda::Function', Values: values });

export const MANAGEMENT: FieldSelector = { Field: 'eventCategory', Equals: ['Management'] };
export const DATA: FieldSelector = { Field: 'eventCategory', Equals: ['Data'] };
export const S3_OBJECTS: FieldSelector = { Field: 'resources.type', Equals: ['AWS::S3::Object'] };
export const READS: FieldSelector = { Field: 'readOnly', Equals: ['true'] };
export const WRITES: FieldSelector = { Field: 'readOnly', Equals: ['false'] };
export const PRINCIPAL: FieldSelector = { Field: 'userIdentity.arn', NotEquals: ['arn:aws:iam::111122223333:role/x'] };
export const KMS = 'kms.amazonaws.com';
export const RDS_DATA = 'rdsdata.amazonaws.com';
export const not = (...sources: string[]): FieldSelector => ({ Field: 'eventSource', NotEquals: sources });

const ALL = basic({});
const ALL_DATA = basic({ DataResources: [objects('arn:aws:s3'), functions('arn:aws:lambda')] });
const STRATUS = basic({ IncludeManagementEvents: false, DataResources: [objects(), functions()] });
const DATA_ONLY = basic({ IncludeManagementEvents: false, DataResources: [objects('arn:aws:s3')] });
const S3_DATA = [DATA, S3_OBJECTS];

/** What is done, the selectors before and after, and the id of the technique. */
export const NARROWED: [string, TrailSelectors, TrailSelectors, string][] = [
  ['management events dropped', ALL, STRATUS, 'management-events-excluded'],
  ['management events dropped from all', ALL_DATA, DATA_ONLY, 'management-events-excluded'],
  ['new trail, management events dropped', {}, STRATUS, 'management-events-excluded'],
  ['only reads', ALL, basic({ ReadWriteType: 'ReadOnly' }), 'read-write-narrowed'],
  ['only writes', {}, basic({ ReadWriteType: 'WriteOnly' }), 'read-write-narrowed'],
  ['KMS excluded', ALL, basic({ ExcludeManagementEventSources: [KMS] }), 'management-sources-excluded'],
  ['RDS Data API excluded', ALL, basic({ ExcludeManagementEventSources: [RDS_DATA] }), 'management-sources-excluded'],
  [
    'one more excluded',
    basic({ ExcludeManagementEventSources: [KMS] }),
    basic({ ExcludeManagementEventSources: [KMS, RDS_DATA] }),
    'management-sources-excluded',
  ],
  ['advanced without Management', ALL_DATA, advanced(S3_DATA), 'advanced-selectors-narrowed'],
  ['advanced, only reads', ALL, advanced([MANAGEMENT, READS]), 'advanced-selectors-narrowed'],
  ['advanced, KMS excluded', ALL, advanced([MANAGEMENT, not(KMS)]), 'advanced-selectors-narrowed'],
  [
    'advanced, one source only',
    advanced([MANAGEMENT]),
    advanced([MANAGEMENT, { Field: 'eventSource', Equals: [KMS] }]),
    'advanced-selectors-narrowed',
  ],
  ['a principal hidden', ALL, advanced([MANAGEMENT, PRINCIPAL]), 'principal-or-data-events-excluded'],
  [
    'a principal hidden from data events',
    advanced([MANAGEMENT], S3_DATA),
    advanced([MANAGEMENT], [...S3_DATA, PRINCIPAL]),
    'principal-or-data-events-excluded',
  ],
  ['data events cut', ALL_DATA, ALL, 'principal-or-data-events-excluded'],
  ['data events reset', ALL_DATA, {}, 'principal-or-data-events-excluded'],
  ['one type cut', ALL_DATA, basic({ DataResources: [objects('arn:aws:s3')] }), 'principal-or-data-events-excluded'],
  [
    'one bucket instead of all',
    ALL_DATA,
    basic({ DataResources: [objects('arn:aws:s3:::decoy/'), functions('arn:aws:lambda')] }),
    'principal-or-data-events-excluded',
  ],
  [
    'one bucket left out',
    advanced([MANAGEMENT], S3_DATA),
    advanced([MANAGEMENT], [...S3_DATA, { Field: 'resources.ARN', NotStartsWith: ['arn:aws:s3:::secret/'] }]),
    'principal-or-data-events-excluded',
  ],
  [
    'a kind of call left out',
    advanced([MANAGEMENT], S3_DATA),
    advanced([MANAGEMENT], [...S3_DATA, { Field: 'eventName', NotEquals: ['GetObject'] }]),
    'principal-or-data-events-excluded',
  ],
];

/** The same in another form. */
export const EQUAL: [string, TrailSelectors, TrailSelectors][] = [
  ['none and the default', {}, ALL],
  ['none and empty lists', {}, { EventSelectors: [], AdvancedEventSelectors: [] }],
  ['basic and advanced', ALL, advanced([MANAGEMENT])],
  ['reads and writes apart', ALL, basic({ ReadWriteType: 'ReadOnly' }, { ReadWriteType: 'WriteOnly' })],
  ['advanced reads and writes apart', ALL, advanced([MANAGEMENT, READS], [MANAGEMENT, WRITES])],
  ['both values of readOnly', ALL, advanced([MANAGEMENT, { Field: 'readOnly', Equals: ['false', 'true'] }])],
  ['a name', advanced([MANAGEMENT]), { AdvancedEventSelectors: [{ Name: 'all', FieldSelectors: [MANAGEMENT] }] }],
  [
    'exclusions in another order',
    basic({ ExcludeManagementEventSources: [KMS, RDS_DATA] }),
    advanced([not(RDS_DATA, KMS), MANAGEMENT]),
  ],
  [
    'all objects',
    basic({ DataResources: [objects('arn:aws:s3')] }),
    basic({ DataResources: [objects('arn:aws:s3:::', 'arn:aws:s3:::bucket/')] }),
  ],
  ['all objects, advanced', basic({ DataResources: [objects('arn:aws:s3')] }), advanced([MANAGEMENT], S3_DATA)],
  [
    'resources put together',
    basic({ DataResources: [objects('arn:aws:s3:::a/', 'arn:aws:s3:::b/')] }),
    basic({ DataResources: [objects('arn:aws:s3:::b/')] }, { DataResources: [objects('arn:aws:s3:::a/')] }),
  ],
  ['a type without values', ALL, basic({ DataResources: [objects()] })],
];

/** Neither contains the other, for all that is certain. */
export const MIXED: [string, TrailSelectors, TrailSelectors][] = [
  ['reads for writes', basic({ ReadWriteType: 'ReadOnly' }), basic({ ReadWriteType: 'WriteOnly' })],
  ['data events for management events', ALL, DATA_ONLY],
  ['one bucket for another', ...twoBuckets('arn:aws:s3:::a/', 'arn:aws:s3:::b/')],
  ['a bucket whose name begins like it', ...twoBuckets('arn:aws:s3:::a/', 'arn:aws:s3:::ab/')],
  [
    'functions are named exactly',
    basic({ DataResources: [functions('arn:aws:lambda:eu-west-1:111122223333:function:hello')] }),
    basic({ DataResources: [functions('arn:aws:lambda:eu-west-1:111122223333:function:hello2')] }),
  ],
  ['an unknown field', advanced([MANAGEMENT, unknown('a')]), advanced([MANAGEMENT, unknown('ab')])],
  ['an empty list', advanced([MANAGEMENT, { ...READS, Equals: [] }]), advanced([MANAGEMENT, READS])],
  ['no category', advanced([]), ALL],
];

function twoBuckets(one: string, other: string): [TrailSelectors, TrailSelectors] {
  return [basic({ DataResources: [objects(one)] }), basic({ DataResources: [objects(other)] })];
}

function unknown(start: string): FieldSelector {
  return { Field: 'anotherField', StartsWith: [start] };
}
