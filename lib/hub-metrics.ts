import { Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { HUB_METRIC, type HubMetricName } from './contract/hub';
import { METRIC_DIMENSION, METRIC_NAMESPACE } from './contract/metrics';

/** What is true of guards at a time; a sum of it says nothing. */
const STATES: readonly HubMetricName[] = [
  HUB_METRIC.GUARDS_EXPECTED,
  HUB_METRIC.GUARDS_QUIET,
  HUB_METRIC.GUARDS_OUTDATED,
];

/** What the census emits; the rest comes from what takes in events. */
const OF_CENSUS: readonly HubMetricName[] = [...STATES, HUB_METRIC.CENSUSES_COMPLETED];

/** The metrics that a hub's functions emit. */
export class HubMetrics {
  constructor(
    private readonly ingest: IFunction,
    private readonly census: IFunction,
  ) {}

  public metric(metricName: HubMetricName, options?: MetricOptions): Metric {
    const { functionName } = OF_CENSUS.includes(metricName) ? this.census : this.ingest;
    return new Metric({
      namespace: METRIC_NAMESPACE,
      metricName,
      dimensionsMap: { [METRIC_DIMENSION]: functionName },
      statistic: STATES.includes(metricName) ? Stats.MAXIMUM : Stats.SUM,
      ...options,
    });
  }
}
