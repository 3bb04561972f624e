import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { HEARTBEAT_DETAIL_TYPE } from '../../lib/contract/heartbeat';
import { HUB_INCIDENT_DETAIL_TYPE } from '../../lib/contract/hub';
import { INCIDENT_EVENT_SOURCE } from '../../lib/contract/incident-event';
import { bounded, jsonBytes } from '../common/bounded';
import type { Channel, SendHeartbeat } from '../guard/channels';
import { putEvent } from './put-event';

/** EventBridge and SQS take 256 KB with the event's envelope. */
const MAXIMUM_BYTES = 240_000;

/**
 * Puts incidents on the organization's hub, where they survive the account that they come from: whole or, where one is too
 * long, without its evidence and with shorter values and lists.
 */
export function createHubChannel(client: EventBridgeClient, eventBusArn: string): Channel {
  return {
    name: 'hub',
    send: (incident) =>
      putEvent(client, {
        EventBusName: eventBusArn,
        Source: INCIDENT_EVENT_SOURCE,
        DetailType: HUB_INCIDENT_DETAIL_TYPE,
        Detail: JSON.stringify(bounded(incident, (candidate) => jsonBytes(candidate) <= MAXIMUM_BYTES)),
      }),
  };
}

/** Tells the hub that the guard is there. */
export function createSendHeartbeat(client: EventBridgeClient, eventBusArn: string): SendHeartbeat {
  return (heartbeat) =>
    putEvent(client, {
      EventBusName: eventBusArn,
      Source: INCIDENT_EVENT_SOURCE,
      DetailType: HEARTBEAT_DETAIL_TYPE,
      Detail: JSON.stringify(heartbeat),
    });
}

/** A bus takes events only at the endpoint of its own Region. */
export function regionOfBus(eventBusArn: string): string {
  const region = eventBusArn.split(':')[3];
  if (!region) {
    throw new Error(`'${eventBusArn}' is not the ARN of the hub's event bus`);
  }
  return region;
}
