import { parseTrailArn } from '../../common/scope';
import type { RequestContext } from './policy-condition';
import { CLOUDTRAIL, type Statement } from './policy-document';
import { type DeliveryRequest, type PolicyVerdict, policyVerdict } from './policy-verdict';
import type { DeliveringTrail } from './snapshot';

/** CloudTrail sends it with every file; the bucket's owner owns what is in it. */
const ACL = 'bucket-owner-full-control';

/** Whether the policy of a trail's bucket lets CloudTrail deliver its log files, digests and Insights events. */
export function bucketVerdict(policy: unknown, trail: DeliveringTrail): PolicyVerdict {
  return policyVerdict(policy, requestsOf(trail));
}

/**
 * The statements that CloudTrail needs, as AWS documents them. In an organization trail's bucket they let this one trail
 * write for every account: the organization's id is not known here.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export function documentedBucketStatements(trail: DeliveringTrail): Statement[] {
  const bucket = bucketArn(trail);
  const owned = trail.configuration.IsOrganizationTrail ? '*' : `${parseTrailArn(trail.arn)?.account}/*`;
  const cloudTrail = { Effect: 'Allow', Principal: { Service: CLOUDTRAIL } };
  return [
    {
      Sid: 'AWSCloudTrailAclCheck20150319',
      ...cloudTrail,
      Action: 's3:GetBucketAcl',
      Resource: bucket,
      Condition: { StringEquals: { 'aws:SourceArn': trail.arn } },
    },
    {
      Sid: 'AWSCloudTrailWrite20150319',
      ...cloudTrail,
      Action: 's3:PutObject',
      Resource: `${bucket}/${prefixOf(trail)}AWSLogs/${owned}`,
      Condition: { StringEquals: { 's3:x-amz-acl': ACL, 'aws:SourceArn': trail.arn } },
    },
  ];
}

/** What a call of CloudTrail as a service carries, and what it never does. */
export function serviceContext(trailArn: string): RequestContext {
  const account = parseTrailArn(trailArn)?.account;
  return {
    'aws:sourcearn': trailArn,
    ...(account ? { 'aws:sourceaccount': account } : {}),
    'aws:securetransport': 'true',
    'aws:principalisawsservice': 'true',
    'aws:principalservicename': CLOUDTRAIL,
    // A service is no member of an organization, has no ARN and comes through nobody's network.
    ...Object.fromEntries(
      ['principalarn', 'principalaccount', 'principalorgid', 'username', 'sourcevpc', 'sourcevpce', 'vpcsourceip'].map(
        (key) => [`aws:${key}`, null],
      ),
    ),
  };
}

function requestsOf(trail: DeliveringTrail): DeliveryRequest[] {
  const bucket = bucketArn(trail);
  const context = serviceContext(trail.arn);
  const folders = foldersOf(trail);
  return [
    { action: 's3:GetBucketAcl', resource: bucket, isPrefix: false, context: { ...context, 's3:x-amz-acl': null } },
    ...folders.map((folder) => ({
      action: 's3:PutObject',
      resource: `${bucket}/${prefixOf(trail)}AWSLogs/${folder}`,
      isPrefix: true,
      context: { ...context, 's3:x-amz-acl': ACL },
    })),
  ];
}

function foldersOf({ arn, configuration }: DeliveringTrail): string[] {
  if (configuration.IsOrganizationTrail) {
    // Below the organization's id, which is not known here.
    return ['o-'];
  }
  const account = parseTrailArn(arn)?.account;
  return [
    `${account}/CloudTrail/`,
    ...(configuration.LogFileValidationEnabled ? [`${account}/CloudTrail-Digest/`] : []),
    ...(configuration.InsightSelectors?.length ? [`${account}/CloudTrail-Insight/`] : []),
  ];
}

function bucketArn({ arn, configuration }: DeliveringTrail): string {
  return `arn:${arn.split(':')[1]}:s3:::${configuration.S3BucketName}`;
}

function prefixOf({ configuration: { S3KeyPrefix } }: DeliveringTrail): string {
  return S3KeyPrefix ? `${S3KeyPrefix}/` : '';
}
