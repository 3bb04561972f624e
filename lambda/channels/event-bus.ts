import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { INCIDENT_DETAIL_TYPE, INCIDENT_EVENT_SOURCE } from '../../lib/contract/incident-event';
import type { Channel } from '../guard/channels';
import { ocsfOf } from './ocsf';

/** Puts incidents on the account's default event bus, as OCSF Detection Findings. */
export function createEventBusChannel(client: EventBridgeClient): Channel {
  return {
    name: 'event-bus',
    async send(incident) {
      const entry = {
        Source: INCIDENT_EVENT_SOURCE,
        DetailType: INCIDENT_DETAIL_TYPE,
        Detail: JSON.stringify(ocsfOf(incident)),
        ...(incident.trail.arn ? { Resources: [incident.trail.arn] } : {}),
      };
      const { FailedEntryCount = 0, Entries = [] } = await client.send(new PutEventsCommand({ Entries: [entry] }));
      if (FailedEntryCount > 0) {
        const [{ ErrorCode = 'no code', ErrorMessage = 'no message' } = {}] = Entries;
        throw new Error(`EventBridge did not take the event: ${ErrorCode}: ${ErrorMessage}`);
      }
    },
  };
}
