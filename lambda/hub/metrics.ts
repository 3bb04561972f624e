import type { HubMetricName } from '../../lib/contract/hub';
import { embeddedMetrics } from '../common/embedded-metrics';

/** Counts into CloudWatch through the log, all of one occasion in one line: no call, no permission. */
export type Count = (values: Readonly<Partial<Record<HubMetricName, number>>>) => void;

export function createCount(functionName: string, write: (line: string) => void, now: () => Date): Count {
  return (values) => write(embeddedMetrics(functionName, { ...values }, () => 'Count', now()));
}
