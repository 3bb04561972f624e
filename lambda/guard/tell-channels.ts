import type { Incident } from '../../lib/contract/incident';
import { METRIC } from '../../lib/contract/metrics';
import { errorText } from '../common/error-text';
import type { Log } from '../common/log';
import { CHANNEL_NAMES, type Channel, type ChannelName } from './channels';
import type { IncidentItem } from './incident-items';
import type { Count } from './metrics';
import type { Store } from './store';

export interface ChannelDependencies {
  readonly store: Store;
  /** Loaded when there is something to tell. */
  readonly channels?: () => readonly Channel[];
  readonly count: Count;
  readonly log: Log;
  readonly now: () => Date;
}

/** How long a channel is tried again: one that was switched off would be tried for ever. */
const PATIENCE_MILLISECONDS = 24 * 3_600_000;

/**
 * Tells an incident in the further channels, all at once. The message has been published: whatever goes wrong here is
 * counted, and tried again by a sweep.
 *
 * @returns those in which it could not be told
 */
export async function tellChannels(
  incident: Incident,
  { channels = () => [], count, log }: Omit<ChannelDependencies, 'store' | 'now'>,
  only?: readonly ChannelName[],
): Promise<ChannelName[]> {
  let loaded: readonly Channel[];
  try {
    loaded = channels();
  } catch (error) {
    count(METRIC.CHANNEL_FAILURES);
    log.error({ event: 'channels-not-loaded', incident: incident.id, error: errorText(error) });
    return [...(only ?? CHANNEL_NAMES)];
  }
  const failed = await Promise.all(
    loaded
      .filter(({ name }) => only === undefined || only.includes(name))
      .map(async (channel) => {
        try {
          await channel.send(incident);
          return [];
        } catch (error) {
          count(METRIC.CHANNEL_FAILURES);
          log.error({ event: 'channel-failed', channel: channel.name, incident: incident.id, error: errorText(error) });
          return [channel.name];
        }
      }),
  );
  return failed.flat();
}

/** Tries the channels again in which the last message could not be told. */
export async function tellUndelivered(item: IncidentItem, dependencies: ChannelDependencies): Promise<void> {
  const { store, log, now } = dependencies;
  const { undelivered = [], ...rest } = item;
  const isOver = now().getTime() - (item.sentAt ?? 0) > PATIENCE_MILLISECONDS;
  const failed = isOver ? [] : await tellChannels(item.incident, dependencies, undelivered);
  if (isOver) {
    log.error({ event: 'channel-given-up', channels: undelivered, incident: item.incident.id });
  }
  const left = failed.length > 0 ? { undelivered: failed } : {};
  // Last tried, last: sweeps begin with what was not tried for the longest time.
  await store.saveIncident({ ...rest, ...left, leaseUntil: now().getTime(), version: item.version + 1 }, item);
}
