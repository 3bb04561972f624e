import colors from 'picocolors';
import type { DrillResult, Screen } from './result';

/** A live timeline; colours only on a terminal. */
export const terminal: Screen = {
  title: (text) => console.log(`\n${colors.bold(text)}`),
  line: (seconds, who, what) =>
    console.log(
      `  ${colors.dim(`${seconds >= 0 ? '+' : '-'}${Math.abs(seconds).toFixed(3)} s`)}  ${paint(who)} ${what}`,
    ),
  text: (text) => console.log(text.replace(/^(?=.)/gm, '  ')),
};

/** Nothing, where one JSON document is wanted. */
export const silent: Screen = { title: () => undefined, line: () => undefined, text: () => undefined };

export function summary(results: readonly DrillResult[]): string {
  return results
    .map(({ scenario, restored, secondsToRestored, note }) => {
      const verdict = restored ? colors.green('restored') : colors.red('NOT RESTORED');
      const time = secondsToRestored === undefined ? '' : ` after ${secondsToRestored.toFixed(3)} s`;
      return `${verdict}${time}: ${scenario}${note === undefined ? '' : ` (${note})`}`;
    })
    .join('\n');
}

function paint(who: string): string {
  const name = who.padEnd(11);
  return who === 'attacker' ? colors.red(name) : who === 'guard' ? colors.green(name) : colors.cyan(name);
}
