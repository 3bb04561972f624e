import { AwsError } from './aws-error';
import { configurationAfter } from './cloudtrail-event-configuration';
import { readInsightSelectors } from './cloudtrail-insights';
import { readSelectors } from './cloudtrail-selectors';
import type { Trail } from './cloudtrail-trail';
import type { Operations, Trails } from './cloudtrail-trails';
import type { Json } from './json';
import type { ApiCall } from './protocol';

/** What a trail records beyond its settings. These calls name it as `TrailName`. */
export function configurationOperations(trails: Trails): Operations {
  const reading = (tell: (trail: Trail) => Json) => (call: ApiCall) =>
    tell(trails.find(call, call.parameters.TrailName));
  const writing = (change: (trail: Trail, parameters: Json) => Json) => (call: ApiCall) =>
    change(trails.findForWrite(call, call.parameters.TrailName), call.parameters);
  return {
    // Either kind of selectors replaces the whole set, of whichever kind it was (AWS facts 2.5).
    PutEventSelectors: writing((trail, parameters) => {
      trail.selectors = readSelectors(parameters);
      return tellSelectors(trail);
    }),
    GetEventSelectors: reading(tellSelectors),
    // An empty set switches Insights off.
    PutInsightSelectors: writing((trail, { InsightSelectors }) => {
      trail.insightSelectors = readInsightSelectors(InsightSelectors);
      return tellInsights(trail);
    }),
    GetInsightSelectors: reading((trail) => {
      if (trail.insightSelectors.length > 0) return tellInsights(trail);
      throw new AwsError('InsightNotEnabledException', `Trail ${trail.name} does not have Insights enabled.`);
    }),
    PutEventConfiguration: writing((trail, parameters) => {
      trail.eventConfiguration = configurationAfter(trail.eventConfiguration, parameters);
      return tellEventConfiguration(trail);
    }),
    GetEventConfiguration: reading(tellEventConfiguration),
  };
}

const tellSelectors = ({ arn, selectors }: Trail): Json => ({ TrailARN: arn, ...selectors });
const tellInsights = ({ arn, insightSelectors }: Trail): Json => ({
  TrailARN: arn,
  InsightSelectors: insightSelectors,
});
const tellEventConfiguration = ({ arn, eventConfiguration }: Trail): Json => ({ TrailARN: arn, ...eventConfiguration });
