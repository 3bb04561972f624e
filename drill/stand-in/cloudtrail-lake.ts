import { randomUUID } from 'node:crypto';
import { AwsError } from './aws-error';
import { EventDataStore, type StoreSettings, storeSettingsAfter } from './cloudtrail-event-data-store';
import type { Tag } from './cloudtrail-tags';
import type { Operations } from './cloudtrail-trails';
import { type Json, text } from './json';
import type { ApiCall } from './protocol';
import type { World } from './world';

type Status = EventDataStore['status'];

/** CloudTrail Lake, for those who have it: closed to new customers since 2026-05-31 (AWS facts 2.1). */
export class EventDataStores {
  readonly #all: EventDataStore[] = [];

  readonly operations: Operations = {
    CreateEventDataStore: (call) => this.#create(call),
    GetEventDataStore: (call) => this.#named(call).describe(),
    // Names and ARNs: the API model calls all else "no longer returned by ListEventDataStores".
    ListEventDataStores: (call) => ({
      EventDataStores: this.#seenFrom(call).map(({ arn, name }) => ({ EventDataStoreArn: arn, Name: name })),
    }),
    UpdateEventDataStore: (call) => this.#update(call),
    DeleteEventDataStore: (call) => this.#delete(call),
    RestoreEventDataStore: (call) => this.#move(call, 'PENDING_DELETION', 'ENABLED').describe(),
    StartEventDataStoreIngestion: (call) => {
      this.#move(call, 'STOPPED_INGESTION', 'ENABLED');
      return {};
    },
    StopEventDataStoreIngestion: (call) => {
      this.#move(call, 'ENABLED', 'STOPPED_INGESTION');
      return {};
    },
  };

  constructor(private readonly world: World) {}

  /** By ARN or by its last part. */
  find(call: ApiCall, arnOrId: unknown): EventDataStore {
    const wanted = text(arnOrId) ?? '';
    if (wanted.startsWith('arn:') && !/^arn:[^:]+:cloudtrail:[^:]+:\d{12}:eventdatastore\/.+$/.test(wanted)) {
      throw new AwsError('EventDataStoreARNInvalidException', `Invalid event data store ARN: ${wanted}`);
    }
    const store = this.#seenFrom(call).find(({ arn, id }) => arn === wanted || id === wanted);
    if (store) return store;
    throw new AwsError('EventDataStoreNotFoundException', `Unknown event data store: ${wanted}`);
  }

  #named(call: ApiCall): EventDataStore {
    return this.find(call, call.parameters.EventDataStore);
  }

  #seenFrom({ region, caller }: ApiCall): EventDataStore[] {
    const owner = `arn:${this.world.partition}:cloudtrail:${region}:${caller.accountId}:`;
    return this.#all.filter(({ arn }) => arn.startsWith(owner));
  }

  #create(call: ApiCall): Json {
    const { parameters, region, caller } = call;
    const { StartIngestion = true, TagsList = [] } = parameters;
    const name = text(parameters.Name) ?? '';
    if (this.#seenFrom(call).some((store) => store.name === name)) {
      throw new AwsError('EventDataStoreAlreadyExistsException', `An event data store named ${name} exists already.`);
    }
    const id = randomUUID();
    const arn = `arn:${this.world.partition}:cloudtrail:${region}:${caller.accountId}:eventdatastore/${id}`;
    const settings = storeSettingsAfter({}, { Name: name, ...parameters });
    const store = new EventDataStore(id, arn, settings, StartIngestion === false ? 'STOPPED_INGESTION' : 'ENABLED');
    store.tags.add(TagsList as Tag[]);
    this.#all.push(store);
    return { ...store.describe(), TagsList: store.tags.list };
  }

  #update(call: ApiCall): Json {
    const store = this.#active(call);
    const settings: StoreSettings = storeSettingsAfter(store.settings, call.parameters);
    store.change({ settings });
    return store.describe();
  }

  #delete(call: ApiCall): Json {
    const store = this.#active(call);
    if (store.settings.TerminationProtectionEnabled) {
      const message = `The event data store ${store.name} cannot be deleted because termination protection is enabled.`;
      throw new AwsError('EventDataStoreTerminationProtectedException', message);
    }
    store.change({ status: 'PENDING_DELETION' });
    return {};
  }

  #active(call: ApiCall): EventDataStore {
    const store = this.#named(call);
    if (store.status !== 'PENDING_DELETION') return store;
    throw new AwsError('InactiveEventDataStoreException', `The event data store ${store.name} is inactive.`);
  }

  #move(call: ApiCall, from: Status, to: Status): EventDataStore {
    const store = this.#named(call);
    if (store.status !== from) {
      const message = `The event data store ${store.name} is ${store.status}; this needs ${from}.`;
      throw new AwsError('InvalidEventDataStoreStatusException', message);
    }
    store.change({ status: to });
    return store;
  }
}
