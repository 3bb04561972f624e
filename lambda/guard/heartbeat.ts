import { HEARTBEAT_SCHEMA_VERSION } from '../../lib/contract/heartbeat';
import { METRIC } from '../../lib/contract/metrics';
import { errorText } from '../common/error-text';
import { safeText } from '../common/text';
import type { Run } from './guard';
import type { SweepMark } from './store';

/** What a completed sweep tells of the guard. */
export interface SignOfLife {
  readonly trails: number;
  /** What the guard cannot do at present, in words. */
  readonly problems: readonly string[];
  /** Undefined where the table is unreachable: then nobody knows when the last one was sent. */
  readonly mark: SweepMark | undefined;
}

/** Schedules are not exact to the second: what is nearly due is due, or each heartbeat would be late by a sweep. */
const EARLY_MILLISECONDS = 60_000;

/** As many as the hub keeps, and as long. */
const PROBLEMS = 10;
const PROBLEM_LENGTH = 256;

/** Tells the hub that the guard is there, if it is time. Never fails: the next sweep tries again what could not be sent. */
export async function beat({ trails, problems, mark }: SignOfLife, run: Run): Promise<void> {
  const { policy, sendHeartbeat } = run;
  const now = run.now();
  const dueAt = (mark?.heartbeatAt?.getTime() ?? 0) + (policy.hub?.heartbeatSeconds ?? 0) * 1000 - EARLY_MILLISECONDS;
  if (sendHeartbeat === undefined || now.getTime() < dueAt) {
    return;
  }
  try {
    await sendHeartbeat({
      schemaVersion: HEARTBEAT_SCHEMA_VERSION,
      account: policy.account,
      region: policy.region,
      version: run.version,
      sentAt: now.toISOString(),
      trails,
      problems: [...(mark ? [] : ['Its table is unreachable']), ...problems]
        .slice(0, PROBLEMS)
        .map((problem) => safeText(problem, PROBLEM_LENGTH)),
    });
  } catch (error) {
    run.count(METRIC.CHANNEL_FAILURES);
    run.log.error({ event: 'heartbeat-not-sent', error: errorText(error) });
    return;
  }
  if (mark) {
    await run.store.heartbeatSent(now).catch((error: unknown) => {
      run.count(METRIC.STATE_FAILURES);
      run.log.error({ event: 'table-unreachable', error: errorText(error) });
    });
  }
}
