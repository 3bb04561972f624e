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
  /** From the time of the call to the read that showed the trail as it was. Seconds. */
  RESTORE_SECONDS: 'RestoreSeconds',
  /** Denied or failed calls that would have blinded a trail. Count. */
  ATTEMPTS: 'Attempts',
  /** Messages that could not be published and wait for a later try. Count. */
  MESSAGE_FAILURES: 'MessageFailures',
  /** Incidents that could not be told in one of the further channels. Count. */
  CHANNEL_FAILURES: 'ChannelFailures',
  /** Reads and writes of the guard's table that failed. Count. */
  STATE_FAILURES: 'StateFailures',
  /** What of the account's management events no healthy trail records. Count. */
  COVERAGE_GAPS: 'CoverageGaps',
  /** Inputs that make no sense to the guard. Count. */
  INPUTS_IGNORED: 'InputsIgnored',
  /** Investigations that brought no answer. Count. */
  INVESTIGATIONS_FAILED: 'InvestigationsFailed',
  /** Actors that were stopped: a key deactivated, a user or a role's sessions denied. Count. */
  CONTAINMENTS: 'Containments',
} as const;

/** What is measured in seconds; everything else is counted. */
export const METRICS_IN_SECONDS: readonly MetricName[] = [METRIC.DARK_SECONDS, METRIC.RESTORE_SECONDS];

export type MetricName = (typeof METRIC)[keyof typeof METRIC];
