import type { IncidentAction, IncidentCheck } from '../../lib/contract/incident';
import { errorText } from '../common/error-text';
import type { TrailArn } from '../common/scope';
import type { TrailStatus, Trails } from './trails';

/** What came of a restore. Nothing is claimed that was not read back. */
export interface Restoration {
  readonly action: IncidentAction;
  readonly checks: readonly IncidentCheck[];
  readonly status?: TrailStatus;
  readonly result: 'restored' | 'already-logging' | 'restore-failed' | 'restore-unverified' | 'trail-missing';
}

export interface RestoreDependencies {
  readonly trails: Trails;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly now: () => Date;
}

/**
 * The clocks of a record (whole seconds) and of a trail's status need not agree to the second. A stop may be up to this
 * much before the event that tells of it.
 */
export const CLOCK_TOLERANCE_MILLISECONDS = 10_000;

/** Starting is eventually consistent: the first reads may still show the trail as it was. */
const READ_DELAYS = [0, 250, 500, 1_000, 2_000, 4_000, 4_000, 4_000];

/** When reads hang, not all of them are waited for: the invocation must have time to tell. */
const READ_MILLISECONDS = 30_000;

/**
 * Starts the trail, then reads back until it is seen logging since after its stop.
 *
 * @param stopEventTime when the stop happened according to the event; a status that shows only earlier stops is stale
 */
export async function restore(
  trail: TrailArn,
  stopEventTime: Date | undefined,
  { trails, sleep, now }: RestoreDependencies,
): Promise<Restoration> {
  // Everything up to this call is on the path between the attacker and the restored trail. Keep it empty.
  const failure = await trails.start(trail).then(
    () => undefined,
    (error: unknown) => error,
  );
  const action = startAction(now(), failure);
  if (failure instanceof Error && failure.name === 'TrailNotFoundException') {
    return { action, result: 'trail-missing', checks: [check('The trail exists', 'failed')] };
  }

  let status: TrailStatus | undefined;
  let readFailure: unknown;
  const readUntil = now().getTime() + READ_MILLISECONDS;
  for (const delay of READ_DELAYS) {
    if (now().getTime() > readUntil) {
      break;
    }
    await sleep(delay);
    try {
      status = await trails.status(trail);
      readFailure = undefined;
    } catch (error) {
      readFailure = error;
    }
    const read = readFailure === undefined ? status : undefined;
    if (read && isRestored(read, stopEventTime)) {
      const result = failure === undefined ? 'restored' : 'already-logging';
      return { action, status: read, result, checks: restoredChecks() };
    }
    if (failure !== undefined && !(read && isStale(read, stopEventTime))) {
      // One read tells whether somebody else started the trail; more would only wait.
      break;
    }
  }
  return {
    action,
    ...(status && !isStale(status, stopEventTime) ? { status } : {}),
    result: failure === undefined ? 'restore-unverified' : 'restore-failed',
    checks: failedChecks(status, readFailure),
  };
}

/** Logging since after its last stop, and that stop is the one in question or a later one. */
function isRestored({ isLogging, startedAt, stoppedAt }: TrailStatus, stopEventTime: Date | undefined): boolean {
  if (!isLogging || startedAt === undefined) {
    return false;
  }
  if (stoppedAt === undefined) {
    // A trail that was never stopped: created and not started, or this read does not show the stop yet.
    return stopEventTime === undefined;
  }
  // Stopping a trail that is stopped may leave its StopLoggingTime as it was: then the start tells. Events count in whole
  // seconds.
  const isOfThisStop =
    stopEventTime === undefined ||
    showsStop(stoppedAt, stopEventTime) ||
    startedAt.getTime() >= stopEventTime.getTime() + 1_000;
  return isOfThisStop && startedAfter(startedAt, stoppedAt);
}

/** From before the stop, as reads may be for a while: it tells of an earlier episode. */
export function isStale({ isLogging, stoppedAt }: TrailStatus, stopEventTime: Date | undefined): boolean {
  return isLogging && stopEventTime !== undefined && !(stoppedAt && showsStop(stoppedAt, stopEventTime));
}

function showsStop(stoppedAt: Date, stopEventTime: Date): boolean {
  return stoppedAt.getTime() >= stopEventTime.getTime() - CLOCK_TOLERANCE_MILLISECONDS;
}

/** The trail's status once it shows a stop; the last one read, where it does not in time. */
export async function statusAfter(
  stopEventTime: Date,
  trail: TrailArn,
  { trails, sleep }: Pick<RestoreDependencies, 'trails' | 'sleep'>,
): Promise<TrailStatus> {
  let status = await trails.status(trail);
  for (const delay of READ_DELAYS) {
    if (!isStale(status, stopEventTime)) {
      break;
    }
    await sleep(delay);
    status = await trails.status(trail);
  }
  return status;
}

/**
 * Whether a start came after a stop. AWS does not document how fine these times are: where both are whole seconds, a
 * start in the second of the stop came after it, because a trail that logs was not stopped last.
 */
export function startedAfter(startedAt: Date, stoppedAt: Date): boolean {
  const sameWholeSecond = startedAt.getTime() === stoppedAt.getTime() && startedAt.getMilliseconds() === 0;
  return startedAt > stoppedAt || sameWholeSecond;
}

function startAction(at: Date, failure: unknown): IncidentAction {
  return {
    action: 'cloudtrail:StartLogging',
    at: at.toISOString(),
    ...(failure === undefined ? { result: 'succeeded' } : { result: 'failed', detail: errorText(failure) }),
  };
}

const IS_LOGGING = 'GetTrailStatus shows IsLogging';
const STARTED_AFTER_STOP = 'StartLoggingTime is after StopLoggingTime';

function restoredChecks(): IncidentCheck[] {
  return [check(IS_LOGGING, 'passed'), check(STARTED_AFTER_STOP, 'passed')];
}

function failedChecks(status: TrailStatus | undefined, readFailure: unknown): IncidentCheck[] {
  if (status === undefined) {
    const detail = `GetTrailStatus failed: ${errorText(readFailure)}`;
    return [check(IS_LOGGING, 'unknown', detail), check(STARTED_AFTER_STOP, 'unknown', detail)];
  }
  const { isLogging, startedAt, stoppedAt } = status;
  const times = `started ${startedAt?.toISOString() ?? 'never'}, stopped ${stoppedAt?.toISOString() ?? 'never'}`;
  return [check(IS_LOGGING, isLogging ? 'passed' : 'failed'), check(STARTED_AFTER_STOP, 'failed', times)];
}

function check(name: string, result: IncidentCheck['result'], detail?: string): IncidentCheck {
  return { check: name, result, ...(detail === undefined ? {} : { detail }) };
}
