import {
  DeleteEventDataStoreCommand,
  StopEventDataStoreIngestionCommand,
  UpdateEventDataStoreCommand,
} from '@aws-sdk/client-cloudtrail';
import type { Attacks } from './attack';

const SOURCE = 'cloudtrail.amazonaws.com';

export const LAKE_ATTACKS: Attacks = {
  'event-data-store-stopped': ({ cloudTrail }, { eventDataStoreArn: EventDataStore }) =>
    cloudTrail.send(new StopEventDataStoreIngestionCommand({ EventDataStore })),
  'event-data-store-deleted': async ({ cloudTrail }, { eventDataStoreArn: EventDataStore }) => {
    await cloudTrail.send(new UpdateEventDataStoreCommand({ EventDataStore, TerminationProtectionEnabled: false }));
    await cloudTrail.send(new DeleteEventDataStoreCommand({ EventDataStore }));
  },
  'event-data-store-updated': ({ cloudTrail }, { eventDataStoreArn: EventDataStore }) =>
    cloudTrail.send(new UpdateEventDataStoreCommand({ EventDataStore, MultiRegionEnabled: false })),
  'event-data-store-federation-disabled': ({ record }, { eventDataStoreArn }) =>
    record(SOURCE, 'DisableFederation', { eventDataStore: eventDataStoreArn }),
  'channel-deleted': ({ record }) => record(SOURCE, 'DeleteChannel', { channel: 'partner' }),
  'channel-updated': ({ record }) => record(SOURCE, 'UpdateChannel', { channel: 'partner', destinations: [] }),
  'lake-policy-changed': ({ record }, { eventDataStoreArn }) =>
    record(SOURCE, 'PutResourcePolicy', { resourceArn: eventDataStoreArn, resourcePolicy: '{}' }),
  'lake-policy-deleted': ({ record }, { eventDataStoreArn }) =>
    record(SOURCE, 'DeleteResourcePolicy', { resourceArn: eventDataStoreArn }),
};
