import { decideContainment } from '../../../lambda/common/containment/decide';
import { incidentItem } from '../../../lambda/guard/incident-items';
import type { Item } from '../../../lambda/guard/table';
import type { ContainmentPolicy } from '../../../lib/contract/containment';
import type { Incident } from '../../../lib/contract/incident';
import { ACCOUNT, IDENTITIES, type Json } from '../../fixtures/identities';
import { incident } from '../guard/incidents';

export const KEY = IDENTITIES.IAMUser.accessKeyId;
export const CONSOLE = { ...IDENTITIES.IAMUser, accessKeyId: 'ASIAEXAMPLEEXAMPLE03' };

export const policy = (changes: Partial<ContainmentPolicy> = {}): ContainmentPolicy => ({
  version: 1,
  partition: 'aws',
  account: ACCOUNT,
  actions: ['deactivate-access-key', 'deny-user', 'revoke-role-sessions'],
  neverTouch: [`arn:aws:iam::${ACCOUNT}:user/break-glass/*`],
  maximumActionsPerHour: 3,
  ...changes,
});

/** An incident of now for which the guard requested what would stop its actor. */
export function requestedIncident(userIdentity: Json, at = new Date(), changes: Partial<Incident> = {}): Incident {
  const told = { ...incident('restored', { userIdentity, eventTime: at.toISOString() }), ...changes };
  const circumstances = { ownRoleArns: [], recentActions: [], now: at };
  return { ...told, containment: decideContainment(told, policy(), circumstances) };
}

/** As the guard writes it into its table. */
export function written(told: Incident): Item {
  return incidentItem({
    incident: told,
    version: 1,
    state: 'sent',
    owner: 'run',
    leaseUntil: 0,
    attributionDue: false,
  });
}
