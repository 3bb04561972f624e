import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  SetTopicAttributesCommand,
  type SNSClient,
} from '@aws-sdk/client-sns';
import type { TopicPart } from '../../lib/contract/own-parts';
import { compareTopic, type TopicState, topicAttributes } from './compare/topic';
import { lastOf, NO_TOPIC } from './names';
import { type Part, unlessGone } from './part';

/** A topic without its subscriptions. */
export function topicPart(topic: TopicPart, sns: SNSClient): Part<TopicState | undefined> {
  const { arn: TopicArn } = topic;
  return {
    kind: 'topic',
    name: TopicArn,
    read: () =>
      unlessGone(NO_TOPIC, async () => {
        const { Attributes = {} } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
        return Attributes;
      }),
    compare: (state) => compareTopic(topic, state),

    mend(state) {
      if (state === undefined) {
        // Of the same name, so that it has the same ARN.
        const input = { Name: lastOf(TopicArn), Attributes: topicAttributes(topic) };
        return [() => sns.send(new CreateTopicCommand(input))];
      }
      return Object.entries(topicAttributes(topic, state)).map(
        ([AttributeName, AttributeValue]) =>
          () =>
            sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue })),
      );
    },
    afterwards: (differences) =>
      differences.some(({ technique }) => technique === 'guard-topic-deleted')
        ? 'Subscriptions that the template does not have are lost'
        : undefined,
  };
}
