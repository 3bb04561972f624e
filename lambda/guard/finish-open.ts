import { METRIC } from '../../lib/contract/metrics';
import { errorText } from '../common/error-text';
import { askInvestigator, isInvestigationDue } from './ask';
import { unanswered } from './contain';
import { finishAttribution } from './finish-attribution';
import { finishRestore } from './finish-restore';
import { type Run, UnfinishedError } from './guard';
import type { IncidentItem } from './incident-items';
import { isKnown } from './lease';
import { isDue } from './pace';
import { finish } from './report';
import { tellUndelivered } from './tell-channels';
import { tellMore } from './tell-more';

/** What an earlier run could not finish of an incident. */
interface Task {
  readonly isDue: (item: IncidentItem, run: Run) => boolean;
  readonly finish: (item: IncidentItem, run: Run) => Promise<unknown>;
}

/** Telling comes first. None waits for another one to succeed: a channel that is switched off never does. */
const TASKS: readonly Task[] = [
  {
    isDue: (item, { owner, now }) => isDue(item, owner, now()),
    finish: (item, run) => finish(item, run.owner, run),
  },
  {
    isDue: ({ incident }, { now }) => unanswered(incident, now()) !== undefined,
    finish: ({ incident: { id } }, run) =>
      tellMore(id, ({ incident }) => unanswered(incident, run.now()), run.owner, run),
  },
  {
    isDue: ({ state, awaiting }) => state === 'sent' && awaiting === 'restore',
    finish: finishRestore,
  },
  {
    isDue: ({ state, attributionDue }) => state === 'sent' && attributionDue,
    finish: finishAttribution,
  },
  {
    isDue: (item, { now }) => isInvestigationDue(item, now()),
    finish: askInvestigator,
  },
  {
    isDue: ({ state, undelivered }) => state === 'sent' && undelivered !== undefined,
    finish: tellUndelivered,
  },
];

/** What one sweep takes on of a long list: it must end, and the next one goes on. */
const FINISHED_AT_A_TIME = 20;

/** Finishes what earlier runs could not. Returns what went wrong. */
export async function finishOpen(run: Run): Promise<unknown[]> {
  let open: Awaited<ReturnType<typeof run.store.openIncidents>>;
  try {
    open = await run.store.openIncidents();
  } catch (error) {
    run.count(METRIC.STATE_FAILURES);
    run.log.error({ event: 'table-unreachable', error: errorText(error) });
    return [new UnfinishedError(`open incidents: ${errorText(error)}`)];
  }
  const readable = open.filter((item) => item !== 'unreadable');
  if (readable.length < open.length) {
    run.log.error({ event: 'unreadable-incident', count: open.length - readable.length });
  }
  // What waits for its time, or for a trail to deliver, takes nobody's turn.
  const ready = readable.filter((item) => TASKS.some((task) => task.isDue(item, run)));
  // Last tried, last: a message that always fails must not hold up the others.
  ready.sort((a, b) => a.leaseUntil - b.leaseUntil);
  // What one met, the others may meet too; but a message that cannot be made says nothing of what is not a message.
  const messages = ready.filter((item) => isDue(item, run.owner, run.now()));
  const others = ready.filter((item) => !messages.includes(item));
  return [
    ...(await finishUntilOneFails(messages.slice(0, FINISHED_AT_A_TIME), run)),
    ...(await finishUntilOneFails(others.slice(0, FINISHED_AT_A_TIME), run)),
  ];
}

async function finishUntilOneFails(items: readonly IncidentItem[], run: Run): Promise<unknown[]> {
  for (const item of items) {
    try {
      await finishOne(item, run);
    } catch (error) {
      return [new UnfinishedError(`${item.incident.id}: ${errorText(error)}`)];
    }
  }
  return [];
}

/** Each task on top of what the one before it wrote. */
async function finishOne(item: IncidentItem, run: Run): Promise<void> {
  let current: IncidentItem = item;
  for (const task of TASKS) {
    if (task.isDue(current, run)) {
      await task.finish(current, run);
      const read = await run.store.incident(item.incident.id);
      if (!isKnown(read)) {
        return;
      }
      current = read;
    }
  }
}
