import { DISABLE_OR_MODIFY_CLOUD_LOG } from './attack';
import { BUCKET_TECHNIQUES } from './bucket-techniques';
import { KEY_TECHNIQUES } from './key-techniques';
import { LOG_GROUP_TECHNIQUES } from './log-group-techniques';
import { LOW, MEDIUM } from './ratings';
import type { Technique } from './technique';

// Rated as Elastic's rule for EventBridge rules deleted: messages stop. The attributes by which a topic is cut off or
// opened are catalogued, not its display name and delivery policy.
const TOPIC = {
  eventSource: 'sns.amazonaws.com',
  target: 'topic',
  targetParameters: ['topicArn'],
  response: 'report',
  shape: 'api-model',
  attack: DISABLE_OR_MODIFY_CLOUD_LOG,
  ratings: LOW,
} as const satisfies Partial<Technique>;

const TOPIC_TECHNIQUES: readonly Technique[] = [
  {
    ...TOPIC,
    number: 'D24a',
    id: 'topic-deleted',
    name: 'Notification topic deleted',
    eventName: 'DeleteTopic',
    effect: 'Nobody is told of new log files, and the subscriptions are lost.',
  },
  {
    ...TOPIC,
    number: 'D24b',
    id: 'topic-subscription-removed',
    name: 'Subscription of the notification topic removed',
    eventName: 'Unsubscribe',
    // It begins with the topic's ARN.
    targetParameters: ['subscriptionArn'],
    effect: 'One reader of the log files is no longer told of new ones.',
  },
  {
    ...TOPIC,
    number: 'D24c',
    id: 'topic-policy-changed',
    name: 'Policy of the notification topic changed',
    eventName: 'SetTopicAttributes',
    when: { attributeName: 'Policy' },
    effect: 'CloudTrail may no longer publish to the topic, or others may subscribe to it.',
  },
  {
    ...TOPIC,
    number: 'D24d',
    id: 'topic-key-changed',
    name: 'Encryption key of the notification topic changed',
    eventName: 'SetTopicAttributes',
    when: { attributeName: 'KmsMasterKeyId' },
    effect: 'CloudTrail may no longer be able to publish to the topic.',
  },
];

// Rated as Elastic's rules for permissions boundaries and for trust policies.
const ROLE = {
  eventSource: 'iam.amazonaws.com',
  target: 'role',
  targetParameters: ['roleName'],
  response: 'report',
  shape: 'published',
  attack: DISABLE_OR_MODIFY_CLOUD_LOG,
  ratings: MEDIUM,
  effect: 'CloudTrail may no longer deliver to CloudWatch Logs.',
} as const satisfies Partial<Technique>;

const ROLE_TECHNIQUES: readonly Technique[] = [
  {
    ...ROLE,
    number: 'D25a',
    id: 'delivery-role-deleted',
    name: 'Delivery role deleted',
    eventName: 'DeleteRole',
    effect: 'CloudTrail can no longer deliver to CloudWatch Logs.',
  },
  {
    ...ROLE,
    number: 'D25b',
    id: 'delivery-role-policy-deleted',
    name: 'Inline policy of the delivery role deleted',
    eventName: 'DeleteRolePolicy',
  },
  {
    ...ROLE,
    number: 'D25c',
    id: 'delivery-role-policy-detached',
    name: 'Managed policy of the delivery role detached',
    eventName: 'DetachRolePolicy',
  },
  {
    ...ROLE,
    number: 'D25d',
    id: 'delivery-role-trust-changed',
    name: 'Trust policy of the delivery role changed',
    eventName: 'UpdateAssumeRolePolicy',
    ratings: LOW,
  },
  {
    ...ROLE,
    number: 'D25e',
    id: 'delivery-role-boundary-set',
    name: 'Permissions boundary of the delivery role set',
    eventName: 'PutRolePermissionsBoundary',
  },
  // Every deployment puts policies on roles: those that deny are looked at. Of the rest the sweep sees the delivery
  // errors.
  {
    ...ROLE,
    number: 'D25f',
    id: 'delivery-role-denied',
    name: 'Inline policy that denies put on the delivery role',
    eventName: 'PutRolePolicy',
    when: { policyDocument: '*Deny*' },
  },
];

/** What is done to that through which a trail delivers; elsewhere the same calls are not the guard's business. */
export const DELIVERY_TECHNIQUES: readonly Technique[] = [
  ...BUCKET_TECHNIQUES,
  ...KEY_TECHNIQUES,
  ...LOG_GROUP_TECHNIQUES,
  ...TOPIC_TECHNIQUES,
  ...ROLE_TECHNIQUES,
];
