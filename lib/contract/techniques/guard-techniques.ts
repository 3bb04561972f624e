import { DISABLE_OR_MODIFY_CLOUD_LOG } from './attack';
import { MEDIUM } from './ratings';
import type { Technique } from './technique';

// Rated as Elastic's rule for alarms deleted, the nearest of the rules for what watches a trail.
const GUARD_TABLE = {
  eventSource: 'dynamodb.amazonaws.com',
  target: 'guard-table',
  targetParameters: ['resourceArn'],
  response: 'report',
  shape: 'api-model',
  attack: DISABLE_OR_MODIFY_CLOUD_LOG,
  ratings: MEDIUM,
  effect: 'Others than the guard may change what it takes for the good configuration of a trail.',
} as const satisfies Partial<Technique>;

export const GUARD_TECHNIQUES: readonly Technique[] = [
  {
    ...GUARD_TABLE,
    number: 'G12a',
    id: 'guard-table-policy-changed',
    name: "Policy of the guard's table changed",
    eventName: 'PutResourcePolicy',
  },
  {
    ...GUARD_TABLE,
    number: 'G12b',
    id: 'guard-table-policy-deleted',
    name: "Policy of the guard's table deleted",
    eventName: 'DeleteResourcePolicy',
  },
];
