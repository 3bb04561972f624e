import { METRIC_DIMENSION, METRIC_NAMESPACE, METRICS_IN_SECONDS, type MetricName } from '../../lib/contract/metrics';

/** Counts into CloudWatch through the log: no call, no permission. */
export type Count = (metric: MetricName, value?: number) => void;

/**
 * Writes a metric in the embedded metric format. The line goes to standard output as it is, because `console` would wrap
 * it in the JSON log format; and with no dimension but ours, because CloudWatch alarms match dimensions exactly.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function createCount(functionName: string, write: (line: string) => void, now: () => Date): Count {
  return (metric, value = 1) =>
    write(
      `${JSON.stringify({
        _aws: {
          Timestamp: now().getTime(),
          CloudWatchMetrics: [
            {
              Namespace: METRIC_NAMESPACE,
              Dimensions: [[METRIC_DIMENSION]],
              Metrics: [{ Name: metric, Unit: METRICS_IN_SECONDS.includes(metric) ? 'Seconds' : 'Count' }],
            },
          ],
        },
        [METRIC_DIMENSION]: functionName,
        [metric]: value,
      })}\n`,
    );
}
