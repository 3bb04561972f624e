import type { QueuePart } from '../../../lib/contract/own-parts';
import { type Difference, deleted } from './difference';
import { samePolicy, sameSetting } from './meaning';
import { policyDifference } from './policy';

/** Attributes of a queue by name, as SQS tells them. */
export type QueueState = Readonly<Partial<Record<string, string>>>;

/** How the dead-letter queue differs. */
export function compareQueue(queue: QueuePart, state: QueueState | undefined): Difference[] {
  if (state === undefined) {
    return [deleted('guard-queue-deleted', true)];
  }
  const how = { technique: 'guard-queue-changed', repairable: true };
  const { MessageRetentionPeriod } = state;
  return [
    ...(queue.policy === undefined ? [] : policyDifference(queue.policy, state.Policy, { ...how, field: 'policy' })),
    ...(sameSetting(queue.retentionSeconds, MessageRetentionPeriod)
      ? []
      : [{ ...how, field: 'retention in seconds', expected: queue.retentionSeconds, actual: MessageRetentionPeriod }]),
  ];
}

/** What SetQueueAttributes has to set, by name. */
export function queueAttributes(
  { policy, retentionSeconds }: QueuePart,
  state: QueueState = {},
): Record<string, string> {
  return {
    ...(policy === undefined || samePolicy(policy, state.Policy) ? {} : { Policy: JSON.stringify(policy) }),
    ...(sameSetting(retentionSeconds, state.MessageRetentionPeriod)
      ? {}
      : { MessageRetentionPeriod: String(retentionSeconds) }),
  };
}
