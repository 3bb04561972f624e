import type { Incident } from '../../../lib/contract/incident';
import { GUARD_TECHNIQUES, type Technique } from '../../../lib/contract/techniques';
import { GUARD_DEPLOYED, GUARD_UNREADABLE, SUBSCRIPTION_UNCONFIRMED } from './states';

const OWN: readonly Technique[] = [
  ...GUARD_TECHNIQUES.filter(({ target }) => target === 'guard'),
  GUARD_DEPLOYED,
  GUARD_UNREADABLE,
  SUBSCRIPTION_UNCONFIRMED,
];

/** Those that are no attack by themselves, however often they are seen. */
const DEPLOYMENTS: readonly string[] = ['guard-stack-updated', 'guard-change-set-executed', GUARD_DEPLOYED.id];

/** Whether an incident is about the guard itself, and not about a trail. */
export function isAboutGuard({ technique }: Pick<Incident, 'technique'>): boolean {
  return OWN.some(({ id }) => id === technique.id);
}

export function isAttackOnGuard(incident: Pick<Incident, 'technique'>): boolean {
  return isAboutGuard(incident) && !DEPLOYMENTS.includes(incident.technique.id);
}
