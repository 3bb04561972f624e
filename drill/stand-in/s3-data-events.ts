import type { FieldSelector, TrailSelectors } from '../../lib/contract/trail-configuration';
import type { CloudTrail } from './cloudtrail';
import { record } from './cloudtrail-record';
import type { EventBus } from './event-bus';
import { text } from './json';
import type { ApiCall } from './protocol';
import { requestParameters } from './s3-record';
import type { World } from './world';

/**
 * Data events of S3 are not in event history, and come onto the bus only while a trail records those of the objects
 * (AWS facts 1.1).
 */
export function publishObjectCall(call: ApiCall, world: World, cloudTrail: CloudTrail, bus: EventBus): void {
  const { caller, operation, region, requestId, raw, parameters } = call;
  const bucketArn = `arn:${world.partition}:s3:::${parameters.Bucket}`;
  const objectArn = `${bucketArn}/${text(parameters.Key) ?? ''}`;
  const resources = [
    ...(parameters.Key === undefined ? [] : [{ type: 'AWS::S3::Object', ARN: objectArn }]),
    { accountId: caller.accountId, type: 'AWS::S3::Bucket', ARN: bucketArn },
  ];
  if (region !== world.region || caller.accountId !== world.accountId) return;
  const made = record({
    caller,
    eventSource: 's3.amazonaws.com',
    eventName: operation,
    region,
    readOnly: false,
    requestParameters: requestParameters(call),
    spelledAsRecorded: true,
    responseElements: null,
    resources,
    requestId,
    userAgent: raw.headers['user-agent'],
  });
  const recorded = cloudTrail.trails.some(
    (trail) =>
      trail.status.isLogging &&
      trail.isIn(region) &&
      trail.isOf(caller.accountId) &&
      recordsWrites(trail.selectors, operation, objectArn),
  );
  bus.publish({ ...made, managementEvent: false, eventCategory: 'Data' }, recorded);
}

function recordsWrites(
  { EventSelectors = [], AdvancedEventSelectors = [] }: TrailSelectors,
  name: string,
  arn: string,
) {
  const fields: Readonly<Record<string, string>> = {
    eventCategory: 'Data',
    eventName: name,
    eventSource: 's3.amazonaws.com',
    readOnly: 'false',
    'resources.ARN': arn,
    'resources.type': 'AWS::S3::Object',
  };
  return (
    AdvancedEventSelectors.some(({ FieldSelectors }) =>
      FieldSelectors.every((selector) => fits(selector, fields[selector.Field] ?? '')),
    ) ||
    EventSelectors.some(
      ({ ReadWriteType, DataResources }) =>
        ReadWriteType !== 'ReadOnly' &&
        DataResources.some(
          ({ Type, Values }) => Type === 'AWS::S3::Object' && Values.some((value) => arn.startsWith(value)),
        ),
    )
  );
}

function fits(selector: FieldSelector, value: string): boolean {
  const {
    Equals = [],
    StartsWith = [],
    EndsWith = [],
    NotEquals = [],
    NotStartsWith = [],
    NotEndsWith = [],
  } = selector;
  const among = (equals: readonly string[], starts: readonly string[], ends: readonly string[]) =>
    equals.includes(value) ||
    starts.some((start) => value.startsWith(start)) ||
    ends.some((end) => value.endsWith(end));
  const selects = Equals.length + StartsWith.length + EndsWith.length > 0;
  return (!selects || among(Equals, StartsWith, EndsWith)) && !among(NotEquals, NotStartsWith, NotEndsWith);
}
