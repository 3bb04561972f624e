import fc from 'fast-check';
import { compareConfigurations } from '../../../../lambda/guard/configuration/compare';
import {
  type CreateCall,
  callsAfterCreation,
  createCall,
  type RepairCall,
  repairCalls,
} from '../../../../lambda/guard/configuration/repair-calls';
import { restoredConfiguration } from '../../../../lambda/guard/configuration/restored';
import type { TrailConfiguration } from '../../../../lib/contract/trail-configuration';
import { change, configuration } from './arbitraries';
import { FULL } from './full';
import { basic, KMS } from './selectors-table';

/** CloudTrail, as far as the calls go. */
function applied(trail: TrailConfiguration, call: RepairCall): TrailConfiguration {
  switch (call.operation) {
    case 'UpdateTrail': {
      const { EnableLogFileValidation, SnsTopicName, ...others } = call.settings;
      const settings = {
        ...others,
        ...(EnableLogFileValidation === undefined ? {} : { LogFileValidationEnabled: EnableLogFileValidation }),
        ...(SnsTopicName === undefined ? {} : { SnsTopicARN: SnsTopicName }),
      };
      const given = Object.entries({ ...trail, ...settings }).filter(([, value]) => value !== '');
      return Object.fromEntries(given) as unknown as TrailConfiguration;
    }
    case 'PutEventSelectors':
      return { ...trail, Selectors: call.selectors };
    case 'PutInsightSelectors':
      return { ...trail, InsightSelectors: call.insightSelectors };
    case 'PutEventConfiguration':
      return { ...trail, AggregationConfigurations: call.aggregations };
    case 'AddTags':
      return { ...trail, Tags: { ...trail.Tags, ...call.tags } };
  }
}

function created({ settings, tags }: CreateCall): TrailConfiguration {
  const nothing = {
    IncludeGlobalServiceEvents: true,
    IsMultiRegionTrail: false,
    LogFileValidationEnabled: false,
    IsOrganizationTrail: false,
    Selectors: basic({}),
    InsightSelectors: [],
    Tags: tags,
    AggregationConfigurations: [],
  };
  return applied({ ...nothing, S3BucketName: settings.S3BucketName }, { operation: 'UpdateTrail', settings });
}

test('the calls make the trail what it should be, and there are none for one that is', () => {
  fc.assert(
    fc.property(change, ([baseline, current]) => {
      const wanted = restoredConfiguration(baseline, current);
      const repaired = repairCalls(current, wanted).reduce(applied, current);
      expect(compareConfigurations(wanted, repaired)).toEqual({ relation: 'equal', fields: [] });
      expect(repairCalls(repaired, wanted)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test('none is for nothing', () => {
  fc.assert(
    fc.property(change, ([baseline, current]) => {
      const wanted = restoredConfiguration(baseline, current);
      const calls = repairCalls(current, wanted);
      for (const left of calls) {
        const others = calls.filter((call) => call !== left).reduce(applied, current);
        expect(compareConfigurations(wanted, others).relation).not.toBe('equal');
      }
      expect(new Set(calls.map(({ operation }) => operation)).size).toBe(calls.length);
    }),
  );
});

test('a quiet pair needs no calls', () => {
  fc.assert(
    fc.property(configuration, (one) => {
      expect(repairCalls(structuredClone(one), one)).toEqual([]);
    }),
  );
});

test('a trail that is created again becomes what it was', () => {
  fc.assert(
    fc.property(configuration, (wanted) => {
      const recreated = callsAfterCreation(wanted).reduce(applied, created(createCall(wanted)));
      expect(compareConfigurations(wanted, recreated)).toEqual({ relation: 'equal', fields: [] });
    }),
  );
});

test.each<[string, Partial<TrailConfiguration>, Partial<TrailConfiguration>, RepairCall[]]>([
  [
    'UpdateTrail takes only what differs, by its own names',
    { LogFileValidationEnabled: false, SnsTopicARN: undefined },
    {},
    [{ operation: 'UpdateTrail', settings: { SnsTopicName: FULL.SnsTopicARN, EnableLogFileValidation: true } }],
  ],
  [
    'an empty text takes a setting away',
    {},
    { S3KeyPrefix: undefined, KmsKeyId: undefined, SnsTopicARN: undefined },
    [{ operation: 'UpdateTrail', settings: { S3KeyPrefix: '', KmsKeyId: '', SnsTopicName: '' } }],
  ],
  [
    'the log group goes with its role',
    { CloudWatchLogsRoleArn: 'another' },
    {},
    [
      {
        operation: 'UpdateTrail',
        settings: {
          CloudWatchLogsLogGroupArn: FULL.CloudWatchLogsLogGroupArn,
          CloudWatchLogsRoleArn: FULL.CloudWatchLogsRoleArn,
        },
      },
    ],
  ],
  [
    'every Region goes with global services',
    { IsMultiRegionTrail: false },
    {},
    [{ operation: 'UpdateTrail', settings: { IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true } }],
  ],
  [
    'the default selectors are named',
    { Selectors: basic({ ExcludeManagementEventSources: [KMS] }) },
    {},
    [{ operation: 'PutEventSelectors', selectors: basic({}) }],
  ],
  [
    'Insights name their categories',
    { InsightSelectors: [] },
    { InsightSelectors: [{ InsightType: 'ApiCallRateInsight', EventCategories: [] }] },
    [
      {
        operation: 'PutInsightSelectors',
        insightSelectors: [{ InsightType: 'ApiCallRateInsight', EventCategories: ['Management'] }],
      },
    ],
  ],
  [
    'only missing and changed tags',
    { Tags: { team: 'nobody', another: 'x' } },
    { Tags: { ...FULL.Tags, another: 'x', 'aws:cloudformation:stack-name': 'trail' } },
    [{ operation: 'AddTags', tags: FULL.Tags }],
  ],
])('%s', (_, current, wanted, calls) => {
  expect(repairCalls({ ...FULL, ...current }, { ...FULL, ...wanted })).toEqual(calls);
});

test('first where it delivers, then what it records, then what depends on that', () => {
  const blind = {
    ...FULL,
    S3BucketName: 'x',
    Selectors: basic({ ReadWriteType: 'ReadOnly' }),
    InsightSelectors: [],
    Tags: {},
  };
  const calls = repairCalls({ ...blind, AggregationConfigurations: [] }, FULL);
  expect(calls.map(({ operation }) => operation)).toEqual([
    'UpdateTrail',
    'PutEventSelectors',
    'PutInsightSelectors',
    'PutEventConfiguration',
    'AddTags',
  ]);
});

test('CreateTrail takes what the trail had, but no empty texts and no tags of AWS', () => {
  const { KmsKeyId, ...wanted } = FULL;
  const call = createCall({ ...wanted, Tags: { ...wanted.Tags, 'aws:cloudformation:stack-name': 'trail' } });
  expect(call).toEqual({
    operation: 'CreateTrail',
    settings: {
      S3BucketName: FULL.S3BucketName,
      S3KeyPrefix: FULL.S3KeyPrefix,
      SnsTopicName: FULL.SnsTopicARN,
      IncludeGlobalServiceEvents: true,
      IsMultiRegionTrail: true,
      EnableLogFileValidation: true,
      CloudWatchLogsLogGroupArn: FULL.CloudWatchLogsLogGroupArn,
      CloudWatchLogsRoleArn: FULL.CloudWatchLogsRoleArn,
      IsOrganizationTrail: false,
    },
    tags: FULL.Tags,
  });
});
