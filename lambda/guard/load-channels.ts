import type { HubPolicy } from '../../lib/contract/hub';
import type { GuardPolicy } from '../../lib/contract/policy';
import type { Invoke } from '../common/invoke';
import type { Channel, SendHeartbeat } from './channels';

export interface ChannelsModule {
  createChannels(policy: GuardPolicy, options: { readonly requestHandler: object }): Channel[];
  createHeartbeats(hub: HubPolicy, options: { readonly requestHandler: object }): SendHeartbeat;
  createInvoker(options: { readonly requestHandler: object }): Invoke;
}

/** Loaded from a file of its own, after the message is published: its clients would slow down every restore. */
export function loadChannels(): ChannelsModule {
  return require('../channels') as ChannelsModule;
}
