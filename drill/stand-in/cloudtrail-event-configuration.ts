import { AwsError } from './aws-error';
import type { Json } from './json';

/** Aggregation, size and enrichment of events. Of a trail's, the guard knows the aggregation only (AWS facts 2.5). */
const names = ['AggregationConfigurations', 'MaxEventSize', 'ContextKeySelectors'];

/** What the call left out stays as it was. */
export function configurationAfter(before: Json, parameters: Json): Json {
  const sent = names.filter((name) => parameters[name] !== undefined).map((name) => [name, parameters[name]]);
  const after: Json = { ...before, ...Object.fromEntries(sent) };
  const { ContextKeySelectors, MaxEventSize } = after;
  if (Array.isArray(ContextKeySelectors) && ContextKeySelectors.length > 0 && MaxEventSize !== 'Large') {
    const message = 'If you are using context key selectors, MaxEventSize must be set to Large.';
    throw new AwsError('InvalidParameterCombinationException', message);
  }
  return after;
}
