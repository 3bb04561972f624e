import type { Screen } from './result';
import type { Timeline, TimelineEntry } from './stand-in/timeline';

/** Shows what happens on the stand-in as it happens. Returns what ends it. */
export function narrate(timeline: Timeline, since: number, attacker: string, screen: Screen): () => void {
  const show = (entry: TimelineEntry): void => {
    const told = tell(entry, attacker);
    if (told !== undefined) {
      screen.line((entry.at - since) / 1000, ...told);
    }
  };
  timeline.on('entry', show);
  return () => timeline.off('entry', show);
}

function tell(entry: TimelineEntry, attacker: string): [who: string, what: string] | undefined {
  switch (entry.kind) {
    case 'api': {
      // A call is noted when it is answered, and by then more may have happened: the drill shows the attack itself.
      const outcome = entry.outcome === 'ok' ? '' : ` -> ${entry.outcome}`;
      return entry.caller === attacker ? undefined : ['guard', `${entry.service}:${entry.operation}${outcome}`];
    }
    case 'event':
      return ['eventbridge', `${entry.name} ${entry.disposition}${entry.reason ? ` (${entry.reason})` : ''}`];
    case 'schedule':
      return ['scheduler', 'sweep'];
    case 'invocation': {
      const start = entry.coldStart ? 'cold start' : 'warm';
      const phase = { start: `invoked (${start})`, end: 'finished', failed: `failed: ${entry.error ?? ''}` }[
        entry.phase
      ];
      return ['lambda', phase];
    }
    case 'message':
      return ['sns', `published "${entry.subject ?? ''}"`];
    case 'deadLetter':
      return ['sqs', `dead letter from ${entry.from}: ${entry.reason}`];
  }
}
