import * as v from 'valibot';
import { CENSUS_TRIGGER, HUB_METRIC } from '../../lib/contract/hub';
import { schemaIssues } from '../common/record';
import { safeText } from '../common/text';
import { census } from './census';
import { type HeardMessage, hear } from './heartbeats';
import type { HubDependencies, Run } from './hub';
import { hearIncidents, type ToldMessage } from './incidents';
import { BatchSchema, readMessage } from './message';

/** What Lambda tells of the invocation. */
export interface Invocation {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

const CensusSchema = v.object({ trigger: v.literal(CENSUS_TRIGGER) });

/** Batches of what guards tell, and the census: one function, deployed as two. */
export function createHandler(dependencies: HubDependencies) {
  return async (input: unknown, invocation: Invocation): Promise<unknown> => {
    const remaining = invocation.getRemainingTimeInMillis();
    const endsAt = new Date(dependencies.now().getTime() + remaining);
    const run: Run = { ...dependencies, owner: invocation.awsRequestId, endsAt };
    if (v.is(CensusSchema, input)) {
      await census(run);
      return undefined;
    }
    const batch = v.safeParse(BatchSchema, input);
    if (batch.success) {
      return takeIn(batch.output, run);
    }
    dependencies.log.warn({ event: 'input-ignored', reason: safeText(schemaIssues(batch.issues), 512) });
    dependencies.count({ [HUB_METRIC.EVENTS_REJECTED]: 1 });
    return undefined;
  };
}

/** What makes no sense is counted and gone: it would make no more sense the next time. */
async function takeIn({ Records }: v.InferOutput<typeof BatchSchema>, run: Run) {
  const heard: HeardMessage[] = [];
  const told: ToldMessage[] = [];
  let rejected = 0;
  for (const record of Records) {
    const message = readMessage(record, run.policy.deployedBy);
    switch (message.kind) {
      case 'heartbeat':
        heard.push(message);
        break;
      case 'incident':
        told.push(message);
        break;
      case 'rejected':
        rejected++;
        run.log.warn({ event: 'event-rejected', message: message.messageId, reason: message.reason });
    }
  }
  if (rejected > 0) {
    run.count({ [HUB_METRIC.EVENTS_REJECTED]: rejected });
  }
  const again = [
    ...(heard.length > 0 ? await hear(heard, run) : []),
    ...(told.length > 0 ? await hearIncidents(told, run) : []),
  ];
  if (again.length > 0) {
    run.log.warn({ event: 'messages-to-come-again', count: again.length });
  }
  return { batchItemFailures: again.map((itemIdentifier) => ({ itemIdentifier })) };
}
