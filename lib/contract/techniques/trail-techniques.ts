import { DATA_FROM_CLOUD_STORAGE, DISABLE_OR_MODIFY_CLOUD_LOG } from './attack';
import { LOW, MEDIUM, PROMOTED } from './ratings';
import { SELECTOR_TECHNIQUES } from './selector-techniques';
import type { Technique } from './technique';
import { UPDATE_TRAIL_TECHNIQUES } from './update-trail-techniques';

// Rated as Elastic's rules for the call; tags, which none looks at, as the call that opens the way.
const TRAIL = {
  eventSource: 'cloudtrail.amazonaws.com',
  target: 'trail',
  targetParameters: ['name'],
  response: 'restore',
  shape: 'published',
  attack: DISABLE_OR_MODIFY_CLOUD_LOG,
} as const satisfies Partial<Technique>;

/**
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StopLogging.html
 * @see https://www.elastic.co/guide/en/security/current/aws-cloudtrail-log-suspended.html
 */
export const STOP_LOGGING: Technique = {
  ...TRAIL,
  number: 'C1',
  id: 'stop-logging',
  name: 'CloudTrail logging stopped',
  eventName: 'StopLogging',
  response: 'start',
  effect: 'The trail records and delivers nothing until somebody starts it again.',
  ratings: PROMOTED,
};

/**
 * Somebody closed the window behind them. No call to match: StartLogging is what the guard itself does, and harmless
 * alone. A sweep sees it by a StopLoggingTime that is newer than the one before.
 */
export const LOGGING_INTERRUPTED: Technique = {
  ...TRAIL,
  number: 'C20',
  id: 'logging-interrupted',
  name: 'CloudTrail logging stopped and started again',
  eventName: 'StartLogging',
  response: 'report',
  effect: 'What was done between the stop and the start is recorded nowhere.',
  ratings: PROMOTED,
};

export const TRAIL_TECHNIQUES: readonly Technique[] = [
  STOP_LOGGING,
  {
    ...TRAIL,
    number: 'C2',
    id: 'trail-deleted',
    name: 'Trail deleted',
    eventName: 'DeleteTrail',
    effect: 'The trail is gone for ever; the log files that it delivered stay.',
    ratings: MEDIUM,
  },
  ...UPDATE_TRAIL_TECHNIQUES,
  ...SELECTOR_TECHNIQUES,
  {
    ...TRAIL,
    number: 'C18a',
    id: 'tags-changed',
    name: 'Tags of a trail changed',
    eventName: 'AddTags',
    targetParameters: ['resourceId'],
    fields: ['Tags'],
    effect: 'A policy that protects the trail by its tags may no longer apply.',
    ratings: LOW,
    shape: 'api-model',
  },
  {
    ...TRAIL,
    number: 'C18b',
    id: 'tags-removed',
    name: 'Tags of a trail removed',
    eventName: 'RemoveTags',
    targetParameters: ['resourceId'],
    fields: ['Tags'],
    effect: 'A policy that protects the trail by its tags may no longer apply.',
    ratings: LOW,
    shape: 'api-model',
  },
  {
    ...TRAIL,
    number: 'C19',
    id: 'trail-created',
    name: 'Trail created',
    eventName: 'CreateTrail',
    response: 'report',
    effect: 'A new trail may carry the logs to a bucket of somebody else, or take the name of a deleted one.',
    attack: DATA_FROM_CLOUD_STORAGE,
    ratings: LOW,
  },
  {
    ...TRAIL,
    number: 'C26',
    id: 'cloudtrail-administrator-deregistered',
    name: "CloudTrail's delegated administrator deregistered",
    eventName: 'DeregisterOrganizationDelegatedAdmin',
    target: 'organization',
    targetParameters: [],
    response: 'report',
    effect: 'The security account can no longer manage the trails of the organization.',
    ratings: MEDIUM,
    shape: 'api-model',
  },
];
