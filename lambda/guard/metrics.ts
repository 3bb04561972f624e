import { METRICS_IN_SECONDS, type MetricName } from '../../lib/contract/metrics';
import { embeddedMetrics } from '../common/embedded-metrics';

/** Counts into CloudWatch through the log: no call, no permission. */
export type Count = (metric: MetricName, value?: number) => void;

const IN_SECONDS: ReadonlySet<string> = new Set(METRICS_IN_SECONDS);

export function createCount(functionName: string, write: (line: string) => void, now: () => Date): Count {
  return (metric, value = 1) =>
    write(
      embeddedMetrics(functionName, { [metric]: value }, (name) => (IN_SECONDS.has(name) ? 'Seconds' : 'Count'), now()),
    );
}
