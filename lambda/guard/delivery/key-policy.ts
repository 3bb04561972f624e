import { parseTrailArn } from '../../common/scope';
import { serviceContext } from './bucket-policy';
import { CLOUDTRAIL, type Statement } from './policy-document';
import { type PolicyVerdict, policyVerdict } from './policy-verdict';
import type { DeliveringTrail } from './snapshot';

const ENCRYPTION_CONTEXT = 'kms:EncryptionContext:aws:cloudtrail:arn';

/** Whether the policy of a trail's key lets CloudTrail encrypt with it. */
export function keyVerdict(policy: unknown, trail: DeliveringTrail): PolicyVerdict {
  const request = { resource: trail.configuration.KmsKeyId ?? '', isPrefix: false };
  const context = { ...serviceContext(trail.arn), 'kms:grantoperations': null, 'kms:grantisforawsresource': null };
  const encryptionContext = ENCRYPTION_CONTEXT.toLowerCase();
  return policyVerdict(policy, [
    { ...request, action: 'kms:GenerateDataKey', context: { ...context, [encryptionContext]: trail.arn } },
    { ...request, action: 'kms:DescribeKey', context: { ...context, [encryptionContext]: null } },
  ]);
}

/**
 * The statements that CloudTrail needs, as AWS documents them.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export function documentedKeyStatements({ arn }: DeliveringTrail): Statement[] {
  const cloudTrail = { Effect: 'Allow', Principal: { Service: CLOUDTRAIL }, Resource: '*' };
  const trails = `arn:${arn.split(':')[1]}:cloudtrail:*:${parseTrailArn(arn)?.account}:trail/*`;
  return [
    {
      Sid: 'AllowCloudTrailToEncryptLogs',
      ...cloudTrail,
      Action: 'kms:GenerateDataKey*',
      Condition: { StringEquals: { 'aws:SourceArn': arn }, StringLike: { [ENCRYPTION_CONTEXT]: trails } },
    },
    {
      Sid: 'AllowCloudTrailToDescribeKey',
      ...cloudTrail,
      Action: 'kms:DescribeKey',
      Condition: { StringEquals: { 'aws:SourceArn': arn } },
    },
  ];
}
