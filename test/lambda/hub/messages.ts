import type { Heartbeat } from '../../../lib/contract/heartbeat';
import type { Incident } from '../../../lib/contract/incident';
import { IDENTITIES, type Json } from '../../fixtures/identities';
import { incident } from '../guard/incidents';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';

/** A message as Lambda takes it out of SQS. */
export interface QueueRecord {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: { readonly SentTimestamp: string };
}

let messages = 0;

export function message(event: unknown, at = new Date('2026-03-02T10:00:00.000Z')): QueueRecord {
  return {
    messageId: `message-${++messages}`,
    body: typeof event === 'string' ? event : JSON.stringify(event),
    attributes: { SentTimestamp: String(at.getTime()) },
  };
}

/** As EventBridge puts it into the queue. */
export function event(detailType: string, detail: unknown, changes: Json = {}): Json {
  return {
    version: '0',
    id: '00000000-0000-0000-0000-000000000000',
    source: 'cdk-trail-guard',
    'detail-type': detailType,
    account: ACCOUNT,
    region: REGION,
    time: '2026-03-02T10:00:00Z',
    resources: [],
    detail,
    ...changes,
  };
}

export function heartbeat(changes: Partial<Heartbeat> = {}): Heartbeat {
  return {
    schemaVersion: '1.0',
    account: ACCOUNT,
    region: REGION,
    version: '0.2.0+1a2b3c4d5e6f',
    sentAt: '2026-03-02T10:00:00.000Z',
    trails: 1,
    problems: [],
    ...changes,
  };
}

export function heartbeatMessage(changes: Partial<Heartbeat> = {}, at?: Date): QueueRecord {
  const beat = heartbeat(changes);
  return message(event('TrailGuard Heartbeat', beat, { account: beat.account }), at);
}

/** What the guard of an account tells of a stopped trail. */
export function incidentOf(changes: Partial<Incident> = {}): Incident {
  return { ...incident('restored'), account: ACCOUNT, region: REGION, ...changes };
}

export function incidentMessage(changes: Partial<Incident> = {}): QueueRecord {
  return toldMessage(incidentOf(changes));
}

export function toldMessage(told: Incident): QueueRecord {
  return message(event('TrailGuard Incident', told, { account: told.account }));
}

/** CloudTrail's record of the guard's function being deleted. */
export function deletionRecord(changes: Json = {}): Json {
  return {
    eventVersion: '1.11',
    eventID: '8d3c4c0e-2f2b-4b7e-9a51-0d3f6a1f0009',
    eventName: 'DeleteFunction20150331',
    eventSource: 'lambda.amazonaws.com',
    eventTime: '2026-03-02T09:59:50Z',
    awsRegion: REGION,
    recipientAccountId: ACCOUNT,
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2',
    requestParameters: { functionName: 'TrailGuard-Function' },
    responseElements: null,
    userIdentity: IDENTITIES.AssumedRole,
    ...changes,
  };
}

/** As the witness's rule in the member account forwards it. */
export function witnessMessage(record: Json = deletionRecord(), changes: Json = {}): QueueRecord {
  return message(event('AWS API Call via CloudTrail', record, { source: 'aws.lambda', ...changes }));
}
