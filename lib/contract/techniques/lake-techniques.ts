import { DISABLE_OR_MODIFY_CLOUD_LOG } from './attack';
import { LOW, MEDIUM, PROMOTED } from './ratings';
import type { Technique } from './technique';

// CloudTrail Lake has no new customers since 2026-05-31. No rule covers it and no record is published: rated as the
// same done to a trail.
const LAKE = {
  eventSource: 'cloudtrail.amazonaws.com',
  target: 'event-data-store',
  targetParameters: ['eventDataStore'],
  response: 'repair',
  shape: 'api-model',
  attack: DISABLE_OR_MODIFY_CLOUD_LOG,
} as const satisfies Partial<Technique>;

const CHANNEL = { ...LAKE, target: 'channel', targetParameters: ['channel'], response: 'report' } as const;

const RESOURCE_POLICY = { ...LAKE, targetParameters: ['resourceArn'], response: 'report' } as const;

export const LAKE_TECHNIQUES: readonly Technique[] = [
  {
    ...LAKE,
    number: 'C21',
    id: 'event-data-store-stopped',
    name: 'Ingestion of an event data store stopped',
    eventName: 'StopEventDataStoreIngestion',
    effect: 'The event data store records nothing until somebody starts it again.',
    ratings: PROMOTED,
  },
  {
    ...LAKE,
    number: 'C22a',
    id: 'event-data-store-deleted',
    name: 'Event data store deleted',
    eventName: 'DeleteEventDataStore',
    effect: 'The event data store records nothing, and is lost with all its events after seven days.',
    ratings: MEDIUM,
  },
  {
    ...LAKE,
    number: 'C22b',
    id: 'event-data-store-federation-disabled',
    name: 'Federation of an event data store disabled',
    eventName: 'DisableFederation',
    response: 'report',
    effect: 'Athena can no longer query the events; an event data store can only be deleted after this.',
    ratings: LOW,
  },
  {
    ...LAKE,
    number: 'C23',
    id: 'event-data-store-updated',
    name: 'Event data store updated',
    eventName: 'UpdateEventDataStore',
    effect: 'The event data store may record less, keep it for less long, or have lost its protection from deletion.',
    ratings: PROMOTED,
  },
  {
    ...CHANNEL,
    number: 'C24a',
    id: 'channel-deleted',
    name: 'Channel deleted',
    eventName: 'DeleteChannel',
    effect: 'Events from outside AWS no longer reach the event data store.',
    ratings: MEDIUM,
  },
  {
    ...CHANNEL,
    number: 'C24b',
    id: 'channel-updated',
    name: 'Channel updated',
    eventName: 'UpdateChannel',
    effect: 'Events from outside AWS may go to another event data store, or to none.',
    ratings: MEDIUM,
  },
  {
    ...RESOURCE_POLICY,
    number: 'C25a',
    id: 'lake-policy-changed',
    name: 'Resource policy of an event data store or channel changed',
    eventName: 'PutResourcePolicy',
    effect: 'Others may read the events, or those who deliver and read them may no longer do it.',
    ratings: MEDIUM,
  },
  {
    ...RESOURCE_POLICY,
    number: 'C25b',
    id: 'lake-policy-deleted',
    name: 'Resource policy of an event data store or channel deleted',
    eventName: 'DeleteResourcePolicy',
    effect: 'Those who deliver and read the events from other accounts may no longer do it.',
    ratings: LOW,
  },
];
