import type {
  AwsCloudTrailTrailDetails,
  AwsIamAccessKeyDetails,
  Partition,
  Resource,
} from '@aws-sdk/client-securityhub';
import type { Actor, Incident } from '../../lib/contract/incident';
import type { TrailConfiguration } from '../../lib/contract/trail-configuration';
import { safeText } from '../common/text';

/** The trail or, where none is named, the account; then what it was done with. */
export function resourcesOf(incident: Incident, partition: string): Resource[] {
  const common = { Partition: partition as Partition };
  return [target(incident), ...(incident.actor ? actorResources(incident.actor) : [])].map((resource) => ({
    ...common,
    ...resource,
  }));
}

function target({ trail, account, region, evidence }: Incident): Resource {
  const { arn, name } = trail;
  if (arn === undefined || name === undefined) {
    return { Type: 'AwsAccount', Id: `AWS::::Account:${account}`, Region: region, ResourceRole: 'Target' };
  }
  const homeRegion = arn.split(':')[3] ?? region;
  const known = { Name: name, TrailArn: arn, HomeRegion: homeRegion };
  return {
    Type: 'AwsCloudTrailTrail',
    Id: arn,
    Region: homeRegion,
    ResourceRole: 'Target',
    Details: { AwsCloudTrailTrail: { ...known, ...(evidence ? detailsOf(evidence) : {}) } },
  };
}

/** As the guard found it. The values are an attacker's own until they are made harmless. */
function detailsOf(configuration: TrailConfiguration): AwsCloudTrailTrailDetails {
  const { S3BucketName, S3KeyPrefix, SnsTopicARN, CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn, KmsKeyId } =
    configuration;
  const texts = {
    S3BucketName,
    S3KeyPrefix,
    SnsTopicArn: SnsTopicARN,
    CloudWatchLogsLogGroupArn,
    CloudWatchLogsRoleArn,
    KmsKeyId,
  };
  const told = Object.entries(texts).flatMap(([name, value]) => (value === undefined ? [] : [[name, safeText(value)]]));
  return {
    ...Object.fromEntries(told),
    IncludeGlobalServiceEvents: configuration.IncludeGlobalServiceEvents,
    IsMultiRegionTrail: configuration.IsMultiRegionTrail,
    LogFileValidationEnabled: configuration.LogFileValidationEnabled,
    IsOrganizationTrail: configuration.IsOrganizationTrail,
  };
}

/** The key of the call, and the user or the role whose it is. */
function actorResources(actor: Actor): Resource[] {
  const { accessKeyId, sessionIssuerArn, arn } = actor;
  const principal = [sessionIssuerArn, arn].find((candidate) => principalType(candidate) !== undefined);
  const type = principalType(principal);
  return [
    ...(accessKeyId
      ? [
          {
            Type: 'AwsIamAccessKey',
            Id: `AWS::IAM::AccessKey:${accessKeyId}`,
            ResourceRole: 'Actor',
            Details: { AwsIamAccessKey: keyDetails(actor, accessKeyId) },
          },
        ]
      : []),
    ...(principal && type ? [{ Type: type, Id: principal, ResourceRole: 'Actor' }] : []),
  ];
}

function principalType(arn: string | undefined): string | undefined {
  const [, type] = /^arn:[a-z0-9-]+:iam::\d{12}:(user|role)\//.exec(arn ?? '') ?? [];
  return type && { user: 'AwsIamUser', role: 'AwsIamRole' }[type];
}

function keyDetails(actor: Actor, accessKeyId: string): AwsIamAccessKeyDetails {
  const { principalId, type, displayName, accountId, mfaAuthenticated, sessionIssuerArn } = actor;
  const session = {
    ...(mfaAuthenticated === undefined ? {} : { Attributes: { MfaAuthenticated: mfaAuthenticated } }),
    ...(sessionIssuerArn ? { SessionIssuer: { Arn: sessionIssuerArn } } : {}),
  };
  return {
    AccessKeyId: accessKeyId,
    PrincipalName: displayName,
    PrincipalType: type,
    ...(principalId ? { PrincipalId: principalId } : {}),
    ...(accountId ? { AccountId: accountId } : {}),
    ...(Object.keys(session).length > 0 ? { SessionContext: session } : {}),
  };
}
