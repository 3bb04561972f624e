import type { HubMetricName } from '../../lib/contract/hub';
import { METRIC_DIMENSION, METRIC_NAMESPACE } from '../../lib/contract/metrics';

/** Counts into CloudWatch through the log: no call, no permission. */
export type Count = (values: Readonly<Partial<Record<HubMetricName, number>>>) => void;

/**
 * Writes metrics in the embedded metric format, all of one occasion in one line, which goes to standard output as it is:
 * `console` would wrap it in the JSON log format.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function createCount(functionName: string, write: (line: string) => void, now: () => Date): Count {
  return (values) =>
    write(
      `${JSON.stringify({
        _aws: {
          Timestamp: now().getTime(),
          CloudWatchMetrics: [
            {
              Namespace: METRIC_NAMESPACE,
              Dimensions: [[METRIC_DIMENSION]],
              Metrics: Object.keys(values).map((Name) => ({ Name, Unit: 'Count' })),
            },
          ],
        },
        [METRIC_DIMENSION]: functionName,
        ...values,
      })}\n`,
    );
}
