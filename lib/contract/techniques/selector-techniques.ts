import { DISABLE_OR_MODIFY_CLOUD_LOG } from './attack';
import { LOW, MEDIUM } from './ratings';
import type { Technique } from './technique';

const SELECTORS = {
  eventSource: 'cloudtrail.amazonaws.com',
  target: 'trail',
  targetParameters: ['trailName'],
  response: 'restore',
  attack: DISABLE_OR_MODIFY_CLOUD_LOG,
} as const satisfies Partial<Technique>;

// Rated as Elastic's rule for management events disabled by PutEventSelectors, which reads the basic selectors only.
const PUT_EVENT_SELECTORS = {
  ...SELECTORS,
  eventName: 'PutEventSelectors',
  fields: ['Selectors'],
  shape: 'published',
  ratings: MEDIUM,
} as const satisfies Partial<Technique>;

/**
 * The first is what is known of a denied call, whose parameters are null. Which of the others a call is can only be
 * told from the selectors before and after it.
 */
export const SELECTOR_TECHNIQUES: readonly Technique[] = [
  {
    ...SELECTORS,
    number: 'C11-C15',
    id: 'event-selectors-changed',
    name: 'Event selectors changed',
    eventName: 'PutEventSelectors',
    effect: 'The trail may record fewer events than before.',
    shape: 'published',
    ratings: MEDIUM,
  },
  {
    ...PUT_EVENT_SELECTORS,
    number: 'C11',
    id: 'management-events-excluded',
    name: 'Management events excluded',
    effect: 'The trail looks healthy and no longer records management events.',
  },
  {
    ...PUT_EVENT_SELECTORS,
    number: 'C12',
    id: 'read-write-narrowed',
    name: 'Only reads or only writes recorded',
    effect: 'The trail records only the calls that read, or only those that write.',
  },
  {
    ...PUT_EVENT_SELECTORS,
    number: 'C13',
    id: 'management-sources-excluded',
    name: 'Management events of a service excluded',
    effect: 'The trail no longer records the management events of AWS KMS or of the RDS Data API.',
  },
  {
    ...PUT_EVENT_SELECTORS,
    number: 'C14',
    id: 'advanced-selectors-narrowed',
    name: 'Advanced event selectors without all management events',
    effect: 'Advanced selectors took the place of the others and leave out management events.',
    shape: 'api-model',
  },
  {
    ...PUT_EVENT_SELECTORS,
    number: 'C15',
    id: 'principal-or-data-events-excluded',
    name: 'A principal or data events excluded',
    effect: 'The trail no longer records the data or network activity events of a principal or of a resource.',
    shape: 'api-model',
  },
  // Rated as the selectors of events, which no rule does.
  {
    ...SELECTORS,
    number: 'C16',
    id: 'insights-disabled',
    name: 'Insights disabled',
    eventName: 'PutInsightSelectors',
    fields: ['InsightSelectors'],
    effect: 'CloudTrail no longer tells of unusual numbers of calls and errors.',
    shape: 'api-model',
    ratings: MEDIUM,
  },
  {
    ...SELECTORS,
    number: 'C17',
    id: 'event-aggregation-changed',
    name: 'Aggregation of data events changed',
    eventName: 'PutEventConfiguration',
    fields: ['AggregationConfigurations'],
    effect: 'Summaries of data events are no longer delivered, or others are.',
    shape: 'api-model',
    ratings: LOW,
  },
];
