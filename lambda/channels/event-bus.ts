import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { INCIDENT_DETAIL_TYPE, INCIDENT_EVENT_SOURCE } from '../../lib/contract/incident-event';
import type { Channel } from '../guard/channels';
import { ocsfOf } from './ocsf';
import { putEvent } from './put-event';

/** Puts incidents on the account's default event bus, as OCSF Detection Findings. */
export function createEventBusChannel(client: EventBridgeClient): Channel {
  return {
    name: 'event-bus',
    send: (incident) =>
      putEvent(client, {
        Source: INCIDENT_EVENT_SOURCE,
        DetailType: INCIDENT_DETAIL_TYPE,
        Detail: JSON.stringify(ocsfOf(incident)),
        ...(incident.trail.arn ? { Resources: [incident.trail.arn] } : {}),
      }),
  };
}
