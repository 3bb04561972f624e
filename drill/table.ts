import colors from 'picocolors';
import type { TargetKind } from '../lib/contract/techniques';
import type { NotPlayed, Play, PlayedAs } from './play';

const NAME_WIDTH = 58;
const LINE_WIDTH = 110;
const COLUMNS = [
  ['#', 7],
  ['Technique', NAME_WIDTH],
  ['Noticed by', 17],
  ['Answer', 16],
  ['Read back', 12],
  ['Seconds', 7],
] as const;

const SECTIONS: Readonly<Record<TargetKind, string>> = {
  trail: 'Trail',
  'event-data-store': 'CloudTrail Lake',
  channel: 'CloudTrail Lake',
  bucket: 'Log bucket',
  key: 'Encryption key',
  'log-group': 'Log group',
  topic: 'Notification topic',
  role: 'Delivery role',
  organization: 'Organization and accounts',
  account: 'Organization and accounts',
  guard: 'The guard itself',
};

/** Where a technique stands in the table. */
export function sectionOf(target: TargetKind): number {
  return [...new Set(Object.values(SECTIONS))].indexOf(SECTIONS[target]);
}

const VARIATIONS: Readonly<Record<Exclude<PlayedAs, 'event'>, string>> = {
  'event-lost': 'its event is lost',
  denied: 'the call is denied',
  'repairs-off': 'repairs switched off, as by default',
  deployment: 'by whoever deploys the guard',
};

/** A table that grows with each play. */
export class Table {
  #section: string | undefined;
  #technique: string | undefined;

  /** The lines that a play adds. */
  add(play: Play): string {
    const section = play.playedAs === 'repairs-off' ? 'Repairs switched off, as by default' : SECTIONS[play.target];
    const isNew = section !== this.#section;
    const heading = isNew ? [...(this.#section === undefined ? [header()] : []), `\n${colors.bold(section)}`] : [];
    const rows = rowsOf(play, play.technique === this.#technique && !isNew);
    this.#section = section;
    this.#technique = play.technique;
    return [...heading, ...rows].join('\n');
  }
}

export function tableOf(plays: readonly Play[]): string {
  const table = new Table();
  return plays.map((play) => table.add(play)).join('\n');
}

/** What could not be played, with the reason; the same reasons together. */
export function notPlayedOf(techniques: readonly NotPlayed[]): string {
  const reasons = [...new Set(techniques.map(({ reason }) => reason))];
  return reasons
    .map((reason) => {
      const numbers = techniques.filter((one) => one.reason === reason).map(({ number }) => number);
      return `  ${reason}:\n${wrapped(numbers)}`;
    })
    .join('\n');
}

function wrapped(words: readonly string[]): string {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length > LINE_WIDTH) {
      lines.push(`    ${word}`);
    } else {
      lines[lines.length - 1] = `${last}, ${word}`;
    }
  }
  return lines.join(',\n');
}

/** One line for all of them. */
export function summaryOf(plays: readonly Play[]): string {
  const failed = plays.filter(({ passed }) => !passed);
  const count = (kind: Play['expected']) => plays.filter(({ passed, expected }) => passed && expected === kind).length;
  const verdict =
    failed.length === 0
      ? colors.green('all as it should be')
      : colors.red(`NOT as it should be: ${[...new Set(failed.map(({ number }) => number))].join(', ')}`);
  return [
    `${new Set(plays.map(({ technique }) => technique)).size} techniques, ${plays.length} attacks`,
    `${count('restored')} undone and read back${timesOf(plays)}`,
    `${count('reported')} reported`,
    ...(count('attempted') > 0 ? [`${count('attempted')} denied and told`] : []),
    ...(count('witnessed') > 0 ? [`${count('witnessed')} told without the guard's function`] : []),
    ...(count('expected') > 0 ? [`${count('expected')} expected`] : []),
    verdict,
  ].join('; ');
}

function timesOf(plays: readonly Play[]): string {
  const seconds = plays
    .filter(({ passed, expected, playedAs }) => passed && expected === 'restored' && playedAs === 'event')
    .map((play) => play.seconds)
    .sort((a, b) => a - b);
  const [median, longest] = [seconds[Math.floor(seconds.length / 2)], seconds.at(-1)];
  return median === undefined || longest === undefined
    ? ''
    : ` (by event ${median.toFixed(2)} s, at most ${longest.toFixed(2)} s)`;
}

function header(): string {
  return colors.bold(line(COLUMNS.map(([title]) => title)));
}

function rowsOf(play: Play, isRepeated: boolean): string[] {
  const { noticedBy, verified, passed, seconds, note, expected } = play;
  const readBack = expected === 'restored' ? 'as it was' : 'trail intact';
  const row = line([
    isRepeated ? '' : play.number,
    nameOf(play, isRepeated),
    noticedBy ?? 'NOBODY',
    answerOf(play),
    verified ? readBack : 'DIFFERENT',
    seconds.toFixed(2).padStart(7),
  ]);
  return [passed ? row : colors.red(row), ...(note === undefined ? [] : [colors.dim(`${' '.repeat(9)}${note}`)])];
}

function nameOf({ name, playedAs }: Play, isRepeated: boolean): string {
  if (playedAs === 'event' || playedAs === 'repairs-off') {
    return name;
  }
  return isRepeated ? `  ${VARIATIONS[playedAs]}` : `${name}, ${VARIATIONS[playedAs]}`;
}

function answerOf({ outcome, expected }: Play): string {
  if (outcome === undefined) {
    return 'none';
  }
  if (outcome === 'witnessed') {
    return 'told by itself';
  }
  return outcome === 'reported' && expected === 'reported' ? 'reported only' : outcome;
}

function line(cells: readonly string[]): string {
  return COLUMNS.map(([, width], column) => fitted(cells[column] ?? '', width))
    .join('  ')
    .trimEnd();
}

function fitted(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}
