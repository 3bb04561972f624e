import type { Subscription } from '@aws-sdk/client-sns';
import type { TopicSubscription } from '../../../lib/contract/own-parts';
import type { Difference } from './difference';

/** Which subscriptions of a topic are missing. Others than the template's are the user's. */
export function compareSubscriptions(
  expected: readonly TopicSubscription[],
  actual: readonly Subscription[],
): Difference[] {
  return missingSubscriptions(expected, actual).map(({ protocol, endpoint }) => ({
    technique: 'guard-subscription-removed',
    field: `subscription ${shownEndpoint(protocol, endpoint)}`,
    expected: 'subscribed',
    actual: undefined,
    repairable: true,
  }));
}

export function missingSubscriptions(
  expected: readonly TopicSubscription[],
  actual: readonly Subscription[],
): TopicSubscription[] {
  return expected.filter((subscription) => found(subscription, actual).length === 0);
}

/** The endpoints that nobody has confirmed yet: until then they get nothing. */
export function unconfirmedEndpoints(
  expected: readonly TopicSubscription[],
  actual: readonly Subscription[],
): string[] {
  return expected
    .filter((subscription) => {
      const states = found(subscription, actual);
      return states.length > 0 && states.every(({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation');
    })
    .map(({ protocol, endpoint }) => shownEndpoint(protocol, endpoint));
}

function found({ protocol, endpoint }: TopicSubscription, actual: readonly Subscription[]): Subscription[] {
  const nameOf = (text = '') => (protocol.startsWith('email') ? text.toLowerCase() : text);
  return actual.filter(
    ({ Protocol, Endpoint, SubscriptionArn }) =>
      // SNS lists one that was removed for a while.
      SubscriptionArn !== 'Deleted' && Protocol === protocol && nameOf(Endpoint) === nameOf(endpoint),
  );
}

/** The path of an address may be a secret, as those of webhooks are. */
function shownEndpoint(protocol: string, endpoint: string): string {
  return /^https?$/.test(protocol) ? endpoint.replace(/^([a-z]+:\/\/)(?:[^/@]*@)?([^/?#]*).*$/s, '$1$2/...') : endpoint;
}
