import {
  ListSubscriptionsByTopicCommand,
  type SNSClient,
  SubscribeCommand,
  type Subscription,
} from '@aws-sdk/client-sns';
import type { TopicPart } from '../../lib/contract/own-parts';
import { compareSubscriptions, missingSubscriptions, unconfirmedEndpoints } from './compare/subscriptions';
import { NO_TOPIC } from './names';
import { type Part, unlessGone } from './part';

/** The subscriptions of a topic that the template makes. */
export function subscriptionPart(
  { arn: TopicArn, subscriptions }: TopicPart,
  sns: SNSClient,
): Part<readonly Subscription[]> {
  return {
    kind: 'subscription',
    name: TopicArn,
    async read() {
      const all: Subscription[] = [];
      let NextToken: string | undefined;
      do {
        const input = { TopicArn, NextToken };
        // Without the topic there are none.
        const page = await unlessGone(NO_TOPIC, () => sns.send(new ListSubscriptionsByTopicCommand(input)));
        all.push(...(page?.Subscriptions ?? []));
        NextToken = page?.NextToken;
      } while (NextToken !== undefined);
      return all;
    },
    compare: (actual) => compareSubscriptions(subscriptions, actual),
    tell: (actual) => ({ unconfirmed: unconfirmedEndpoints(subscriptions, actual) }),
    mend: (actual) =>
      missingSubscriptions(subscriptions, actual).map(
        ({ protocol, endpoint }) =>
          () =>
            sns.send(new SubscribeCommand({ TopicArn, Protocol: protocol, Endpoint: endpoint })),
      ),
    afterwards: () =>
      subscriptions.some(({ protocol }) => /^(email|http)/.test(protocol))
        ? 'Whoever receives it has to confirm it again: until then it gets nothing'
        : undefined,
  };
}
