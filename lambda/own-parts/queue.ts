import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { QueuePart } from '../../lib/contract/own-parts';
import { compareQueue, type QueueState, queueAttributes } from './compare/queue';
import { lastOf } from './names';
import { type Part, unlessGone } from './part';

/** As SQS's JSON protocol calls it, and as its older one did. */
const GONE = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'];

/** The dead-letter queue. */
export function queuePart(queue: QueuePart, sqs: SQSClient): Part<QueueState | undefined> {
  const { url: QueueUrl } = queue;
  return {
    kind: 'queue',
    name: lastOf(queue.arn),
    read: () =>
      unlessGone(GONE, async () => {
        const AttributeNames = ['Policy', 'MessageRetentionPeriod'] as const;
        const input = { QueueUrl, AttributeNames: [...AttributeNames] };
        const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand(input));
        return Attributes;
      }),
    compare: (state) => compareQueue(queue, state),
    mend(state) {
      const Attributes = queueAttributes(queue, state);
      return state === undefined
        ? [() => sqs.send(new CreateQueueCommand({ QueueName: lastOf(queue.arn), Attributes }))]
        : [() => sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }))];
    },
    afterwards: (differences) =>
      differences.some(({ technique }) => technique === 'guard-queue-deleted')
        ? 'The messages that were in it are lost'
        : undefined,
  };
}
