import { guardId, shardOf } from './guard-ids';
import type { Heard } from './heartbeat';
import { heardItem } from './heartbeat';
import type { Run } from './hub';
import { keyText, type Write } from './table';

export interface HeardMessage {
  readonly messageId: string;
  readonly heard: Heard;
}

/**
 * Heartbeats that lay about for longer than this part of an interval are not written: without a read before each write,
 * one that was delayed could replace a later one, and no harm comes of that while the next is due before the guard
 * counts as quiet. What a delayed one would have told, a later one of the same guard tells.
 */
const FRESH_INTERVALS = 0.75;

/** Writes the latest of each guard. @returns messages that could not be written */
export async function hear(messages: readonly HeardMessage[], run: Run): Promise<string[]> {
  const { policy, table, log, now } = run;
  const oldest = now().getTime() - FRESH_INTERVALS * policy.heartbeatSeconds * 1000;
  const fresh = messages.filter(({ heard }) => heard.at >= oldest);
  if (fresh.length < messages.length) {
    log.warn({ event: 'heartbeats-too-late', count: messages.length - fresh.length });
  }
  const latest = new Map<string, Heard>();
  for (const { heard } of fresh) {
    const id = guardId(heard);
    if (heard.at >= (latest.get(id)?.at ?? 0)) {
      latest.set(id, heard);
    }
  }
  const left = await table.writeAll([...latest.values()].map(writeOf));
  const leftIds = new Set(left.map(keyText));
  return fresh.filter(({ heard }) => leftIds.has(keyText(writeOf(heard)))).map(({ messageId }) => messageId);
}

function writeOf(heard: Heard): Write {
  return { kind: `heard#${shardOf(heard.account)}`, id: guardId(heard), item: heardItem(heard) };
}
