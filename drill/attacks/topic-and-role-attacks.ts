import * as iam from '@aws-sdk/client-iam';
import * as sns from '@aws-sdk/client-sns';
import { type Attacks, DENY_ALL, DENY_LOGS } from './attack';

const BOUNDARY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

export const TOPIC_AND_ROLE_ATTACKS: Attacks = {
  'topic-deleted': (hands, { topicArn: TopicArn }) => hands.sns.send(new sns.DeleteTopicCommand({ TopicArn })),
  'topic-subscription-removed': (hands, { topicArn }) =>
    hands.sns.send(new sns.UnsubscribeCommand({ SubscriptionArn: `${topicArn}:1` })),
  'topic-policy-changed': (hands, { topicArn: TopicArn }) =>
    hands.sns.send(new sns.SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue: DENY_ALL })),
  'topic-key-changed': (hands, { topicArn: TopicArn }) =>
    hands.sns.send(
      new sns.SetTopicAttributesCommand({ TopicArn, AttributeName: 'KmsMasterKeyId', AttributeValue: 'alias/x' }),
    ),
  'delivery-role-deleted': (hands, { role: RoleName }) => hands.iam.send(new iam.DeleteRoleCommand({ RoleName })),
  'delivery-role-policy-deleted': (hands, { role: RoleName }) =>
    hands.iam.send(new iam.DeleteRolePolicyCommand({ RoleName, PolicyName: 'CloudTrailDelivery' })),
  'delivery-role-policy-detached': async (hands, { role: RoleName }) => {
    await hands.iam.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn: BOUNDARY }));
    await hands.iam.send(new iam.DetachRolePolicyCommand({ RoleName, PolicyArn: BOUNDARY }));
  },
  'delivery-role-trust-changed': (hands, { role: RoleName }) =>
    hands.iam.send(new iam.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: DENY_ALL })),
  'delivery-role-boundary-set': (hands, { role: RoleName }) =>
    hands.iam.send(new iam.PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: BOUNDARY })),
  'delivery-role-denied': (hands, { role: RoleName }) =>
    hands.iam.send(new iam.PutRolePolicyCommand({ RoleName, PolicyName: 'quiet', PolicyDocument: DENY_LOGS })),
};
