import { AwsError } from './aws-error';
import { describeSettings, settingsAfter } from './cloudtrail-settings';
import type { NewTrail, Operations, Trails } from './cloudtrail-trails';
import { epochSeconds, type Json } from './json';
import type { ApiCall } from './protocol';

export interface TrailOptions {
  /** How long GetTrailStatus tells the old status after a start or stop (AWS facts 1.3). */
  statusLagMs: number;
}

/** AWS does not raise this quota (AWS facts 2.1). */
const trailsPerRegion = 5;

export function trailOperations(trails: Trails, options: TrailOptions): Operations {
  const setLogging = (call: ApiCall, isLogging: boolean): Json => {
    trails.findForWrite(call, call.parameters.Name).setLogging(isLogging, options.statusLagMs);
    return {};
  };
  return {
    CreateTrail: (call) => create(trails, call),
    UpdateTrail: (call) => {
      const trail = trails.findForWrite(call, call.parameters.Name);
      trail.settings = settingsAfter(trail.settings, call.parameters);
      return describeSettings(trail.arn, trail.settings);
    },
    DeleteTrail: (call) => {
      trails.remove(trails.findForWrite(call, call.parameters.Name));
      return {};
    },
    StartLogging: (call) => setLogging(call, true),
    StopLogging: (call) => setLogging(call, false),
    DescribeTrails: (call) => describe(trails, call),
    GetTrail: (call) => ({ Trail: trails.find(call, call.parameters.Name).describe() }),
    GetTrailStatus: (call) => status(trails, call),
  };
}

function create(trails: Trails, call: ApiCall): Json {
  const { parameters, region, caller } = call;
  const { TagsList = [], ...settings } = parameters as unknown as NewTrail & { TagsList?: NewTrail['Tags'] };
  const arn = trails.arn(settings.Name, call);
  if (trails.all.some((trail) => trail.arn === arn)) {
    const message = `Trail ${settings.Name} already exists for customer: ${caller.accountId}`;
    throw new AwsError('TrailAlreadyExistsException', message);
  }
  // A multi-Region trail counts in every Region (AWS facts 2.1).
  const here = trails.all.filter((trail) => trail.accountId === caller.accountId && trail.isIn(region));
  if (here.length >= trailsPerRegion) {
    const message = `User: ${caller.accountId} already has ${here.length} trails in ${region}.`;
    throw new AwsError('MaximumNumberOfTrailsExceededException', message);
  }
  const { S3BucketName = '' } = settings;
  const owner = { homeRegion: region, accountId: caller.accountId };
  // A new trail does not log until StartLogging.
  const trail = trails.add({ ...settings, S3BucketName, ...owner, Tags: TagsList, isLogging: false });
  return describeSettings(trail.arn, trail.settings);
}

function describe(trails: Trails, call: ApiCall): Json {
  const { includeShadowTrails = true, trailNameList = [] } = call.parameters;
  const seen = trails
    .seenFrom(call)
    .filter((trail) => includeShadowTrails === true || !trail.isShadow(call.region, call.caller.accountId));
  const wanted = Array.isArray(trailNameList) ? trailNameList.map((name) => trails.arn(name, call)) : [];
  const found = wanted.length === 0 ? seen : seen.filter((trail) => wanted.includes(trail.arn));
  return { trailList: found.map((trail) => trail.describe()) };
}

function status(trails: Trails, call: ApiCall): Json {
  const trail = trails.find(call, call.parameters.Name);
  const { isLogging, startedAt, stoppedAt } = trail.visibleStatus;
  const told: Json = {
    IsLogging: isLogging,
    StartLoggingTime: startedAt && epochSeconds(startedAt),
    StopLoggingTime: stoppedAt && epochSeconds(stoppedAt),
    LatestDeliveryError: trail.latestDeliveryError,
    LatestDigestDeliveryError: trail.latestDigestDeliveryError,
    LatestCloudWatchLogsDeliveryError: trail.latestCloudWatchLogsDeliveryError,
    LatestNotificationError: trail.latestNotificationError,
  };
  // A member without a value is no part of an answer.
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
}
