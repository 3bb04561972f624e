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
];
