import type { Heartbeat } from '../../lib/contract/heartbeat';
import type { Incident } from '../../lib/contract/incident';

/** A further way in which an incident is told, after its message was published to the topic. */
export interface Channel {
  readonly name: ChannelName;
  /** @throws if it could not be told; a sweep tries again */
  send(incident: Incident): Promise<void>;
}

export const CHANNEL_NAMES = ['event-bus', 'chat', 'security-hub', 'hub'] as const;

export type ChannelName = (typeof CHANNEL_NAMES)[number];

/** Puts a heartbeat on the hub's event bus. */
export type SendHeartbeat = (heartbeat: Heartbeat) => Promise<void>;
