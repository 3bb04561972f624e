import { DISABLE_OR_MODIFY_CLOUD_LOG } from './attack';
import { CRITICAL, HIGH } from './ratings';
import type { Technique } from './technique';

const OWN = {
  target: 'guard',
  response: 'protect',
  shape: 'published',
  attack: DISABLE_OR_MODIFY_CLOUD_LOG,
  ratings: HIGH,
} as const satisfies Partial<Technique>;

const ON_RULE = {
  ...OWN,
  eventSource: 'events.amazonaws.com',
  targetParameters: ['name', 'rule'],
  effect: 'Calls on trails do not reach the guard any more; only its sweep still looks.',
} as const satisfies Partial<Technique>;

const ON_SCHEDULE = {
  ...OWN,
  eventSource: 'scheduler.amazonaws.com',
  targetParameters: ['name'],
  effect: 'The guard does not sweep any more: what no event tells goes unnoticed.',
  shape: 'api-model',
} as const satisfies Partial<Technique>;

const ON_FUNCTION = {
  ...OWN,
  eventSource: 'lambda.amazonaws.com',
  targetParameters: ['functionName'],
} as const satisfies Partial<Technique>;

/** Calls on what invokes the guard, and on the function that is invoked. Lambda's names carry a version in records. */
export const GUARD_TRIGGER_TECHNIQUES: readonly Technique[] = [
  { ...ON_RULE, number: 'G1', id: 'guard-rule-disabled', name: "Guard's rule disabled", eventName: 'DisableRule' },
  { ...ON_RULE, number: 'G2', id: 'guard-rule-deleted', name: "Guard's rule deleted", eventName: 'DeleteRule' },
  {
    ...ON_RULE,
    number: 'G3',
    id: 'guard-rule-targets-removed',
    name: "Targets of the guard's rule removed",
    eventName: 'RemoveTargets',
  },
  { ...ON_RULE, number: 'G4a', id: 'guard-rule-changed', name: "Guard's rule changed", eventName: 'PutRule' },
  {
    ...ON_RULE,
    number: 'G4b',
    id: 'guard-rule-targets-changed',
    name: "Targets of the guard's rule changed",
    eventName: 'PutTargets',
  },
  {
    ...ON_FUNCTION,
    number: 'G5',
    id: 'guard-function-deleted',
    name: "Guard's function deleted",
    eventName: 'DeleteFunction',
    response: 'report',
    ratings: CRITICAL,
    effect: 'There is no guard any more: no trail is put back.',
  },
  {
    ...ON_FUNCTION,
    number: 'G6',
    id: 'guard-code-changed',
    name: "Code of the guard's function changed",
    eventName: 'UpdateFunctionCode',
    response: 'report',
    ratings: CRITICAL,
    effect: "Somebody else's code runs with the guard's permissions, or nothing does.",
  },
  {
    ...ON_FUNCTION,
    number: 'G7',
    id: 'guard-function-changed',
    name: "Configuration of the guard's function changed",
    eventName: 'UpdateFunctionConfiguration',
    effect:
      'The guard may run otherwise than it was deployed, or its calls go elsewhere: AWS_ENDPOINT_URL, NODE_OPTIONS, layers.',
  },
  {
    ...ON_FUNCTION,
    number: 'G8a',
    id: 'guard-concurrency-changed',
    name: "Concurrency of the guard's function changed",
    eventName: 'PutFunctionConcurrency',
    ratings: CRITICAL,
    effect: 'At a concurrency of 0 the guard never runs again.',
  },
  {
    ...ON_FUNCTION,
    number: 'G8b',
    id: 'guard-retries-changed',
    name: "Retries of the guard's function changed",
    eventName: 'PutFunctionEventInvokeConfig',
    shape: 'api-model',
    effect: 'Events that the guard fails on are not tried again, or not kept.',
  },
  {
    ...ON_FUNCTION,
    number: 'G8c',
    id: 'guard-retries-updated',
    name: "Retries of the guard's function updated",
    eventName: 'UpdateFunctionEventInvokeConfig',
    shape: 'api-model',
    effect: 'Events that the guard fails on are not tried again, or not kept.',
  },
  {
    ...ON_FUNCTION,
    number: 'G8d',
    id: 'guard-retries-deleted',
    name: "Retries of the guard's function deleted",
    eventName: 'DeleteFunctionEventInvokeConfig',
    shape: 'api-model',
    effect: 'What the guard fails on is not kept.',
  },
  {
    ...ON_FUNCTION,
    number: 'G9a',
    id: 'guard-permission-removed',
    name: "Permission to invoke the guard's function removed",
    eventName: 'RemovePermission',
    effect: 'EventBridge cannot invoke the guard any more; only its sweep still looks.',
  },
  {
    ...ON_FUNCTION,
    number: 'G9b',
    id: 'guard-permission-added',
    name: "Permission to invoke the guard's function added",
    eventName: 'AddPermission',
    effect: 'Others may invoke the guard, with input of their choice.',
  },
  {
    ...ON_SCHEDULE,
    number: 'G12c',
    id: 'guard-schedule-changed',
    name: "Guard's schedule changed",
    eventName: 'UpdateSchedule',
  },
  {
    ...ON_SCHEDULE,
    number: 'G12d',
    id: 'guard-schedule-deleted',
    name: "Guard's schedule deleted",
    eventName: 'DeleteSchedule',
  },
];
