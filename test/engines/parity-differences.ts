import { ACCOUNT } from './engine';

/** Calls and fields in which an emulator's CloudTrail does not answer as the stand-in does, and who is right. */
export interface Difference {
  /** Names of calls in `cloudtrail-parity.test.ts`. */
  readonly calls: readonly string[];
  readonly fields: readonly string[];
  /** @default absent */
  readonly standIn?: string;
  /** @default absent */
  readonly engine?: string;
  /** `undocumented`: AWS does not say, so the guard must work with both. */
  readonly right: 'stand-in' | 'engine' | 'both' | 'undocumented';
  readonly reason: string;
}

/** Every successful GetTrailStatus, by what the trail went through before. */
const NEVER_STARTED = ['GetTrailStatus, never started'];
const STOPPED_ONLY = ['GetTrailStatus, stopped but never started'];
const STARTED = ['GetTrailStatus, by name', 'GetTrailStatus, by ARN'];
const STARTED_ELSEWHERE = ['GetTrailStatus, shadow trail by ARN'];
const STARTED_AND_STOPPED = ['GetTrailStatus, stopped', 'GetTrailStatus, restored'];
const ALL_STATUSES = [...NEVER_STARTED, ...STOPPED_ONLY, ...STARTED, ...STARTED_ELSEWHERE, ...STARTED_AND_STOPPED];

const DEAD_FIELDS =
  'API reference, GetTrailStatus: "This field is no longer in use". The stand-in leaves these out, so that a guard ' +
  'which read them would fail (AWS facts 2.4).';

const deadField = (calls: readonly string[], fields: readonly string[], engine: string): Difference => ({
  calls,
  fields,
  engine,
  right: 'both',
  reason: DEAD_FIELDS,
});

/** Every successful UpdateTrail. */
const UPDATES = [
  'UpdateTrail, delivery',
  'UpdateTrail, nothing',
  'UpdateTrail, by ARN',
  'UpdateTrail, log file validation and all Regions',
  'UpdateTrail, one Region without global events',
  'UpdateTrail, cleared',
];

/** What `parity-configuration.ts` made. */
const FULL_TAGS = `ResourceTagList.arn:aws:cloudtrail:eu-north-1:${ACCOUNT}:trail/parity-full.TagsList`;
const LOG_GROUP = `arn:aws:logs:eu-north-1:${ACCOUNT}:log-group:parity:*`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/parity`;

/** Calls that the emulator takes and the stand-in refuses. */
const notChecked = (calls: readonly string[], standIn: string, reason: string): Difference => ({
  calls,
  fields: ['error'],
  standIn,
  right: 'stand-in',
  reason,
});

const WRONG_SELECTORS = [
  'PutEventSelectors, wrong type',
  'PutEventSelectors, source that cannot be excluded',
  'PutEventSelectors, no event category',
];
const SELECTORS_REFERENCE =
  'API reference, InvalidEventSelectorsException: one kind of selectors, 1 to 5 of them, with valid values.';

/** Neither emulator checks what UpdateTrail sets. */
const WRONG_SETTINGS = [
  notChecked(
    ['UpdateTrail, all Regions without global events'],
    'InvalidParameterCombinationException',
    'A multi-Region trail includes global service events (AWS facts 1.6).',
  ),
  notChecked(
    ['UpdateTrail, log group without role'],
    'InvalidParameterCombinationException',
    'CloudTrail cannot write to a log group without a role. Which error it gives is not documented.',
  ),
  notChecked(
    ['UpdateTrail, no bucket'],
    'InvalidS3BucketNameException',
    'API reference, UpdateTrail: a trail has a bucket.',
  ),
];

export const MINISTACK_DIFFERENCES: readonly Difference[] = [
  deadField(
    ALL_STATUSES,
    [
      'LatestDeliveryAttemptSucceeded',
      'LatestDeliveryAttemptTime',
      'LatestNotificationAttemptSucceeded',
      'LatestNotificationAttemptTime',
    ],
    'empty text',
  ),
  deadField([...NEVER_STARTED, ...STOPPED_ONLY], ['TimeLoggingStarted', 'TimeLoggingStopped'], 'empty text'),
  deadField([...STARTED, ...STARTED_ELSEWHERE, ...STARTED_AND_STOPPED], ['TimeLoggingStarted'], 'a time as text'),
  deadField([...STARTED, ...STARTED_ELSEWHERE], ['TimeLoggingStopped'], 'empty text'),
  deadField(STARTED_AND_STOPPED, ['TimeLoggingStopped'], 'a time as text'),
  {
    calls: ['CreateTrail', 'CreateTrail, every setting'],
    fields: ['RecursiveLogging'],
    engine: 'true',
    right: 'engine',
    reason: 'API reference, CreateTrail: RecursiveLogging, default true. The guard does not read it.',
  },
  {
    calls: ['DescribeTrails, all'],
    fields: ['trailList.parity.RecursiveLogging', 'trailList.parity-multi.RecursiveLogging'],
    engine: 'true',
    right: 'engine',
    reason: 'API reference, Trail: RecursiveLogging. The guard does not read it.',
  },
  {
    calls: ['DescribeTrails, by name', 'DescribeTrails, by ARN'],
    fields: ['trailList.parity.RecursiveLogging'],
    engine: 'true',
    right: 'engine',
    reason: 'API reference, Trail: RecursiveLogging. The guard does not read it.',
  },
  {
    calls: ['DescribeTrails, elsewhere'],
    fields: ['trailList.parity-multi.RecursiveLogging'],
    engine: 'true',
    right: 'engine',
    reason: 'API reference, Trail: RecursiveLogging. The guard does not read it.',
  },
  {
    calls: ['CreateTrail'],
    fields: ['S3KeyPrefix'],
    engine: 'empty text',
    right: 'stand-in',
    reason: 'A prefix that was not given is no part of the answer; ministack itself leaves it out of DescribeTrails.',
  },
  {
    calls: ['GetTrailStatus, single-Region trail elsewhere'],
    fields: ['error'],
    standIn: 'TrailNotFoundException',
    right: 'stand-in',
    reason:
      'API reference, GetTrailStatus: "returns trail status from a single Region". A trail of one Region has no shadow ' +
      'in another (AWS facts 1.6); moto agrees.',
  },
  {
    calls: ['GetTrailStatus, name too short', 'StartLogging, name too short'],
    fields: ['error'],
    standIn: 'InvalidTrailNameException',
    engine: 'TrailNotFoundException',
    right: 'stand-in',
    reason: 'API reference, Name: "Be between 3 and 128 characters", else InvalidTrailNameException; moto agrees.',
  },
  {
    calls: ['LookupEvents, StopLogging'],
    fields: ['Events'],
    standIn: 'StopLogging',
    engine: 'empty list',
    right: 'stand-in',
    reason: 'CloudTrail records the calls to itself; ministack leaves its own CloudTrail out of event history.',
  },
  {
    calls: ['LookupEvents, StopLogging'],
    fields: ['NextToken'],
    standIn: 'a token',
    right: 'stand-in',
    reason: 'Follows from the empty list: there is no second page.',
  },
  {
    calls: ['CreateTrail, delivery and tags', ...UPDATES],
    fields: ['RecursiveLogging'],
    engine: 'true',
    right: 'engine',
    reason: 'API reference, CreateTrail: RecursiveLogging, default true. The guard does not read it.',
  },
  {
    calls: ['CreateTrail, delivery and tags', 'UpdateTrail, delivery', 'UpdateTrail, nothing', 'UpdateTrail, cleared'],
    fields: ['S3KeyPrefix'],
    engine: 'empty text',
    right: 'stand-in',
    reason: 'A prefix that there is not is no part of the answer; ministack itself leaves it out of GetTrail.',
  },
  {
    calls: UPDATES,
    fields: ['SnsTopicName', 'SnsTopicARN'],
    engine: 'empty text',
    right: 'stand-in',
    reason: 'The same of a topic.',
  },
  {
    calls: ['UpdateTrail, cleared'],
    fields: ['CloudWatchLogsLogGroupArn', 'CloudWatchLogsRoleArn'],
    engine: 'empty text',
    right: 'stand-in',
    reason: 'The same of a log group and its role.',
  },
  {
    calls: ['CreateTrail, delivery and tags'],
    fields: ['CloudWatchLogsLogGroupArn'],
    standIn: LOG_GROUP,
    right: 'stand-in',
    reason:
      'API reference, CreateTrail: CloudWatchLogsLogGroupArn; ministack takes it in UpdateTrail only. moto agrees.',
  },
  {
    calls: ['CreateTrail, delivery and tags'],
    fields: ['CloudWatchLogsRoleArn'],
    standIn: ROLE,
    right: 'stand-in',
    reason: 'The same.',
  },
  {
    calls: ['ListTags, of a new trail'],
    fields: [`${FULL_TAGS}`],
    standIn: 'team',
    engine: 'empty list',
    right: 'stand-in',
    reason: 'API reference, CreateTrail: TagsList, which ministack does not read. moto agrees.',
  },
  {
    calls: ['ListTags, of a new trail'],
    fields: [`${FULL_TAGS}.team.Key`],
    standIn: 'team',
    right: 'stand-in',
    reason: 'The same.',
  },
  {
    calls: ['ListTags, of a new trail'],
    fields: [`${FULL_TAGS}.team.Value`],
    standIn: 'security',
    right: 'stand-in',
    reason: 'The same.',
  },
  {
    calls: ['GetInsightSelectors, never put', 'GetInsightSelectors, none'],
    fields: ['error'],
    standIn: 'InsightNotEnabledException',
    engine: 'InvalidParameterException',
    right: 'stand-in',
    reason: 'ministack has no Insights.',
  },
  {
    calls: ['PutInsightSelectors', 'PutInsightSelectors, none', 'GetInsightSelectors'],
    fields: ['error'],
    engine: 'InvalidParameterException',
    right: 'stand-in',
    reason: 'The same.',
  },
  notChecked(WRONG_SELECTORS, 'InvalidEventSelectorsException', SELECTORS_REFERENCE),
  ...WRONG_SETTINGS,
];

export const MOTO_DIFFERENCES: readonly Difference[] = [
  deadField(
    ALL_STATUSES,
    ['LatestDeliveryAttemptSucceeded', 'LatestNotificationAttemptSucceeded', 'LatestNotificationAttemptTime'],
    'empty text',
  ),
  deadField([...NEVER_STARTED, ...STOPPED_ONLY], ['LatestDeliveryAttemptTime', 'TimeLoggingStarted'], 'empty text'),
  deadField(
    [...STARTED, ...STARTED_ELSEWHERE, ...STARTED_AND_STOPPED],
    ['LatestDeliveryAttemptTime', 'TimeLoggingStarted'],
    'a time as text',
  ),
  deadField([...NEVER_STARTED, ...STARTED_ELSEWHERE], ['TimeLoggingStopped'], 'empty text'),
  deadField([...STOPPED_ONLY, ...STARTED, ...STARTED_AND_STOPPED], ['TimeLoggingStopped'], 'a time as text'),
  {
    calls: [...STARTED, ...STARTED_ELSEWHERE, ...STARTED_AND_STOPPED],
    fields: ['LatestDeliveryTime'],
    engine: 'a time',
    right: 'both',
    reason: 'When CloudTrail last delivered to the bucket. Neither delivers; moto makes the time up.',
  },
  {
    calls: [...STOPPED_ONLY, ...STARTED],
    fields: ['StopLoggingTime'],
    engine: 'a time',
    right: 'undocumented',
    reason:
      'Whether StopLogging on a trail that does not log sets StopLoggingTime: "the most recent date and time when ' +
      'CloudTrail stopped recording" says no to the letter; ministack agrees with the stand-in.',
  },
  {
    calls: ['CreateTrail, name taken'],
    fields: ['error'],
    standIn: 'TrailAlreadyExistsException',
    right: 'stand-in',
    reason: 'API reference, CreateTrail: TrailAlreadyExistsException; ministack agrees.',
  },
  {
    calls: ['DescribeTrails, by name', 'DescribeTrails, by ARN'],
    fields: ['trailList'],
    standIn: 'parity',
    engine: 'parity, parity-multi',
    right: 'stand-in',
    reason: 'API reference, DescribeTrails: trailNameList says which trails; moto does not read it. ministack agrees.',
  },
  {
    calls: ['DescribeTrails, unknown'],
    fields: ['trailList'],
    standIn: 'empty list',
    engine: 'parity, parity-multi',
    right: 'stand-in',
    reason: 'The same; DescribeTrails has no TrailNotFoundException (AWS facts 2.2). ministack agrees.',
  },
  {
    calls: ['StopLogging, shadow trail by ARN'],
    fields: ['error'],
    standIn: 'InvalidHomeRegionException',
    engine: 'TrailNotFoundException',
    right: 'stand-in',
    reason: 'API reference, StopLogging: "called from the Region in which the trail was created"; ministack agrees.',
  },
  {
    calls: ['GetTrailStatus, not a trail ARN', 'StartLogging, not a trail ARN'],
    fields: ['error'],
    standIn: 'CloudTrailARNInvalidException',
    engine: 'TrailNotFoundException',
    right: 'stand-in',
    reason: 'API reference: CloudTrailARNInvalidException for an ARN that is not of a trail; ministack agrees.',
  },
  {
    calls: ['DeleteTrail, unknown name'],
    fields: ['error'],
    standIn: 'TrailNotFoundException',
    right: 'stand-in',
    reason: 'API reference, DeleteTrail: TrailNotFoundException; ministack agrees.',
  },
  {
    calls: ['GetTrailStatus, deleted'],
    fields: ['error'],
    standIn: 'TrailNotFoundException',
    right: 'stand-in',
    reason: 'API reference, DeleteTrail: Name is "the name or the CloudTrail ARN"; moto does not delete by ARN.',
  },
  {
    calls: ['DescribeTrails, all deleted'],
    fields: ['trailList'],
    standIn: 'empty list',
    engine: 'parity',
    right: 'stand-in',
    reason: 'The same: the trail that moto did not delete by ARN.',
  },
  {
    calls: ['LookupEvents, StopLogging', 'LookupEvents, nothing found'],
    fields: ['error'],
    engine: 'SyntaxError',
    right: 'stand-in',
    reason: 'moto has no LookupEvents: it answers with an HTML page, which the SDK cannot parse.',
  },
  {
    calls: ['UpdateTrail, cleared'],
    fields: ['S3KeyPrefix', 'CloudWatchLogsLogGroupArn', 'CloudWatchLogsRoleArn', 'KmsKeyId'],
    engine: 'empty text',
    right: 'stand-in',
    reason: 'What a trail goes without is no part of the answer; moto itself leaves it out for a new trail.',
  },
  ...WRONG_SETTINGS,
  {
    calls: ['UpdateTrail, not a trail ARN'],
    fields: ['error'],
    standIn: 'CloudTrailARNInvalidException',
    engine: 'TrailNotFoundException',
    right: 'stand-in',
    reason: 'API reference: CloudTrailARNInvalidException for an ARN that is not of a trail; ministack agrees.',
  },
  notChecked(
    ['AddTags, by name'],
    'CloudTrailARNInvalidException',
    'API reference, ResourceId: an ARN; ministack agrees.',
  ),
  notChecked(['AddTags, unknown ARN'], 'ResourceNotFoundException', 'API reference, AddTags; ministack agrees.'),
  notChecked(
    ['GetInsightSelectors, never put', 'GetInsightSelectors, none'],
    'InsightNotEnabledException',
    'API reference, GetInsightSelectors: throws it for "a trail that does not have Insights events enabled".',
  ),
  {
    calls: ['PutInsightSelectors', 'GetInsightSelectors'],
    fields: ['InsightSelectors.ApiCallRateInsight.EventCategories'],
    standIn: 'Management',
    right: 'undocumented',
    reason: 'Whether the answer spells out the default category. The guard takes an absent one for Management.',
  },
  {
    calls: ['GetEventSelectors, never put'],
    fields: ['EventSelectors'],
    standIn: 'All',
    engine: 'empty list',
    right: 'stand-in',
    reason: 'A new trail logs all management events, and GetEventSelectors says so; ministack agrees.',
  },
  {
    calls: ['GetEventSelectors, never put', 'GetEventSelectors', 'GetEventSelectors, data events'],
    fields: ['AdvancedEventSelectors'],
    engine: 'empty list',
    right: 'undocumented',
    reason: 'Whether the kind that a trail has not is absent or empty; ministack agrees. The guard takes both.',
  },
  {
    calls: ['GetEventSelectors, advanced'],
    fields: ['EventSelectors'],
    engine: 'empty list',
    right: 'undocumented',
    reason: 'The same.',
  },
  {
    calls: ['GetEventSelectors, default'],
    fields: ['AdvancedEventSelectors'],
    engine: 'writes',
    right: 'stand-in',
    reason: 'API reference, PutEventSelectors: the one kind overwrites the other, which moto does one way only.',
  },
  {
    calls: ['PutEventSelectors', 'GetEventSelectors'],
    fields: ['EventSelectors.WriteOnly.IncludeManagementEvents'],
    standIn: 'true',
    right: 'stand-in',
    reason: 'Recorded answers spell out the default (AWS facts 3), which moto leaves out. ministack agrees.',
  },
  ...[
    { call: '', fields: ['WriteOnly.DataResources'] },
    {
      call: ', data events',
      fields: ['All.ExcludeManagementEventSources', 'ReadOnly.DataResources', 'ReadOnly.ExcludeManagementEventSources'],
    },
    { call: ', default', fields: ['All.DataResources', 'All.ExcludeManagementEventSources'] },
  ].map(
    ({ call, fields }): Difference => ({
      calls: [`PutEventSelectors${call}`, `GetEventSelectors${call}`],
      fields: fields.map((field) => `EventSelectors.${field}`),
      standIn: 'empty list',
      right: 'stand-in',
      reason: 'The same.',
    }),
  ),
  notChecked(
    [
      ...WRONG_SELECTORS,
      'PutEventSelectors, neither kind',
      'PutEventSelectors, both kinds',
      'PutEventSelectors, empty',
      'PutEventSelectors, advanced empty',
      'PutEventSelectors, six',
    ],
    'InvalidEventSelectorsException',
    SELECTORS_REFERENCE,
  ),
];
