import fc from 'fast-check';
import {
  CONFIGURATION_FIELDS,
  compareConfigurations,
  compareField,
} from '../../../../lambda/guard/configuration/compare';
import type { ConfigurationField, Relation, TrailConfiguration } from '../../../../lib/contract/trail-configuration';
import { change, configuration } from './arbitraries';
import { FULL } from './full';
import { basic } from './selectors-table';

const MIRROR: Record<Relation, Relation> = {
  equal: 'equal',
  narrower: 'wider',
  wider: 'narrower',
  moved: 'moved',
  mixed: 'mixed',
};

const CHANGES: [string, Partial<TrailConfiguration>, ConfigurationField, Relation][] = [
  ['another bucket', { S3BucketName: 'attackers' }, 'S3BucketName', 'moved'],
  ['another prefix', { S3KeyPrefix: 'elsewhere' }, 'S3KeyPrefix', 'moved'],
  ['no prefix', { S3KeyPrefix: undefined }, 'S3KeyPrefix', 'moved'],
  ['no topic', { SnsTopicARN: undefined }, 'SnsTopicARN', 'narrower'],
  ['an empty topic', { SnsTopicARN: '' }, 'SnsTopicARN', 'narrower'],
  ['another topic', { SnsTopicARN: 'another' }, 'SnsTopicARN', 'moved'],
  ['no global services', { IncludeGlobalServiceEvents: false }, 'IncludeGlobalServiceEvents', 'narrower'],
  ['one Region', { IsMultiRegionTrail: false }, 'IsMultiRegionTrail', 'narrower'],
  ['no validation', { LogFileValidationEnabled: false }, 'LogFileValidationEnabled', 'narrower'],
  ['no log group', { CloudWatchLogsLogGroupArn: undefined }, 'CloudWatchLogsLogGroupArn', 'narrower'],
  ['another role', { CloudWatchLogsRoleArn: 'another' }, 'CloudWatchLogsRoleArn', 'moved'],
  ['no key', { KmsKeyId: '' }, 'KmsKeyId', 'narrower'],
  ['another key', { KmsKeyId: 'another' }, 'KmsKeyId', 'moved'],
  ['the organization', { IsOrganizationTrail: true }, 'IsOrganizationTrail', 'wider'],
  ['reads only', { Selectors: basic({ ReadWriteType: 'ReadOnly' }) }, 'Selectors', 'narrower'],
  ['no Insights', { InsightSelectors: [] }, 'InsightSelectors', 'narrower'],
  [
    'Insights on data events instead',
    { InsightSelectors: [{ InsightType: 'ApiCallRateInsight', EventCategories: ['Data'] }] },
    'InsightSelectors',
    'mixed',
  ],
  ['a tag less', { Tags: { team: 'security' } }, 'Tags', 'narrower'],
  ['a tag more', { Tags: { ...FULL.Tags, stage: 'production' } }, 'Tags', 'wider'],
  ['a tag changed', { Tags: { ...FULL.Tags, team: 'nobody' } }, 'Tags', 'moved'],
  ['a tag changed, another more', { Tags: { ...FULL.Tags, team: 'nobody', stage: 'production' } }, 'Tags', 'mixed'],
  ['a tag changed, another less', { Tags: { team: 'nobody' } }, 'Tags', 'mixed'],
  ['no aggregation', { AggregationConfigurations: [] }, 'AggregationConfigurations', 'narrower'],
];

test.each(CHANGES)('%s', (_, changed, field, relation) => {
  const after = { ...FULL, ...changed };
  expect(compareConfigurations(FULL, after)).toEqual({ relation, fields: [{ field, relation }] });
  expect(compareConfigurations(after, FULL).relation).toBe(MIRROR[relation]);
});

test.each<[string, Partial<TrailConfiguration>]>([
  [
    'Insights on management events by default',
    { InsightSelectors: [{ ...FULL.InsightSelectors[0], EventCategories: [] } as never] },
  ],
  ['tags of AWS', { Tags: { ...FULL.Tags, 'aws:cloudformation:stack-name': 'trail' } }],
])('%s make no difference', (_, changed) => {
  expect(compareConfigurations(FULL, { ...FULL, ...changed })).toEqual({ relation: 'equal', fields: [] });
});

test.each<[string, Partial<TrailConfiguration>, Relation]>([
  ['narrower and moved', { S3BucketName: 'attackers', LogFileValidationEnabled: false }, 'narrower'],
  ['wider and moved', { S3BucketName: 'attackers', IsOrganizationTrail: true }, 'wider'],
  ['narrower and wider', { IsOrganizationTrail: true, LogFileValidationEnabled: false }, 'mixed'],
])('as a whole: %s', (_, changed, relation) => {
  expect(compareConfigurations(FULL, { ...FULL, ...changed }).relation).toBe(relation);
});

test('is reflexive', () => {
  fc.assert(
    fc.property(configuration, (one) => {
      expect(compareConfigurations(one, structuredClone(one))).toEqual({ relation: 'equal', fields: [] });
    }),
  );
});

test('is its own mirror image; no more and no less is equal or moved', () => {
  fc.assert(
    fc.property(change, ([before, after]) => {
      const [there, back] = [compareConfigurations(before, after), compareConfigurations(after, before)];
      expect(back.relation).toBe(MIRROR[there.relation]);
      expect(back.fields).toEqual(there.fields.map(({ field, relation }) => ({ field, relation: MIRROR[relation] })));
      const both = [there, back].every(({ relation }) => isAtMost(relation));
      expect(both).toBe(there.relation === 'equal' || there.relation === 'moved');
    }),
    { numRuns: 500 },
  );
});

test.each(CONFIGURATION_FIELDS)('%s: narrower and narrower is narrower', (field) => {
  let met = 0;
  fc.assert(
    fc.property(configuration, configuration, configuration, (one, two, three) => {
      const steps = [compareField(field, one, two), compareField(field, two, three)];
      fc.pre(steps.every((relation) => relation === 'equal' || relation === 'narrower'));
      met += 1;
      const strict = steps.includes('narrower');
      expect(compareField(field, one, three)).toBe(strict ? 'narrower' : 'equal');
    }),
    { numRuns: 100, maxSkipsPerRun: 1000 },
  );
  expect(met).toBeGreaterThan(50);
});

test('as a whole too, also where something moved (but for tags, whose changed values count for more)', () => {
  fc.assert(
    fc.property(change, change, fc.integer(), ([one, two], [other], seed) => {
      const three = { ...narrowed(two, seed), S3BucketName: other.S3BucketName };
      const first = { ...one, Tags: two.Tags };
      fc.pre(
        isAtMost(compareConfigurations(first, two).relation) && isAtMost(compareConfigurations(two, three).relation),
      );
      expect(isAtMost(compareConfigurations(first, three).relation)).toBe(true);
    }),
    { numRuns: 200, maxSkipsPerRun: 500 },
  );
});

function isAtMost(relation: Relation): boolean {
  return relation === 'equal' || relation === 'narrower' || relation === 'moved';
}

function narrowed(from: TrailConfiguration, seed: number): TrailConfiguration {
  const { KmsKeyId, SnsTopicARN, ...others } = from;
  return {
    ...others,
    ...(seed % 2 === 0 && KmsKeyId ? { KmsKeyId } : {}),
    ...(seed % 3 === 0 && SnsTopicARN ? { SnsTopicARN } : {}),
    LogFileValidationEnabled: from.LogFileValidationEnabled && seed % 5 === 0,
    InsightSelectors: from.InsightSelectors.slice(seed % 2),
  };
}
