import fc from 'fast-check';
import { compareConfigurations } from '../../../../lambda/guard/configuration/compare';
import { restoredConfiguration } from '../../../../lambda/guard/configuration/restored';
import type { TrailConfiguration } from '../../../../lib/contract/trail-configuration';
import { change } from './arbitraries';
import { FULL } from './full';
import { basic } from './selectors-table';

const NO_LOSS = ['equal', 'wider', 'moved'];

test('is never narrower than either, field by field', () => {
  fc.assert(
    fc.property(change, ([baseline, current]) => {
      const restored = restoredConfiguration(baseline, current);
      // Tags may be mixed: baseline's values come back beside keys that are new.
      for (const one of [baseline, current]) {
        const { fields } = compareConfigurations(one, restored);
        expect(fields.filter(({ relation, field }) => !NO_LOSS.includes(relation) && field !== 'Tags')).toEqual([]);
      }
      expect(compareConfigurations(baseline, restored).fields.filter(({ relation }) => relation !== 'wider')).toEqual(
        [],
      );
      expect(Object.keys(restored.Tags)).toEqual(
        expect.arrayContaining(
          Object.keys({ ...baseline.Tags, ...current.Tags }).filter((key) => !key.startsWith('aws:')),
        ),
      );
    }),
    { numRuns: 1000 },
  );
});

test('twice is once', () => {
  fc.assert(
    fc.property(change, ([baseline, current]) => {
      const restored = restoredConfiguration(baseline, current);
      expect(restoredConfiguration(baseline, restored)).toEqual(restored);
    }),
    { numRuns: 500 },
  );
});

test('is a configuration that CloudTrail takes', () => {
  fc.assert(
    fc.property(change, ([baseline, current]) => {
      const restored = restoredConfiguration(baseline, current);
      expect(!restored.IsMultiRegionTrail || restored.IncludeGlobalServiceEvents).toBe(true);
      const logs = ({ CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn }: TrailConfiguration) =>
        `${CloudWatchLogsLogGroupArn} ${CloudWatchLogsRoleArn}`;
      expect([logs(baseline), logs(current)]).toContain(logs(restored));
    }),
    { numRuns: 500 },
  );
});

test('a mixed change loses only what narrowed', () => {
  const current = {
    ...FULL,
    S3BucketName: 'attackers',
    LogFileValidationEnabled: false,
    IsOrganizationTrail: true,
    CloudWatchLogsRoleArn: 'arn:aws:iam::111122223333:role/powerless',
    KmsKeyId: undefined,
    Selectors: basic({
      ReadWriteType: 'ReadOnly',
      DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }],
    }),
    InsightSelectors: [{ InsightType: 'ApiCallRateInsight', EventCategories: ['Data'] }],
    Tags: { team: 'nobody', stage: 'production' },
    AggregationConfigurations: [{ EventCategory: 'Data', Templates: ['USER_ACTIONS'] }],
  };
  expect(restoredConfiguration(FULL, current)).toEqual({
    ...FULL,
    IsOrganizationTrail: true,
    Selectors: { EventSelectors: [...(basic({}).EventSelectors ?? []), ...(current.Selectors.EventSelectors ?? [])] },
    InsightSelectors: [{ InsightType: 'ApiCallRateInsight', EventCategories: ['Management', 'Data'] }],
    Tags: { team: 'security', guarded: 'yes', stage: 'production' },
    AggregationConfigurations: [{ EventCategory: 'Data', Templates: ['API_ACTIVITY', 'USER_ACTIONS'] }],
  });
});

test('what the trail gained stays, what it never had stays away', () => {
  const { SnsTopicARN, S3KeyPrefix, CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn, ...baseline } = FULL;
  const restored = restoredConfiguration(baseline, FULL);
  expect(restored).toEqual({ ...FULL, S3KeyPrefix: undefined });
});
