import type { Incident } from '../../lib/contract/incident';
import type { DarkWindowFinding } from '../../lib/contract/investigation';
import { wholeSecond } from './seconds';

interface Span {
  readonly from: number;
  /** Missing while it is open. */
  readonly to?: number;
}

/**
 * When the trail did not record (all): of the incident and of each of its repetitions, oldest first. Windows of one kind
 * that overlap are one. From the trail's own times, in fractions of a second, or from the records of the calls.
 */
export function windowsOf(incident: Incident): DarkWindowFinding[] {
  const windows = [...tell(merged(stopped(incident)), 'stopped'), ...tell(merged(changed(incident)), 'changed')];
  return windows.sort((a, b) => Date.parse(a.from) - Date.parse(b.from));
}

/** A repetition that was told without its window has the second of its call, and how long it lasted. */
function stopped({ darkWindow, repetitions = [] }: Incident): Span[] {
  const exact = [...repetitions.map((repetition) => repetition.darkWindow), darkWindow].flatMap((window) =>
    window ? [span(window.stoppedAt, window.startedAt)] : [],
  );
  const seconds = new Set(exact.map(({ from }) => wholeSecond(new Date(from))));
  const told = repetitions.flatMap(({ at, darkWindow: window, darkSeconds }) => {
    const from = Date.parse(at);
    const isKnown = window !== undefined || darkSeconds === undefined || seconds.has(wholeSecond(at));
    return isKnown ? [] : [{ from, to: from + Math.ceil(darkSeconds * 1_000) }];
  });
  return [...exact, ...told];
}

/**
 * A trail that went on recording, but less: from the call until the last thing was put back. What is not back leaves the
 * window open; what the guard kept as it is took nothing away.
 */
function changed({ darkWindow, changes = [], call, detectedAt, actions }: Incident): Span[] {
  const losses = changes.filter(({ result }) => result !== 'kept');
  if (darkWindow !== undefined || losses.length === 0) {
    return [];
  }
  const from = Date.parse(call?.eventTime ?? detectedAt);
  const done = actions.filter(({ result }) => result === 'succeeded').map(({ at }) => Date.parse(at));
  return losses.every(({ result }) => result === 'restored') && done.length > 0
    ? [{ from, to: Math.max(from, ...done) }]
    : [{ from }];
}

function span(from: string, to: string | undefined): Span {
  return { from: Date.parse(from), ...(to === undefined ? {} : { to: Date.parse(to) }) };
}

/** One that was not seen to close lasts until the next one opens, which tells more of it; only the last one is open. */
function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  // The latest end of the window that is being put together, also while what was told of it last is open.
  let end = Number.NEGATIVE_INFINITY;
  for (const { from, to } of distinct(spans)) {
    const last = result.at(-1);
    const isApart = last === undefined || (last.to !== undefined && last.to < from);
    end = Math.max(isApart ? from : end, to ?? from);
    const span = { from: isApart ? from : last.from, ...(to === undefined ? {} : { to: end }) };
    result.splice(isApart ? result.length : -1, 1, span);
  }
  return result;
}

/** By their beginnings. The same window may be told twice, before it was closed and after. */
function distinct(spans: readonly Span[]): Span[] {
  const ends = new Map<number, number | undefined>();
  for (const { from, to } of spans) {
    const known = ends.get(from);
    ends.set(from, to === undefined ? known : Math.max(to, known ?? to));
  }
  return [...ends].map(([from, to]) => ({ from, ...(to === undefined ? {} : { to }) })).sort((a, b) => a.from - b.from);
}

function tell(spans: readonly Span[], kind: DarkWindowFinding['kind']): DarkWindowFinding[] {
  return spans.map(({ from, to }) => ({
    from: new Date(from).toISOString(),
    ...(to === undefined ? {} : { to: new Date(to).toISOString(), seconds: (to - from) / 1_000 }),
    kind,
  }));
}
