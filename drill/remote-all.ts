import { setTimeout as sleep } from 'node:timers/promises';
import { BASELINE_TRIGGER } from '../lib/contract/baseline-request';
import { TECHNIQUES, type Technique } from '../lib/contract/techniques';
import { askForSweep } from './ask-for-sweep';
import type { OwnAttack } from './attacks/attack';
import { OWN_ATTACKS, whyNotPlayed } from './attacks/own-attacks';
import { confirm } from './confirm';
import { askGuard } from './deployed-guard';
import type { NotPlayed, Play } from './play';
import { playRemotely } from './play-remotely';
import { releaseAndRemove } from './release';
import { type RemotePlace, remotePlace } from './remote-place';
import type { DrillOptions, Screen } from './result';
import { trailState } from './trail-state';

/** What is deleted and made again may be found in an odd state for a while: last. */
const LAST = 'trail-deleted';

const OWN = TECHNIQUES.filter(({ id }) => id in OWN_ATTACKS);

const IN_ORDER = [...OWN.filter(({ id }) => id !== LAST), ...OWN.filter(({ id }) => id === LAST)];

export interface AllPlayed {
  readonly plays: Play[];
  readonly notPlayed: NotPlayed[];
}

/** Every technique that touches nothing but the drill's own trail and bucket, against the guard that is deployed. */
export async function drillAllRemote(
  options: DrillOptions,
  screen: Screen,
  signal: AbortSignal,
  show: (play: Play) => void,
): Promise<AllPlayed> {
  const place = await remotePlace(options);
  if (typeof place === 'string') {
    throw new Error(place);
  }
  const { trail, account, region } = place;
  await confirm(
    `Make the trail ${trail.name} and the bucket ${trail.bucket} in ${account} ${region}, attack them in ` +
      `${IN_ORDER.length} ways, remove both`,
    options.yes,
  );
  screen.title(`Every technique that touches only the drill's own trail and bucket: ${trail.arn}`);
  try {
    await trail.create();
    const refused = await trail.equip();
    await beSeen(place, screen, signal);
    const played = await playAll(place, refused, signal, show);
    const others = TECHNIQUES.filter(({ id }) => !(id in OWN_ATTACKS));
    return {
      plays: played.plays,
      notPlayed: [...played.notPlayed, ...others.map((technique) => notPlayed(technique, whyNotPlayed(technique)))],
    };
  } finally {
    await releaseAndRemove(place, screen);
  }
}

/** The guard puts back what it has seen healthy: it is asked to look now, and waited for if it cannot be. */
async function beSeen(
  { lambda, guard, trail, timeoutSeconds }: RemotePlace,
  screen: Screen,
  signal: AbortSignal,
): Promise<void> {
  screen.text('Waiting until the guard has a baseline of the trail');
  // Another trail's trouble is not this drill's: whether this trail was seen is asked below.
  await askForSweep(lambda, guard);
  const deadline = Date.now() + timeoutSeconds * 1000;
  const request = { trigger: BASELINE_TRIGGER, action: 'show', trail: trail.arn } as const;
  for (;;) {
    const { versions = [] } = await askGuard(lambda, guard, request);
    if (versions.length > 0) {
      return;
    }
    if (Date.now() > deadline) {
      throw new Error(`the guard has no baseline of ${trail.arn} after ${timeoutSeconds} s`);
    }
    await sleep(5_000, undefined, { signal });
  }
}

async function playAll(
  place: RemotePlace,
  refused: Readonly<Record<string, string>>,
  signal: AbortSignal,
  show: (play: Play) => void,
): Promise<AllPlayed> {
  const intact = await trailState(place.cloudTrail, place.trail.arn);
  const plays: Play[] = [];
  const left: NotPlayed[] = [];
  for (const technique of IN_ORDER) {
    const attack = OWN_ATTACKS[technique.id] as OwnAttack;
    const play = refused[technique.id] ?? (await playRemotely(technique, attack, place, intact, signal));
    if (typeof play === 'string') {
      left.push(notPlayed(technique, play));
    } else {
      show(play);
      plays.push(play);
    }
  }
  return { plays, notPlayed: left };
}

function notPlayed({ number, name, id }: Technique, reason: string): NotPlayed {
  return { number, name, technique: id, reason };
}
