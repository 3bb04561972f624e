import { IDENTITIES, type Json } from '../../../fixtures/identities';
import { envelope, stopLogging } from '../../../fixtures/records';
import { PARTS } from '../../own-parts/parts';

/** A call that somebody made, as CloudTrail records it. */
export function recordOf(service: string, eventName: string, requestParameters: Json | null, fields: Json = {}): Json {
  return stopLogging({ eventSource: `${service}.amazonaws.com`, eventName, requestParameters, ...fields });
}

/** As EventBridge delivers it. */
export function eventOf(record: Json, fields: Json = {}): Json {
  return envelope(record, { source: `aws.${String(record.eventSource).split('.')[0]}`, ...fields });
}

export const TOPIC = PARTS.topics[0]?.arn ?? '';

/** A rule that is disabled, which the template has enabled. */
export const disableRule = (fields: Json = {}) => recordOf('events', 'DisableRule', { name: 'Calls' }, fields);

export const DISABLED = { kind: 'rule', name: 'Calls', technique: 'guard-rule-disabled' } as const;

export const BY_CLOUD_FORMATION = {
  sourceIPAddress: 'cloudformation.amazonaws.com',
  userIdentity: { ...IDENTITIES.IAMUser, invokedBy: 'cloudformation.amazonaws.com' },
};

export const denied = (record: Json, errorMessage: string): Json => ({
  ...record,
  requestParameters: null,
  errorCode: 'AccessDenied',
  errorMessage,
});
