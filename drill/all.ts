import { LOGGING_INTERRUPTED, TECHNIQUES, type Technique } from '../lib/contract/techniques';
import { ATTACKS, NOT_PLAYED } from './attacks';
import { DENIED_ATTACKS } from './attacks/denied-attacks';
import { distPath } from './dist-path';
import { isFoundBySweep } from './expectation';
import type { NotPlayed, Play, PlayedAs } from './play';
import { playHere } from './play-here';
import type { Screen } from './result';
import { Stage } from './stage';
import type { StandIn } from './stand-in';
import { sectionOf } from './table';
import { withStandIn } from './with-stand-in';

/** What the guard tells at once is what is rehearsed. */
const CONTEXT = { email: 'responder@example.com', investigation: 'off' };
const PLACE = { account: '111122223333', region: 'us-east-1' };

/** What is also a legitimate way to change the guard. */
const DEPLOYMENTS = ['guard-stack-updated', 'guard-change-set-executed'];

interface Part {
  readonly technique: Technique;
  readonly playedAs: PlayedAs;
}

/** The techniques on one kind of target after each other. */
const CATALOGUE = [...TECHNIQUES].sort((a, b) => sectionOf(a.target) - sectionOf(b.target));

/** What the guard does for every technique, with every repair switched on; also with the event lost, if it can find it. */
const WITH_REPAIRS = CATALOGUE.flatMap((technique): Part[] => {
  const { id } = technique;
  const ways: PlayedAs[] = [
    ...(id in ATTACKS ? (['event'] as const) : []),
    ...(id in ATTACKS && isFoundBySweep(technique) ? (['event-lost'] as const) : []),
    ...(id in DENIED_ATTACKS ? (['denied'] as const) : []),
    ...(DEPLOYMENTS.includes(id) ? (['deployment'] as const) : []),
  ];
  return ways.map((playedAs) => ({ technique, playedAs }));
});

/** What is only told unless a repair is switched on. */
const WITHOUT_REPAIRS = CATALOGUE.filter(({ response }) => response === 'repair').map(
  (technique): Part => ({
    technique,
    playedAs: 'repairs-off',
  }),
);

/** Plays every technique on the stand-in. `show` gets each play as soon as it is over. */
export async function drillAll(
  screen: Screen,
  signal: AbortSignal,
  show: (play: Play) => void,
): Promise<{ readonly plays: Play[]; readonly notPlayed: NotPlayed[] }> {
  screen.title('Every known technique, on the stand-in of AWS');
  const plays = [
    ...(await playWith(distPath('drill', 'repairing-app.js'), PLACE, WITH_REPAIRS, signal, show)),
    ...(await playWith(distPath('bin', 'app.js'), CONTEXT, WITHOUT_REPAIRS, signal, show)),
  ];
  const notPlayed = [...TECHNIQUES, LOGGING_INTERRUPTED].flatMap(({ id, number, name }) => {
    const reason = NOT_PLAYED[id];
    return reason === undefined ? [] : [{ number, name, technique: id, reason }];
  });
  return { plays, notPlayed };
}

async function playWith(
  app: string,
  context: Readonly<Record<string, string>>,
  parts: readonly Part[],
  signal: AbortSignal,
  show: (play: Play) => void,
): Promise<Play[]> {
  const play = async (standIn: StandIn): Promise<Play[]> => {
    const stage = await Stage.set(standIn);
    const intact = await stage.state('guard');
    const plays: Play[] = [];
    for (const { technique, playedAs } of parts) {
      signal.throwIfAborted();
      const played = await playHere(technique, playedAs, stage, intact);
      show(played);
      plays.push(played);
    }
    return plays;
  };
  const standIn = { cloudTrail: { lookupEventsPerSecond: 1_000 }, retryDelaysMs: [50, 100] };
  return withStandIn(context, signal, play, { app, standIn });
}
