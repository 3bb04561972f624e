import type { CloudTrailRecord } from './cloudtrail-record';
import { isJson, type Json, text } from './json';

/** What a call was about, as LookupEvents tells it and finds it by. */
export interface EventResource {
  readonly ResourceType: string;
  readonly ResourceName: string;
}

/** Not the `resources` of the record: event history finds these in parameters and answers. */
export function resourcesOf(record: CloudTrailRecord): EventResource[] {
  const named = bySource[record.eventSource]?.(record) ?? [];
  return named.flatMap(([ResourceType, name]) => {
    const ResourceName = text(name);
    return ResourceName === undefined ? [] : [{ ResourceType, ResourceName }];
  });
}

type Named = readonly (readonly [type: string, name: unknown])[];

const bySource: Readonly<Record<string, (record: CloudTrailRecord) => Named>> = {
  // CloudTrail calls name a trail as `name`, selectors as `trailName`, tags by ARN (AWS facts 3).
  'cloudtrail.amazonaws.com': ({ eventName, requestParameters }) => {
    if (eventName.includes('EventDataStore')) return [];
    const { name, trailName, resourceId } = requestParameters ?? {};
    return [['AWS::CloudTrail::Trail', name ?? trailName ?? resourceId]];
  },
  // The key of the new session is one: so a session is traced to who began it.
  'sts.amazonaws.com': ({ requestParameters, responseElements }) => {
    const user = inner(responseElements, 'assumedRoleUser');
    return [
      ['AWS::IAM::AccessKey', inner(responseElements, 'credentials').accessKeyId],
      ['AWS::STS::AssumedRole', user.assumedRoleId],
      ['AWS::STS::AssumedRole', requestParameters?.roleSessionName],
      ['AWS::STS::AssumedRole', user.arn],
      ['AWS::IAM::Role', requestParameters?.roleArn],
    ];
  },
  'iam.amazonaws.com': ({ requestParameters, responseElements }) => {
    const { userName, accessKeyId, roleName, policyArn, policyName } = requestParameters ?? {};
    return [
      ['AWS::IAM::AccessKey', accessKeyId ?? inner(responseElements, 'accessKey').accessKeyId],
      ['AWS::IAM::User', userName],
      ['AWS::IAM::Role', roleName],
      ['AWS::IAM::Policy', policyArn ?? policyName],
    ];
  },
};

const inner = (of: Json | null, name: string): Json => {
  const value = of?.[name];
  return isJson(value) ? value : {};
};
