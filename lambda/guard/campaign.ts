import type { Incident, Outcome } from '../../lib/contract/incident';
import type { IncidentItem, Unreadable } from './incident-items';
import { isKnown } from './lease';
import { isAttackOnGuard } from './own-parts/about-guard';
import { paced } from './pace';
import { actorKey, repeated } from './repetition';
import type { Store } from './store';

/**
 * Outcomes of an attack that was answered; what was expected, denied or reported is told as ever. Of calls on the guard
 * itself, what it cannot answer counts too: they are no way to flood whoever reads the messages.
 */
const ANSWERED: readonly Outcome[] = ['restored', 'already-logging', 'restore-failed', 'restore-unverified'];

/** After that long without a repetition, the next one is a new incident. */
const CAMPAIGN_MILLISECONDS = 3_600_000;

/** How often a write is tried on top of what other runs wrote. */
const TRIES = 5;

export interface CampaignDependencies {
  readonly store: Store;
  readonly now: () => Date;
}

/**
 * The incident under which one more time of the same is told; undefined where it is an incident of its own. The same actor
 * does the same to the same trail again: each time is answered, and all are told as one.
 */
export async function parentOf(
  incident: Incident,
  previous: IncidentItem | Unreadable | undefined,
  owner: string,
  { store, now }: CampaignDependencies,
): Promise<string | undefined> {
  if (isKnown(previous) && previous.joined !== undefined) {
    return previous.joined;
  }
  // What this very run wrote down before it knew the end is not an incident that was told.
  const isNew =
    previous === undefined || (isKnown(previous) && previous.state === 'claimed' && previous.owner === owner);
  if (!isNew || !isAnswered(incident)) {
    return undefined;
  }
  const campaign = await store.campaign(campaignId(incident));
  const isSame = campaign && (campaign.actor === actorKey(incident.actor) || incident.actor === undefined);
  return isSame && campaign.incidentId !== incident.id && now().getTime() - campaign.lastAt < CAMPAIGN_MILLISECONDS
    ? campaign.incidentId
    : undefined;
}

/** Remembers under which incident the trail's next episode is told. */
export async function followCampaign(incident: Incident, { store, now }: CampaignDependencies): Promise<void> {
  if (isAnswered(incident)) {
    await store.saveCampaign({
      id: campaignId(incident),
      incidentId: incident.id,
      actor: actorKey(incident.actor),
      lastAt: now().getTime(),
    });
  }
}

/**
 * Counts a claimed episode under its incident, whose messages come at growing intervals. However often that is done it
 * counts once; until it is done the episode stays claimed, so that a sweep does it should this run die.
 *
 * @returns what to publish now, `later` where that comes later, `busy` where too many runs are at it
 */
export async function joinCampaign(
  claimed: IncidentItem,
  parentId: string,
  dependencies: CampaignDependencies,
): Promise<IncidentItem | 'later' | 'busy'> {
  const { store, now } = dependencies;
  const { incident, owner } = claimed;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const parent = await store.incident(parentId);
    if (!isKnown(parent)) {
      return standAlone(claimed, dependencies);
    }
    const next = paced(parent, repeated(parent.incident, incident), owner, now());
    if (await store.saveIncident(next, parent)) {
      await followCampaign(next.incident, dependencies);
      await store.saveIncident({ ...claimed, version: claimed.version + 1, state: 'sent' }, claimed);
      return next.owner === owner && next.state === 'claimed' ? next : 'later';
    }
  }
  return 'busy';
}

/** The one under which it was to be told is gone from the table. */
async function standAlone(claimed: IncidentItem, dependencies: CampaignDependencies): Promise<IncidentItem | 'later'> {
  const { joined: _, ...rest } = claimed;
  const own = { ...rest, version: claimed.version + 1 };
  if (!(await dependencies.store.saveIncident(own, claimed))) {
    return 'later';
  }
  await followCampaign(own.incident, dependencies);
  return own;
}

function isAnswered(incident: Incident): boolean {
  const { outcome, trail, exception } = incident;
  const isAnswer = ANSWERED.includes(outcome) || (outcome === 'reported' && isAttackOnGuard(incident));
  return isAnswer && exception === undefined && (trail.arn !== undefined || isAttackOnGuard(incident));
}

function campaignId({ trail, account, technique }: Incident): string {
  return `${trail.arn ?? `${account}#guard`}#${technique.id}`;
}
