import { distPath } from './dist-path';
import type { Play } from './play';
import { drillRemote } from './remote';
import { type AllPlayed, drillAllRemote } from './remote-all';
import type { DrillOptions, DrillResult, Screen } from './result';
import { silent, summary, terminal } from './screen';
import { notPlayedOf, summaryOf, Table } from './table';

/** Runs the drill where the options say. Returns the exit code: 0 when every attack was answered as it should be. */
export async function runDrill(options: DrillOptions): Promise<number> {
  const screen = options.json ? silent : terminal;
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort(new Error('interrupted'));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    const isRemote = options.endpoint !== undefined || options.profile !== undefined || options.region !== undefined;
    const run = isRemote ? (options.all ? runAllRemote : runRemote) : options.all ? runAllHere : runHere;
    return await run(options, screen, interrupted.signal);
  } catch (error) {
    if (error === interrupted.signal.reason || (error instanceof Error && error.name === 'AbortError')) {
      console.error('trail-guard: interrupted; everything that the drill made is removed');
      return 130;
    }
    throw error;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

async function runRemote(options: DrillOptions, screen: Screen, signal: AbortSignal): Promise<number> {
  const results = await drillRemote(options, screen, signal);
  const passed = results.every(({ restored }) => restored);
  console.log(options.json ? JSON.stringify({ passed, results }, null, 2) : `\n${summary(results)}`);
  return passed ? 0 : 1;
}

async function runAllRemote(options: DrillOptions, screen: Screen, signal: AbortSignal): Promise<number> {
  const table = new Table();
  return tellAll(await drillAllRemote(options, screen, signal, (play) => screen.text(table.add(play))), options);
}

function tellAll({ plays, notPlayed }: AllPlayed, { json }: DrillOptions): number {
  const passed = plays.length > 0 && plays.every((play) => play.passed);
  console.log(
    json
      ? JSON.stringify({ passed, plays, notPlayed }, null, 2)
      : `\nNot played here:\n${notPlayedOf(notPlayed)}\n\n${summaryOf(plays)}`,
  );
  return passed ? 0 : 1;
}

async function runAllHere(options: DrillOptions, screen: Screen, signal: AbortSignal): Promise<number> {
  const table = new Table();
  return tellAll(await standInDrill().drillAll(screen, signal, (play) => screen.text(table.add(play))), options);
}

/** The stories of a stopped trail and of an intrusion, then every technique in one line. */
async function runHere(options: DrillOptions, screen: Screen, signal: AbortSignal): Promise<number> {
  const { drillLocally, drillIntrusion, drillAll } = standInDrill();
  const results = [...(await drillLocally(options, screen, signal)), await drillIntrusion(screen, signal)];
  if (!options.json) {
    console.log(`\n${summary(results)}`);
  }
  const { plays } = await drillAll(screen, signal, () => undefined);
  const passed = results.every(({ restored }) => restored) && plays.every((play) => play.passed);
  if (options.json) {
    console.log(JSON.stringify({ passed, results, plays }, null, 2));
  } else {
    console.log(`${summaryOf(plays)}\n(drill --all shows them one by one)`);
  }
  return passed ? 0 : 1;
}

interface StandInDrill {
  drillLocally(options: DrillOptions, screen: Screen, signal: AbortSignal): Promise<DrillResult[]>;
  drillIntrusion(screen: Screen, signal: AbortSignal): Promise<DrillResult>;
  drillAll(screen: Screen, signal: AbortSignal, show: (play: Play) => void): Promise<AllPlayed>;
}

/** Loaded by path, because the npm package does not hold it. */
function standInDrill(): StandInDrill {
  return require(distPath('drill', 'on-stand-in.js')) as StandInDrill;
}
