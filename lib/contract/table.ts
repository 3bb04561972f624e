/**
 * The guard's table: one item a trail and one an incident.
 *
 * `UpdateItem` is kept for one purpose: the mark that a sweep was completed. DynamoDB counts successful requests by
 * operation in its own free metrics, and the alarm on missing sweeps reads that count.
 */
export const TABLE = {
  /** `trail`, `incident` or `sweep`. */
  PARTITION_KEY: 'kind',
  SORT_KEY: 'id',
  /** Epoch seconds after which DynamoDB removes an incident. */
  TIME_TO_LIVE: 'expiresAt',
  /** Sparse index of the incidents that a sweep still has to finish. */
  OPEN_INDEX: 'open',
  /** Present while the incident is open. */
  OPEN_KEY: 'open',
} as const;
