import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as iam from '@aws-sdk/client-iam';
import * as sns from '@aws-sdk/client-sns';
import type { Attack, Json } from './delivery-chain-attack';
import { account, denyAll, denyLogs, roleName as RoleName, topicArn as TopicArn } from './delivery-chain-fixture';

const onTopic = (eventName: string, call: (client: sns.SNSClient) => Promise<unknown>, parameters: Json): Attack => ({
  eventName,
  call: (started) => call(started.sns),
  requestParameters: parameters,
});

export const topicAttacks: readonly Attack[] = [
  onTopic('DeleteTopic', (client) => client.send(new sns.DeleteTopicCommand({ TopicArn })), { topicArn: TopicArn }),
  onTopic('Unsubscribe', (client) => client.send(new sns.UnsubscribeCommand({ SubscriptionArn: `${TopicArn}:1` })), {
    subscriptionArn: `${TopicArn}:1`,
  }),
  onTopic(
    'SetTopicAttributes',
    (client) =>
      client.send(new sns.SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue: denyAll })),
    { topicArn: TopicArn, attributeName: 'Policy', attributeValue: denyAll },
  ),
];

const onRole = (eventName: string, call: (client: iam.IAMClient) => Promise<unknown>, parameters: Json): Attack => ({
  eventName,
  call: (started) => call(started.iam),
  requestParameters: { roleName: RoleName, ...parameters },
});
const PolicyArn = `arn:aws:iam::${account}:policy/managed`;

export const roleAttacks: readonly Attack[] = [
  onRole('DeleteRole', (client) => client.send(new iam.DeleteRoleCommand({ RoleName })), {}),
  onRole(
    'DeleteRolePolicy',
    (client) => client.send(new iam.DeleteRolePolicyCommand({ RoleName, PolicyName: 'CloudTrailDelivery' })),
    { policyName: 'CloudTrailDelivery' },
  ),
  onRole(
    'PutRolePolicy',
    (client) => client.send(new iam.PutRolePolicyCommand({ RoleName, PolicyName: 'quiet', PolicyDocument: denyLogs })),
    { policyName: 'quiet', policyDocument: denyLogs },
  ),
  onRole(
    'DetachRolePolicy',
    async (client) => {
      await client.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn }));
      await client.send(new iam.DetachRolePolicyCommand({ RoleName, PolicyArn }));
    },
    { policyArn: PolicyArn },
  ),
  onRole(
    'UpdateAssumeRolePolicy',
    (client) => client.send(new iam.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: denyAll })),
    { policyDocument: denyAll },
  ),
  onRole(
    'PutRolePermissionsBoundary',
    (client) => client.send(new iam.PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: PolicyArn })),
    { permissionsBoundary: PolicyArn },
  ),
];

const ResourceArn = `arn:aws:dynamodb:us-east-1:${account}:table/guard-table`;

export const tableAttacks: readonly Attack[] = [
  {
    eventName: 'PutResourcePolicy',
    call: (started) => started.dynamodb.send(new dynamodb.PutResourcePolicyCommand({ ResourceArn, Policy: denyAll })),
    requestParameters: { resourceArn: ResourceArn, policy: denyAll },
    resources: [ResourceArn],
  },
  {
    eventName: 'DeleteResourcePolicy',
    call: (started) => started.dynamodb.send(new dynamodb.DeleteResourcePolicyCommand({ ResourceArn })),
    requestParameters: { resourceArn: ResourceArn },
    resources: [ResourceArn],
  },
];
