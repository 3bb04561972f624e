import type { TopicPart } from '../../../lib/contract/own-parts';
import { type Difference, deleted } from './difference';
import { samePolicy } from './meaning';
import { policyDifference } from './policy';

/** Attributes of a topic by name, as SNS tells them. */
export type TopicState = Readonly<Record<string, string | undefined>>;

/**
 * How a topic differs. One whose policy the template does not give is the user's, who decides about it: of that only its
 * loss is told.
 */
export function compareTopic(topic: TopicPart, state: TopicState | undefined): Difference[] {
  if (state === undefined) {
    return [deleted('guard-topic-deleted', topic.policy !== undefined)];
  }
  if (topic.policy === undefined) {
    return [];
  }
  const how = { technique: 'guard-topic-changed', repairable: true };
  return [
    ...policyDifference(topic.policy, state.Policy, { ...how, field: 'policy' }),
    ...(hasKey(topic, state)
      ? []
      : [{ ...how, field: 'key', expected: topic.keyId, actual: state.KmsMasterKeyId || undefined }]),
  ];
}

/** What SetTopicAttributes has to set, by name. A key that cannot be used silences a topic. */
export function topicAttributes(topic: TopicPart, state: TopicState = {}): Record<string, string> {
  const { policy, keyId = '' } = topic;
  return {
    ...(policy === undefined || samePolicy(policy, state.Policy) ? {} : { Policy: JSON.stringify(policy) }),
    ...(hasKey(topic, state) ? {} : { KmsMasterKeyId: keyId }),
  };
}

/** A key may be named by its id or its ARN. */
function hasKey({ keyId = '' }: TopicPart, { KmsMasterKeyId = '' }: TopicState): boolean {
  const idOf = (key: string) => key.replace(/^arn:[^/]*:key\//, '');
  return idOf(keyId) === idOf(KmsMasterKeyId);
}
