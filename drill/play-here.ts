import type { Incident, Outcome } from '../lib/contract/incident';
import type { Technique } from '../lib/contract/techniques';
import { ATTACKS } from './attacks';
import type { Hands } from './attacks/attack';
import { DENIED_ATTACKS } from './attacks/denied-attacks';
import { deployGuard } from './deploy-guard';
import { expectedOf } from './expectation';
import type { Expected, Play, PlayedAs } from './play';
import type { Stage } from './stage';
import type { StageState } from './stage-state';
import type { Caller } from './stand-in';

/** Plays a technique on the stage, and leaves the stage as it was. */
export async function playHere(
  technique: Technique,
  playedAs: PlayedAs,
  stage: Stage,
  intact: StageState,
): Promise<Play> {
  const { number, name, target, id } = technique;
  const expected = expectedOf(technique, playedAs);
  const since = stage.now();
  const { caller, hands } = playedAs === 'deployment' ? stage.deployer() : stage.attacker();
  const recorded: string[] = [];
  const record: Hands['record'] = (eventSource, eventName, parameters) => {
    recorded.push(eventName);
    hands.record(eventSource, eventName, parameters);
  };
  const started = Date.now();
  await attack(id, playedAs, stage, caller, { ...hands, record });
  const isTold = () => stage.incidents(since).some(tellsOf(id));
  const isWitnessed = () => stage.witnessed(since).some((text) => text.includes(technique.eventName));
  const noticedBy = (await noticed(playedAs, stage, isTold)) ?? (isWitnessed() ? 'witness' : undefined);
  const seconds = (Date.now() - started) / 1000;

  const incidents = stage.incidents(since);
  const incident = incidents.findLast(tellsOf(id));
  const outcome = incident ? outcomeOf(incident, incidents, expected) : noticedBy && 'witnessed';
  const actor = incident ? incident.actor?.arn : stage.witnessed(since).find((text) => text.includes(caller.arn));
  const isActorRight = incident ? actor === caller.arn : actor !== undefined;
  const calls = stage.callsOfGuard(since);
  const state = await stage.state(target);
  const verified = state.trail === intact.trail && (expected !== 'restored' || isAsItWas(state, intact));
  const notes = [
    ...(incident && !isActorRight ? [`told of ${incident.actor?.displayName ?? 'nobody'} as the actor`] : []),
    ...((await leaveAsItWas(stage, technique, intact)) && expected === 'restored' ? ['put back by the drill'] : []),
    ...(recorded.length > 0 ? ['the record of the call only'] : []),
  ];
  return {
    number,
    name,
    target,
    technique: id,
    playedAs,
    expected,
    ...(noticedBy ? { noticedBy } : {}),
    ...(outcome ? { outcome } : {}),
    verified,
    passed: noticedBy !== undefined && outcome === expected && verified && isActorRight,
    seconds,
    calls,
    ...(notes.length > 0 ? { note: notes.join('; ') } : {}),
  };
}

/** As it is, unheard, in vain, or as it is meant. */
async function attack(id: string, playedAs: PlayedAs, stage: Stage, caller: Caller, hands: Hands) {
  const { standIn, target } = stage;
  if (playedAs === 'denied') {
    const { action, attack } = defined(DENIED_ATTACKS[id], id);
    standIn.callers.deny(caller, action);
    await Promise.resolve(attack(hands, target)).catch(unlessDenied);
  } else if (playedAs === 'deployment') {
    await deployGuard(stage, () => defined(ATTACKS[id], id)(hands, target));
  } else {
    if (playedAs === 'event-lost') {
      standIn.bus.loseNext(Number.POSITIVE_INFINITY);
    }
    await defined(ATTACKS[id], id)(hands, target);
  }
  await standIn.settled();
  standIn.bus.loseNone();
}

/** Lets the guard find what no event told, if need be by its full comparison. */
async function noticed(playedAs: PlayedAs, stage: Stage, isTold: () => boolean): Promise<Play['noticedBy']> {
  if (playedAs !== 'event-lost') {
    return isTold() ? 'event' : undefined;
  }
  await stage.sweep();
  if (isTold()) {
    return 'sweep';
  }
  await stage.ageComparison();
  await stage.sweep();
  return isTold() ? 'hourly comparison' : undefined;
}

const tellsOf =
  (id: string) =>
  ({ technique }: Incident): boolean =>
    technique.id === id;

/** Of several calls at once, the answer to the first may undo them all. */
function outcomeOf(incident: Incident, incidents: readonly Incident[], expected: Expected): Outcome {
  return expected === 'restored' && incidents.some(({ outcome }) => outcome === 'restored')
    ? 'restored'
    : incident.outcome;
}

function isAsItWas(state: StageState, intact: StageState): boolean {
  return state.surroundings === intact.surroundings && (state.guard === undefined || state.guard === intact.guard);
}

/** Whether the drill had to put something back that the guard did not. */
async function leaveAsItWas(stage: Stage, { target }: Technique, intact: StageState): Promise<boolean> {
  stage.restoreDelivery();
  if (target === 'guard') {
    await stage.redeployGuard();
  }
  // The guard sees that all is well again.
  await stage.sweep();
  const state = await stage.state(target);
  if (state.trail === intact.trail && isAsItWas(state, intact)) {
    return false;
  }
  await stage.reset();
  await stage.sweep();
  return true;
}

function defined<T>(value: T | undefined, id: string): T {
  if (value === undefined) {
    throw new Error(`${id}: nothing in drill/attacks`);
  }
  return value;
}

function unlessDenied(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AccessDeniedException')) {
    throw error;
  }
}
