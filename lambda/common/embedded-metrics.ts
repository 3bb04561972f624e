import { METRIC_DIMENSION, METRIC_NAMESPACE } from '../../lib/contract/metrics';

/**
 * Metrics of one occasion in the embedded metric format, which counts into CloudWatch through the log: no call, no
 * permission. The line goes to standard output as it is, because `console` would wrap it in the JSON log format; and with
 * no dimension but ours, because CloudWatch alarms match dimensions exactly.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(
  functionName: string,
  values: Readonly<Record<string, number>>,
  unitOf: (name: string) => 'Count' | 'Seconds',
  at: Date,
): string {
  return `${JSON.stringify({
    _aws: {
      Timestamp: at.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: METRIC_NAMESPACE,
          Dimensions: [[METRIC_DIMENSION]],
          Metrics: Object.keys(values).map((Name) => ({ Name, Unit: unitOf(Name) })),
        },
      ],
    },
    [METRIC_DIMENSION]: functionName,
    ...values,
  })}\n`;
}
