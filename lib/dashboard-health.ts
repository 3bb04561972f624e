import { type IWidget, Stats, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { METRIC, type MetricName } from './contract/metrics';
import { graph, HALF, HOURLY, periodOf, QUARTER, THIRD, threshold, whole, withZeros } from './dashboard-graphs';
import { ownMetric } from './guard-metrics';
import type { TrailGuard } from './trail-guard';

/** Whether the guard itself is well. */
export function healthRows(guard: TrailGuard): IWidget[][] {
  const own = (name: MetricName, label: string) => ownMetric(guard.function, name, { ...HOURLY, label });
  return [
    [new TextWidget({ ...whole(1), markdown: '## Is the guard itself well?' })],
    [
      graph(THIRD, {
        title: 'Sweeps completed',
        unit: 'sweeps',
        metrics: [guard.metricSweepsCompleted({ ...periodOf(guard.noSweepAlarm), label: 'sweeps in an interval' })],
        thresholds: [threshold(guard.noSweepAlarm, 'alarm: three intervals with less')],
      }),
      graph(THIRD, {
        title: 'Management events that no healthy trail records',
        unit: 'gaps',
        // Gaps are counted with each full comparison: at a shorter period they would seem to close in between.
        metrics: withZeros([own(METRIC.COVERAGE_GAPS, 'gaps').with(periodOf(guard.coverageAlarm))]),
        thresholds: [threshold(guard.coverageAlarm, 'alarm')],
      }),
      graph(THIRD, {
        title: 'Dead letters: what was not handled to the end',
        unit: 'messages',
        metrics: [guard.metricDeadLetters({ ...HOURLY, label: 'waiting' })],
        thresholds: [threshold(guard.deadLettersAlarm, 'alarm')],
      }),
    ],
    [
      graph(HALF, {
        title: 'What failed',
        unit: 'times',
        metrics: withZeros([
          own(METRIC.RESTORE_FAILURES, 'restores'),
          own(METRIC.MESSAGE_FAILURES, 'messages to the topic'),
          own(METRIC.CHANNEL_FAILURES, 'messages to other channels'),
          own(METRIC.STATE_FAILURES, 'reads and writes of the table'),
          own(METRIC.INVESTIGATIONS_FAILED, 'investigations'),
          own(METRIC.INPUTS_IGNORED, 'inputs that make no sense'),
        ]),
        thresholds: [threshold(guard.restoreFailedAlarm, 'alarm: restores')],
      }),
      graph(QUARTER, {
        title: 'Errors and throttles of the function',
        unit: 'invocations',
        metrics: [
          guard.metricFunctionErrors({ ...HOURLY, label: 'errors' }),
          guard.function.metricThrottles({ ...HOURLY, label: 'throttles' }),
        ],
      }),
      graph(QUARTER, {
        title: 'Duration of the function',
        unit: 'milliseconds',
        metrics: [
          guard.function.metricDuration({ ...HOURLY, statistic: Stats.percentile(50), label: 'median' }),
          guard.function.metricDuration({ ...HOURLY, statistic: Stats.MAXIMUM, label: 'longest' }),
        ],
      }),
    ],
  ];
}
