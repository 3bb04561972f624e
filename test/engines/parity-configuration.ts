import {
  AddTagsCommand,
  type CloudTrailClient,
  CreateTrailCommand,
  DeleteTrailCommand,
  GetEventSelectorsCommand,
  GetInsightSelectorsCommand,
  GetTrailCommand,
  ListTagsCommand,
  PutEventSelectorsCommand,
  type PutEventSelectorsCommandInput,
  PutInsightSelectorsCommand,
  RemoveTagsCommand,
  type Tag,
  UpdateTrailCommand,
  type UpdateTrailCommandInput,
} from '@aws-sdk/client-cloudtrail';
import { ACCOUNT } from './engine';

export type Call = (home: CloudTrailClient, elsewhere: CloudTrailClient) => Promise<object>;

/** Not the guard's Region: the other test file's trails and event history are in the same emulator. */
export const REGION = 'eu-north-1';
export const BUCKET = 'parity-logs';

const NAME = 'parity-full';
const ARN = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/${NAME}`;
const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
const LOG_GROUP = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:parity:*`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/parity`;

const update =
  (input: Partial<UpdateTrailCommandInput>): Call =>
  (home) =>
    home.send(new UpdateTrailCommand({ Name: NAME, ...input }));
const put =
  (input: Partial<PutEventSelectorsCommandInput>): Call =>
  (home) =>
    home.send(new PutEventSelectorsCommand({ TrailName: NAME, ...input }));
const getTrail: Call = (home) => home.send(new GetTrailCommand({ Name: NAME }));
const getSelectors: Call = (home) => home.send(new GetEventSelectorsCommand({ TrailName: NAME }));
const getInsights: Call = (home) => home.send(new GetInsightSelectorsCommand({ TrailName: NAME }));
const listTags: Call = (home) => home.send(new ListTagsCommand({ ResourceIdList: [ARN] }));
const addTags =
  (TagsList: Tag[], ResourceId = ARN): Call =>
  (home) =>
    home.send(new AddTagsCommand({ ResourceId, TagsList }));

const DEFAULT = { ReadWriteType: 'All', IncludeManagementEvents: true } as const;
const ADVANCED = {
  Name: 'writes',
  FieldSelectors: [
    { Field: 'eventCategory', Equals: ['Management'] },
    { Field: 'readOnly', Equals: ['false'] },
  ],
};

/** How a trail is configured. Calls that only the stand-in refuses come last: they change the emulators' trails. */
export const CONFIGURATION_CALLS: Readonly<Record<string, Call>> = {
  'CreateTrail, delivery and tags': (home) =>
    home.send(
      new CreateTrailCommand({
        Name: NAME,
        S3BucketName: BUCKET,
        KmsKeyId: KEY,
        CloudWatchLogsLogGroupArn: LOG_GROUP,
        CloudWatchLogsRoleArn: ROLE,
        TagsList: [{ Key: 'team', Value: 'security' }],
      }),
    ),
  'GetTrail, delivery': getTrail,
  'UpdateTrail, delivery': update({ CloudWatchLogsLogGroupArn: LOG_GROUP, CloudWatchLogsRoleArn: ROLE }),
  'GetTrail, delivery updated': getTrail,
  'UpdateTrail, nothing': update({}),
  'UpdateTrail, by ARN': update({ Name: ARN, S3KeyPrefix: 'prefix' }),
  'UpdateTrail, log file validation and all Regions': update({
    EnableLogFileValidation: true,
    IsMultiRegionTrail: true,
  }),
  'GetTrail, updated': getTrail,
  'UpdateTrail, one Region without global events': update({
    IsMultiRegionTrail: false,
    IncludeGlobalServiceEvents: false,
  }),
  'GetTrail, one Region without global events': getTrail,
  'UpdateTrail, cleared': update({
    S3KeyPrefix: '',
    CloudWatchLogsLogGroupArn: '',
    CloudWatchLogsRoleArn: '',
    KmsKeyId: '',
  }),
  'GetTrail, cleared': getTrail,
  'UpdateTrail, unknown name': update({ Name: 'unknown', S3KeyPrefix: 'prefix' }),
  'UpdateTrail, not a trail ARN': update({ Name: `arn:aws:s3:::${BUCKET}`, S3KeyPrefix: 'prefix' }),
  'UpdateTrail, elsewhere': (_home, elsewhere) =>
    elsewhere.send(new UpdateTrailCommand({ Name: ARN, S3KeyPrefix: 'prefix' })),
  'ListTags, of a new trail': listTags,
  AddTags: addTags([
    { Key: 'team', Value: 'other' },
    { Key: 'cost', Value: '1' },
  ]),
  'ListTags, added': listTags,
  RemoveTags: (home) =>
    home.send(new RemoveTagsCommand({ ResourceId: ARN, TagsList: [{ Key: 'team', Value: 'other' }] })),
  'ListTags, removed': listTags,
  'AddTags, by name': addTags([{ Key: 'team', Value: 'x' }], NAME),
  'AddTags, unknown ARN': addTags([{ Key: 'team', Value: 'x' }], `${ARN}-unknown`),
  'GetInsightSelectors, never put': getInsights,
  PutInsightSelectors: (home) =>
    home.send(
      new PutInsightSelectorsCommand({ TrailName: NAME, InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }] }),
    ),
  GetInsightSelectors: getInsights,
  'GetTrail, with Insights': getTrail,
  'PutInsightSelectors, none': (home) =>
    home.send(new PutInsightSelectorsCommand({ TrailName: NAME, InsightSelectors: [] })),
  'GetInsightSelectors, none': getInsights,
  'GetEventSelectors, never put': getSelectors,
  PutEventSelectors: put({
    EventSelectors: [{ ReadWriteType: 'WriteOnly', ExcludeManagementEventSources: ['kms.amazonaws.com'] }],
  }),
  GetEventSelectors: getSelectors,
  'GetTrail, custom selectors': getTrail,
  'PutEventSelectors, data events': put({
    EventSelectors: [
      { ...DEFAULT, DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] },
      { ReadWriteType: 'ReadOnly', IncludeManagementEvents: false },
    ],
  }),
  'GetEventSelectors, data events': getSelectors,
  'PutEventSelectors, advanced': put({ AdvancedEventSelectors: [ADVANCED] }),
  'GetEventSelectors, advanced': getSelectors,
  'PutEventSelectors, default': put({ EventSelectors: [DEFAULT] }),
  'GetEventSelectors, default': getSelectors,
  'GetTrail, default selectors': getTrail,
  'GetEventSelectors, unknown name': (home) => home.send(new GetEventSelectorsCommand({ TrailName: 'unknown' })),
  'PutEventSelectors, unknown name': put({ TrailName: 'unknown', EventSelectors: [DEFAULT] }),
  'PutEventSelectors, elsewhere': (_home, elsewhere) =>
    elsewhere.send(new PutEventSelectorsCommand({ TrailName: ARN, EventSelectors: [DEFAULT] })),
  'PutEventSelectors, neither kind': put({}),
  'PutEventSelectors, both kinds': put({ EventSelectors: [DEFAULT], AdvancedEventSelectors: [ADVANCED] }),
  'PutEventSelectors, empty': put({ EventSelectors: [] }),
  'PutEventSelectors, advanced empty': put({ AdvancedEventSelectors: [] }),
  'PutEventSelectors, six': put({ EventSelectors: Array(6).fill(DEFAULT) }),
  'PutEventSelectors, wrong type': put({ EventSelectors: [{ ReadWriteType: 'read-only' as 'ReadOnly' }] }),
  'PutEventSelectors, source that cannot be excluded': put({
    EventSelectors: [{ ExcludeManagementEventSources: ['iam.amazonaws.com'] }],
  }),
  'PutEventSelectors, no event category': put({
    AdvancedEventSelectors: [{ Name: 'reads', FieldSelectors: [{ Field: 'readOnly', Equals: ['true'] }] }],
  }),
  'UpdateTrail, all Regions without global events': update({
    IsMultiRegionTrail: true,
    IncludeGlobalServiceEvents: false,
  }),
  'UpdateTrail, log group without role': update({ CloudWatchLogsLogGroupArn: LOG_GROUP }),
  'UpdateTrail, no bucket': update({ S3BucketName: '' }),
  'DeleteTrail, configured': (home) => home.send(new DeleteTrailCommand({ Name: NAME })),
};
