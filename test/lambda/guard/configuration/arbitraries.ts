import fc from 'fast-check';
import type {
  AdvancedEventSelector,
  EventSelector,
  FieldSelector,
  TrailConfiguration,
  TrailSelectors,
} from '../../../../lib/contract/trail-configuration';

// Few and similar values, so that selectors contain, overlap and exclude one another often.

const KMS = 'kms.amazonaws.com';
const RDS_DATA = 'rdsdata.amazonaws.com';
const BUCKET = 'arn:aws:s3:::a';

const SOURCES = [KMS, RDS_DATA, 's3.amazonaws.com'];
const TYPES = ['AWS::S3::Object', 'AWS::Lambda::Function'];
const ARNS = [BUCKET, `${BUCKET}/`, `${BUCKET}/b`, `${BUCKET}/b/c`, 'arn:aws:lambda:x:1:function:a'];
const PRINCIPALS = ['arn:aws:iam::1:role/a', 'arn:aws:iam::1:role/ab', 'arn:aws:iam::1:user/a'];
const PIECES = ['a', 'b', 'arn:', 'arn:aws:iam::1:role/', BUCKET, '/b', '/c'];

const some = <Value>(values: readonly Value[]) => fc.subarray([...values], { minLength: 1 });

export const event = fc.record({
  eventCategory: fc.constantFrom('Management', 'Data'),
  readOnly: fc.constantFrom('true', 'false'),
  eventSource: fc.constantFrom(...SOURCES),
  eventName: fc.constantFrom('a', 'ab', 'b'),
  'userIdentity.arn': fc.constantFrom(...PRINCIPALS),
  'resources.type': fc.constantFrom(...TYPES),
  'resources.ARN': fc.constantFrom(...ARNS),
  anotherField: fc.constantFrom('a', 'b', 'ab'),
});

/** An event as selectors see it: the value of each field. */
export type Event = typeof event extends fc.Arbitrary<infer Value> ? Value : never;

const basicSelector: fc.Arbitrary<EventSelector> = fc.record({
  ReadWriteType: fc.constantFrom('All', 'ReadOnly', 'WriteOnly'),
  IncludeManagementEvents: fc.boolean(),
  DataResources: fc.array(
    fc.record({
      Type: fc.constantFrom(...TYPES),
      Values: fc.subarray(['arn:aws:s3', 'arn:aws:s3:::', 'arn:aws:lambda', ...ARNS], { maxLength: 3 }),
    }),
    { maxLength: 2 },
  ),
  ExcludeManagementEventSources: fc.subarray([KMS, RDS_DATA]),
});

function condition(field: string, values: readonly string[]): fc.Arbitrary<FieldSelector> {
  const list = fc.oneof({ weight: 5, arbitrary: some(values) }, { weight: 1, arbitrary: fc.constant([]) });
  const pieces = some(PIECES);
  return fc.oneof(
    fc.record({ Field: fc.constant(field), Equals: list }),
    fc.record({ Field: fc.constant(field), NotEquals: list }),
    fc.record(
      {
        Field: fc.constant(field),
        Equals: list,
        StartsWith: pieces,
        EndsWith: pieces,
        NotEquals: list,
        NotStartsWith: pieces,
        NotEndsWith: pieces,
      },
      { requiredKeys: ['Field'] },
    ),
  );
}

const anyCondition = fc.oneof(
  fc.record({ Field: fc.constant('readOnly'), Equals: some(['true', 'false']) }),
  condition('eventSource', SOURCES),
  condition('eventName', ['a', 'ab', 'b']),
  condition('userIdentity.arn', PRINCIPALS),
  condition('resources.ARN', ARNS),
  condition('anotherField', ['a', 'b']),
);
const category = fc.record({ Field: fc.constant('eventCategory'), Equals: some(['Management', 'Data']) });
const advancedSelector: fc.Arbitrary<AdvancedEventSelector> = fc
  .tuple(fc.option(category, { freq: 9 }), fc.array(anyCondition, { maxLength: 3 }))
  .map(([first, others]) => ({ FieldSelectors: [...(first ? [first] : []), ...others] }));

export const basicSelectors: fc.Arbitrary<TrailSelectors> = fc.record({
  EventSelectors: fc.array(basicSelector, { minLength: 1, maxLength: 5 }),
});
export const advancedSelectors: fc.Arbitrary<TrailSelectors> = fc.record({
  AdvancedEventSelectors: fc.array(advancedSelector, { minLength: 1, maxLength: 4 }),
});

/** Selectors of every form. */
export const selectors: fc.Arbitrary<TrailSelectors> = fc.oneof(
  basicSelectors,
  advancedSelectors,
  fc.constant({}),
  fc.constant({ EventSelectors: [], AdvancedEventSelectors: [] }),
);

const place = fc.constantFrom('one', 'two');
const cloudWatchLogs = fc.option(fc.record({ CloudWatchLogsLogGroupArn: place, CloudWatchLogsRoleArn: place }), {
  nil: {},
});
// A multi-Region trail always includes the events of global services.
const regions = fc.constantFrom(
  { IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true },
  { IsMultiRegionTrail: false, IncludeGlobalServiceEvents: true },
  { IsMultiRegionTrail: false, IncludeGlobalServiceEvents: false },
);

/** Configurations as CloudTrail can have them. */
export const configuration: fc.Arbitrary<TrailConfiguration> = fc
  .tuple(
    fc.record(
      {
        S3BucketName: place,
        S3KeyPrefix: place,
        SnsTopicARN: place,
        LogFileValidationEnabled: fc.boolean(),
        KmsKeyId: place,
        IsOrganizationTrail: fc.boolean(),
        Selectors: selectors,
        InsightSelectors: fc.uniqueArray(
          fc.record({
            InsightType: fc.constantFrom('ApiCallRateInsight', 'ApiErrorRateInsight'),
            EventCategories: fc.subarray(['Management', 'Data']),
          }),
          { selector: ({ InsightType }) => InsightType },
        ),
        Tags: fc.dictionary(fc.constantFrom('team', 'stage', 'aws:cloudformation:stack-name'), place),
        AggregationConfigurations: fc
          .subarray(['API_ACTIVITY', 'RESOURCE_ACCESS', 'USER_ACTIONS'])
          .map((Templates) => (Templates.length > 0 ? [{ EventCategory: 'Data', Templates }] : [])),
      },
      {
        requiredKeys: [
          'S3BucketName',
          'LogFileValidationEnabled',
          'IsOrganizationTrail',
          'Selectors',
          'InsightSelectors',
          'Tags',
          'AggregationConfigurations',
        ],
      },
    ),
    cloudWatchLogs,
    regions,
  )
  .map(([others, logs, flags]) => ({ ...others, ...logs, ...flags }));

/** Two configurations that differ in some fields only, as a change to a trail makes them. */
export const change = fc
  .tuple(configuration, configuration, fc.infiniteStream(fc.boolean()))
  .map(([before, other, coins]): [TrailConfiguration, TrailConfiguration] => {
    const flip = () => Boolean(coins.next().value);
    const pick = (...fields: (keyof TrailConfiguration)[]) => {
      const source = flip() ? before : other;
      return Object.fromEntries(fields.flatMap((field) => (field in source ? [[field, source[field]]] : [])));
    };
    const after = {
      ...pick('S3BucketName', 'S3KeyPrefix'),
      ...pick('SnsTopicARN'),
      ...pick('KmsKeyId'),
      ...pick('IsMultiRegionTrail', 'IncludeGlobalServiceEvents'),
      ...pick('LogFileValidationEnabled', 'IsOrganizationTrail'),
      ...pick('CloudWatchLogsLogGroupArn', 'CloudWatchLogsRoleArn'),
      ...pick('Selectors'),
      ...pick('InsightSelectors', 'AggregationConfigurations'),
      ...pick('Tags'),
    };
    return [before, after as unknown as TrailConfiguration];
  });
