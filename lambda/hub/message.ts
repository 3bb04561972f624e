import * as v from 'valibot';
import { DETAIL_TYPE } from '../../lib/contract/event-pattern';
import { HEARTBEAT_DETAIL_TYPE } from '../../lib/contract/heartbeat';
import { HUB_INCIDENT_DETAIL_TYPE } from '../../lib/contract/hub';
import { INCIDENT_EVENT_SOURCE } from '../../lib/contract/incident-event';
import { errorText } from '../common/error-text';
import { schemaIssues } from '../common/record';
import { safeText } from '../common/text';
import { EventSchema } from './event';
import { type Heard, readHeartbeat } from './heartbeat';
import { readIncident } from './incident';
import type { Told } from './incident-record';
import { readWitness } from './witness';

/** What SQS hands over: the envelope is AWS's, the body is an event as EventBridge delivers it. */
export const BatchSchema = v.object({
  Records: v.array(
    v.object({
      messageId: v.string(),
      body: v.string(),
      attributes: v.object({ SentTimestamp: v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number)) }),
    }),
  ),
});

export type QueueRecord = v.InferOutput<typeof BatchSchema>['Records'][number];

export type Message =
  | { readonly kind: 'heartbeat'; readonly messageId: string; readonly heard: Heard }
  | { readonly kind: 'incident'; readonly messageId: string; readonly told: Told }
  | { readonly kind: 'rejected'; readonly messageId: string; readonly reason: string };

/** Total: what makes no sense is a rejected message with the reason, whatever it is. */
export function readMessage(record: QueueRecord, deployedBy: readonly string[]): Message {
  const { messageId } = record;
  try {
    const content = contentOf(record, deployedBy);
    return typeof content === 'string'
      ? { kind: 'rejected', messageId, reason: safeText(content, 512) }
      : { ...content, messageId };
  } catch (error) {
    // Nested too deep, or something that nobody thought of.
    return { kind: 'rejected', messageId, reason: errorText(error) };
  }
}

function contentOf({ body, attributes }: QueueRecord, deployedBy: readonly string[]) {
  const event = v.safeParse(v.pipe(v.string(), v.parseJson(), EventSchema), body);
  if (!event.success) {
    return `not an event: ${schemaIssues(event.issues)}`;
  }
  const { output } = event;
  const receivedAt = new Date(attributes.SentTimestamp);
  const detailType = output['detail-type'];
  if (output.source.startsWith('aws.') && detailType === DETAIL_TYPE) {
    const told = readWitness(output, receivedAt, deployedBy);
    return typeof told === 'string' ? told : { kind: 'incident' as const, told };
  }
  if (output.source !== INCIDENT_EVENT_SOURCE) {
    return `source ${output.source} of account ${output.account}`;
  }
  if (detailType === HEARTBEAT_DETAIL_TYPE) {
    const heard = readHeartbeat(output, receivedAt);
    return typeof heard === 'string' ? heard : { kind: 'heartbeat' as const, heard };
  }
  if (detailType === HUB_INCIDENT_DETAIL_TYPE) {
    const told = readIncident(output, receivedAt);
    return typeof told === 'string' ? told : { kind: 'incident' as const, told };
  }
  return `detail-type ${detailType} of account ${output.account}`;
}
