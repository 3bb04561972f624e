import { isDeepStrictEqual } from 'node:util';
import type { AdvancedEventSelector, EventSelector, TrailSelectors } from '../../lib/contract/trail-configuration';
import { AwsError } from './aws-error';
import type { Json } from './json';

/** What a new trail answers GetEventSelectors with. */
export const defaultSelectors: TrailSelectors = {
  EventSelectors: [
    { ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [], ExcludeManagementEventSources: [] },
  ],
};

export const areCustom = (selectors: TrailSelectors): boolean => !isDeepStrictEqual(selectors, defaultSelectors);

/** PutEventSelectors takes either kind. */
export function readSelectors({ EventSelectors, AdvancedEventSelectors }: Json): TrailSelectors {
  if ((EventSelectors === undefined) === (AdvancedEventSelectors === undefined)) {
    throw invalid('You must use either EventSelectors or AdvancedEventSelectors, but not both.');
  }
  return EventSelectors === undefined
    ? { AdvancedEventSelectors: readAdvancedSelectors(AdvancedEventSelectors) }
    : { EventSelectors: readBasicSelectors(EventSelectors) };
}

const readWriteTypes = ['All', 'ReadOnly', 'WriteOnly'];
const excludable = ['kms.amazonaws.com', 'rdsdata.amazonaws.com'];

function readBasicSelectors(sent: unknown): EventSelector[] {
  const selectors = (sent as Partial<EventSelector>[]).map(
    ({
      ReadWriteType = 'All',
      IncludeManagementEvents = true,
      DataResources = [],
      ExcludeManagementEventSources = [],
    }) => ({ ReadWriteType, IncludeManagementEvents, DataResources, ExcludeManagementEventSources }),
  );
  if (selectors.length < 1 || selectors.length > 5) {
    throw invalid('Specify a valid number of selectors (1 to 5) for your trail.');
  }
  if (selectors.flatMap(({ DataResources }) => DataResources.flatMap(({ Values }) => Values)).length > 250) {
    throw invalid('Specify a valid number of data resources (1 to 250) for your trail.');
  }
  for (const { ReadWriteType, ExcludeManagementEventSources } of selectors) {
    if (!readWriteTypes.includes(ReadWriteType)) throw invalid(`Invalid ReadWriteType: ${ReadWriteType}`);
    const source = ExcludeManagementEventSources.find((excluded) => !excludable.includes(excluded));
    if (source !== undefined) throw invalid(`Management events of ${source} cannot be excluded.`);
  }
  return selectors;
}

/** The same for trails and for event data stores. */
export function readAdvancedSelectors(sent: unknown): AdvancedEventSelector[] {
  const selectors = sent as AdvancedEventSelector[];
  const fields = selectors.flatMap(({ FieldSelectors }) => FieldSelectors);
  const values = fields.flatMap(({ Field: _field, ...operators }) => Object.values(operators).flat());
  if (selectors.length < 1 || values.length > 500) {
    throw invalid('Specify between 1 and 500 selectors for your trail.');
  }
  for (const { FieldSelectors } of selectors) {
    const category = FieldSelectors.find(({ Field }) => Field === 'eventCategory');
    if (!category?.Equals?.length) throw invalid('Each advanced event selector needs eventCategory with Equals.');
  }
  const bare = fields.find(({ Field: _field, ...operators }) => Object.keys(operators).length === 0);
  if (bare) throw invalid(`The field ${bare.Field} needs an operator.`);
  return selectors;
}

const invalid = (message: string): AwsError => new AwsError('InvalidEventSelectorsException', message);
