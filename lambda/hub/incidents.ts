import { HUB_METRIC } from '../../lib/contract/hub';
import { errorText } from '../common/error-text';
import { inParallel } from '../common/in-parallel';
import { type Condition, NOT_THERE, ofVersion } from '../guard/table';
import { decide } from './decide';
import type { Run } from './hub';
import { type IncidentRecord, parseRecord, recordItem, severityLevel, type Told } from './incident-record';
import { type Key, keyText } from './table';
import { type Claimed, tell } from './tell';

export interface ToldMessage {
  readonly messageId: string;
  readonly told: Told;
}

/** Tellings of one episode in one batch, which all fare as the one that says most. */
interface Episode {
  readonly key: Key;
  readonly told: Told;
  readonly messageIds: readonly string[];
}

/** Writes at once. */
const PARALLEL = 16;

/**
 * Writes down and tells what is new. Each incident is claimed before it is told and marked after it: of two runs one tells
 * it, and if that one dies in between the message comes again when the claim is over. So it is told at least once, and
 * twice only where a run dies, or loses the table, between SNS's answer and the mark.
 *
 * @returns messages that are to come again
 */
export async function hearIncidents(messages: readonly ToldMessage[], run: Run): Promise<string[]> {
  const { table } = run;
  const [episodes, later] = episodesOf(messages);
  const known = await table.getAll(episodes.map(({ key }) => key));
  const outcomes = await inParallel(episodes, PARALLEL, async (episode) => {
    try {
      return await claim(episode, known.get(keyText(episode.key)), run);
    } catch (error) {
      run.log.error({ event: 'incident-not-written', incident: episode.told.incident.id, error: errorText(error) });
      return 'again' as const;
    }
  });
  const claimed = outcomes.filter((outcome) => typeof outcome === 'object');
  const newOnes = outcomes.filter((outcome) => outcome === 'new' || (typeof outcome === 'object' && outcome.isNew));
  if (newOnes.length > 0) {
    run.count({ [HUB_METRIC.INCIDENTS]: newOnes.length });
  }
  const untold = await tell(claimed, run);
  const toldOf = claimed.filter((candidate) => !untold.has(candidate));
  await inParallel(toldOf, PARALLEL, (candidate) => mark(candidate, run));
  const again = episodes.filter((_, index) => {
    const outcome = outcomes[index];
    return outcome === 'again' || (typeof outcome === 'object' && untold.has(outcome));
  });
  return [...later, ...again.flatMap(({ messageIds }) => messageIds)];
}

function episodesOf(messages: readonly ToldMessage[]): [Episode[], string[]] {
  const groups = new Map<string, { key: Key; messages: ToldMessage[] }>();
  for (const message of messages) {
    const key = { kind: `incident#${message.told.incident.account}`, id: message.told.episode };
    const group = groups.get(keyText(key)) ?? { key, messages: [] };
    group.messages.push(message);
    groups.set(keyText(key), group);
  }
  const later: string[] = [];
  const episodes = [...groups.values()].map(({ key, messages: all }): Episode => {
    const [first, ...others] = [...all].sort((a, b) => inFavour(a.told, b.told)) as [ToldMessage, ...ToldMessage[]];
    // The guard's own account of a call that its witness makes more of is written down when the message comes again.
    const isLeft = ({ told }: ToldMessage) => told.origin === 'guard' && first.told.origin === 'witness';
    later.push(...others.filter(isLeft).map(({ messageId }) => messageId));
    const settled = [first, ...others.filter((message) => !isLeft(message))];
    return { key, told: first.told, messageIds: settled.map(({ messageId }) => messageId) };
  });
  return [episodes, later];
}

/** What is to be told comes before what is not; of two origins the worse one, the guard's if equal; the newest revision. */
function inFavour(a: Told, b: Told): number {
  if (a.origin === b.origin) {
    return b.incident.revision - a.incident.revision;
  }
  return (
    Number(a.isQuiet) - Number(b.isQuiet) || severityLevel(b) - severityLevel(a) || (a.origin === 'guard' ? -1 : 1)
  );
}

async function claim({ key, told }: Episode, item: Parameters<typeof parseRecord>[0] | undefined, run: Run) {
  const { table, owner, endsAt, now, log } = run;
  const previous = item && parseRecord(item);
  const decision = decide(told, previous, { owner, endsAt, now: now() });
  if (!('record' in decision)) {
    log.info({ event: `incident-${decision.kind}`, account: told.incident.account, incident: told.incident.id });
    return decision.kind === 'busy' ? 'again' : 'done';
  }
  if (!(await table.put(key, recordItem(decision.record, told), conditionOf(previous)))) {
    return 'again';
  }
  const isNew = previous === undefined;
  return decision.kind === 'tell' ? { key, told, record: decision.record, isNew } : isNew ? 'new' : 'done';
}

function conditionOf(previous: IncidentRecord | undefined): Condition {
  return previous === undefined ? NOT_THERE : ofVersion(previous.version);
}

/** It was told whatever becomes of this: to have the message again would tell it again for certain. */
async function mark({ key, told, record }: Claimed, { table, log }: Run): Promise<void> {
  try {
    await table.update(key, {
      UpdateExpression: 'SET #state = :told, toldLevel = :level, #version = :next',
      ConditionExpression: '#version = :version',
      ExpressionAttributeNames: { '#state': 'state', '#version': 'version' },
      ExpressionAttributeValues: {
        ':told': { S: 'told' },
        ':level': { N: String(Math.max(severityLevel(told), record.toldLevel)) },
        ':version': { N: String(record.version) },
        ':next': { N: String(record.version + 1) },
      },
    });
  } catch (error) {
    log.error({ event: 'incident-told-not-marked', incident: told.incident.id, error: errorText(error) });
  }
}
