import { DATA_DESTRUCTION, DISABLE_OR_MODIFY_CLOUD_LOG } from './attack';
import { CRITICAL, HIGH, MEDIUM } from './ratings';
import type { Technique } from './technique';

const OWN = {
  target: 'guard',
  response: 'protect',
  shape: 'api-model',
  attack: DISABLE_OR_MODIFY_CLOUD_LOG,
  ratings: HIGH,
} as const satisfies Partial<Technique>;

const ON_TOPIC = {
  ...OWN,
  eventSource: 'sns.amazonaws.com',
  targetParameters: ['topicArn', 'subscriptionArn'],
  effect: 'Trails are put back and nobody is told.',
} as const satisfies Partial<Technique>;

// Rated as Elastic's rule for alarms deleted, the nearest of the rules for what watches a trail.
const ON_TABLE_POLICY = {
  ...OWN,
  eventSource: 'dynamodb.amazonaws.com',
  targetParameters: ['resourceArn'],
  ratings: MEDIUM,
  effect: 'Others than the guard may change what it takes for the good configuration of a trail.',
} as const satisfies Partial<Technique>;

const ON_QUEUE = {
  ...OWN,
  eventSource: 'sqs.amazonaws.com',
  targetParameters: ['queueUrl'],
  ratings: MEDIUM,
  effect: 'What the guard failed on is lost.',
} as const satisfies Partial<Technique>;

const ON_ALARM = {
  ...OWN,
  eventSource: 'monitoring.amazonaws.com',
  targetParameters: ['alarmName'],
  ratings: MEDIUM,
  effect: 'Nobody is told when the guard itself needs help.',
} as const satisfies Partial<Technique>;

/** Calls on what the guard tells through, what it remembers by, and what watches it. */
export const GUARD_MEMORY_TECHNIQUES: readonly Technique[] = [
  { ...ON_TOPIC, number: 'G10a', id: 'guard-topic-deleted', name: "Guard's topic deleted", eventName: 'DeleteTopic' },
  {
    ...ON_TOPIC,
    number: 'G10b',
    id: 'guard-topic-changed',
    name: "Guard's topic changed",
    eventName: 'SetTopicAttributes',
  },
  {
    ...ON_TOPIC,
    number: 'G10c',
    id: 'guard-subscription-removed',
    name: "Subscription of the guard's topic removed",
    eventName: 'Unsubscribe',
  },
  {
    ...ON_TABLE_POLICY,
    number: 'G12a',
    id: 'guard-table-policy-changed',
    name: "Policy of the guard's table changed",
    eventName: 'PutResourcePolicy',
  },
  {
    ...ON_TABLE_POLICY,
    number: 'G12b',
    id: 'guard-table-policy-deleted',
    name: "Policy of the guard's table deleted",
    eventName: 'DeleteResourcePolicy',
  },
  {
    ...OWN,
    number: 'G12e',
    id: 'guard-table-deleted',
    name: "Guard's table deleted",
    eventSource: 'dynamodb.amazonaws.com',
    eventName: 'DeleteTable',
    targetParameters: ['tableName'],
    response: 'report',
    attack: DATA_DESTRUCTION,
    ratings: CRITICAL,
    effect: 'The guard does not know any more what trails should be: it starts them and puts nothing else back.',
  },
  {
    ...ON_ALARM,
    number: 'G12f',
    id: 'guard-alarm-deleted',
    name: "Guard's alarm deleted",
    eventName: 'DeleteAlarms',
    targetParameters: ['alarmNames.0', 'alarmNames'],
  },
  {
    ...ON_ALARM,
    number: 'G12g',
    id: 'guard-alarm-actions-disabled',
    name: "Actions of the guard's alarm disabled",
    eventName: 'DisableAlarmActions',
    targetParameters: ['alarmNames.0', 'alarmNames'],
  },
  {
    ...ON_ALARM,
    number: 'G12h',
    id: 'guard-alarm-changed',
    name: "Guard's alarm changed",
    eventName: 'PutMetricAlarm',
  },
  {
    ...ON_QUEUE,
    number: 'G12i',
    id: 'guard-queue-purged',
    name: "Guard's queue purged",
    eventName: 'PurgeQueue',
    response: 'report',
  },
  { ...ON_QUEUE, number: 'G12j', id: 'guard-queue-deleted', name: "Guard's queue deleted", eventName: 'DeleteQueue' },
  {
    ...ON_QUEUE,
    number: 'G12k',
    id: 'guard-queue-changed',
    name: "Guard's queue changed",
    eventName: 'SetQueueAttributes',
  },
  {
    ...OWN,
    number: 'G12l',
    id: 'guard-log-group-deleted',
    name: "Guard's log group deleted",
    eventSource: 'logs.amazonaws.com',
    eventName: 'DeleteLogGroup',
    targetParameters: ['logGroupName'],
    attack: DATA_DESTRUCTION,
    ratings: MEDIUM,
    effect: "The guard's log, and with it what it counts for its metrics, is lost.",
  },
];
