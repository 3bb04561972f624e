/** The namespace of the guard's own metrics. */
export const METRIC_NAMESPACE = 'TrailGuard';

/** The one dimension of the guard's own metrics. */
export const METRIC_DIMENSION = 'FunctionName';

/**
 * The guard's own metrics. Each is emitted only when there is something to count, so a quiet month costs nothing
 * (CloudWatch bills a custom metric for each month in which it is emitted).
 */
export const METRIC = {
  /** Trails that the guard started and saw logging again. Count. */
  TRAILS_RESTORED: 'TrailsRestored',
  /** Trails that should log but could not be started, or not be seen logging. Count. */
  RESTORE_FAILURES: 'RestoreFailures',
  /** From the trail's StopLoggingTime to its StartLoggingTime. Seconds. */
  DARK_SECONDS: 'DarkSeconds',
  /** Denied or failed calls that would have blinded a trail. Count. */
  ATTEMPTS: 'Attempts',
  /** Messages that could not be published and wait for a later try. Count. */
  MESSAGE_FAILURES: 'MessageFailures',
  /** Reads and writes of the guard's table that failed. Count. */
  STATE_FAILURES: 'StateFailures',
  /** What of the account's management events no healthy trail records. Count. */
  COVERAGE_GAPS: 'CoverageGaps',
  /** Inputs that make no sense to the guard. Count. */
  INPUTS_IGNORED: 'InputsIgnored',
} as const;

export type MetricName = (typeof METRIC)[keyof typeof METRIC];
