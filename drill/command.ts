import { distPath } from './dist-path';
import { drillRemote } from './remote';
import type { DrillOptions, DrillResult, Screen } from './result';
import { silent, summary, terminal } from './screen';

/** Runs the drill where the options say. Returns the exit code: 0 when every attack was undone. */
export async function runDrill(options: DrillOptions): Promise<number> {
  const screen = options.json ? silent : terminal;
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort(new Error('interrupted'));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    const remote = options.endpoint !== undefined || options.profile !== undefined || options.region !== undefined;
    const drill = remote ? drillRemote : standInDrill();
    const results = await drill(options, screen, interrupted.signal);
    if (options.json) {
      console.log(JSON.stringify({ passed: results.every(({ restored }) => restored), results }, null, 2));
    } else {
      console.log(`\n${summary(results)}`);
    }
    return results.every(({ restored }) => restored) ? 0 : 1;
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

type Drill = (options: DrillOptions, screen: Screen, signal: AbortSignal) => Promise<DrillResult[]>;

/** Loaded by path, because the npm package does not hold it. */
function standInDrill(): Drill {
  return (require(distPath('drill', 'local.js')) as { drillLocally: Drill }).drillLocally;
}
