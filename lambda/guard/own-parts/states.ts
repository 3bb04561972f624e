import type { Technique } from '../../../lib/contract/techniques';
import { DISABLE_OR_MODIFY_CLOUD_LOG } from '../../../lib/contract/techniques/attack';
import { LOW, MEDIUM } from '../../../lib/contract/techniques/ratings';

const STATE = {
  eventSource: 'cloudformation.amazonaws.com',
  target: 'guard',
  targetParameters: [],
  response: 'report',
  attack: DISABLE_OR_MODIFY_CLOUD_LOG,
  shape: 'api-model',
} as const satisfies Partial<Technique>;

/** Its stack was created or updated since a sweep last looked. */
export const GUARD_DEPLOYED: Technique = {
  ...STATE,
  id: 'guard-deployed',
  number: 'G13d',
  name: 'Guard deployed',
  eventName: 'DescribeStacks',
  effect: 'The guard is what its template says since.',
  ratings: LOW,
};

/** A part that the guard could not read for long: what it is meanwhile, nobody knows. */
export const GUARD_UNREADABLE: Technique = {
  ...STATE,
  id: 'guard-part-unreadable',
  number: 'G11h',
  name: 'Part of the guard cannot be read',
  eventName: 'DescribeStackResource',
  effect:
    'What is done to it goes unnoticed by sweeps: the role of the guard, or what limits it, may have been changed.',
  ratings: MEDIUM,
};

/** A subscription that nobody has confirmed. */
export const SUBSCRIPTION_UNCONFIRMED: Technique = {
  ...STATE,
  id: 'guard-subscription-unconfirmed',
  number: 'G10d',
  name: "Subscription of the guard's topic not confirmed",
  eventSource: 'sns.amazonaws.com',
  eventName: 'ListSubscriptionsByTopic',
  effect: 'Whoever should get the messages gets none.',
  ratings: LOW,
};
