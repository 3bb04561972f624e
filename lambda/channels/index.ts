import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { SNSClient } from '@aws-sdk/client-sns';
import type { HubPolicy } from '../../lib/contract/hub';
import type { GuardPolicy } from '../../lib/contract/policy';
import { createInvoke, type Invoke } from '../common/invoke';
import type { Channel, SendHeartbeat } from '../guard/channels';
import { createChatChannel } from './chat-channel';
import { createEventBusChannel } from './event-bus';
import { createHubChannel, createSendHeartbeat, regionOfBus } from './hub';
import { createSecurityHubChannel } from './security-hub';

export interface ChannelsOptions {
  readonly requestHandler: object;
}

/**
 * The ways in which incidents are told besides the topic: the event bus always, the others where the policy names them. A
 * file of its own, which the guard loads only after the message is published.
 */
export function createChannels(
  { partition, region, channels = {}, hub }: GuardPolicy,
  { requestHandler }: ChannelsOptions,
): Channel[] {
  const options = { requestHandler, region };
  const { chatTopic, securityHub } = channels;
  return [
    createEventBusChannel(new EventBridgeClient(options)),
    ...(chatTopic ? [createChatChannel(new SNSClient(options), chatTopic)] : []),
    ...(securityHub ? [createSecurityHubChannel(new SecurityHubClient(options), partition, () => new Date())] : []),
    ...(hub ? [createHubChannel(hubClient(hub, requestHandler), hub.eventBusArn)] : []),
  ];
}

/** By which the guard tells the hub that it is there. */
export function createHeartbeats(hub: HubPolicy, { requestHandler }: ChannelsOptions): SendHeartbeat {
  return createSendHeartbeat(hubClient(hub, requestHandler), hub.eventBusArn);
}

/** By which the guard asks its other functions. */
export function createInvoker({ requestHandler }: ChannelsOptions): Invoke {
  return createInvoke(new LambdaClient({ requestHandler }));
}

function hubClient({ eventBusArn }: HubPolicy, requestHandler: object): EventBridgeClient {
  return new EventBridgeClient({ requestHandler, region: regionOfBus(eventBusArn) });
}
