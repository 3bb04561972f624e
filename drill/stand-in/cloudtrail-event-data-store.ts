import type { AdvancedEventSelector } from '../../lib/contract/trail-configuration';
import { AwsError } from './aws-error';
import { readAdvancedSelectors } from './cloudtrail-selectors';
import { Tags } from './cloudtrail-tags';
import { epochSeconds, type Json } from './json';

/** What CreateEventDataStore and UpdateEventDataStore take. */
export interface StoreSettings {
  readonly Name: string;
  readonly AdvancedEventSelectors: readonly AdvancedEventSelector[];
  readonly MultiRegionEnabled: boolean;
  readonly OrganizationEnabled: boolean;
  readonly RetentionPeriod: number;
  readonly TerminationProtectionEnabled: boolean;
  readonly BillingMode: string;
  readonly KmsKeyId?: string;
}

const defaults: Omit<StoreSettings, 'Name'> = {
  AdvancedEventSelectors: [
    { Name: 'Default management events', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
  ],
  MultiRegionEnabled: true,
  OrganizationEnabled: false,
  RetentionPeriod: 366,
  TerminationProtectionEnabled: true,
  BillingMode: 'EXTENDABLE_RETENTION_PRICING',
};
const names = ['Name', ...Object.keys(defaults), 'KmsKeyId'];

/** The settings after a call: what it left out stays as it was. */
export function storeSettingsAfter(before: Partial<StoreSettings>, parameters: Json): StoreSettings {
  const sent = names.filter((name) => parameters[name] !== undefined).map((name) => [name, parameters[name]]);
  const after: StoreSettings = { Name: '', ...defaults, ...before, ...Object.fromEntries(sent) };
  readAdvancedSelectors(after.AdvancedEventSelectors);
  if (after.RetentionPeriod < 7 || after.RetentionPeriod > 3653) {
    throw new AwsError('InvalidParameterException', 'RetentionPeriod must be between 7 and 3653 days.');
  }
  // API reference, KmsKeyId: "the KMS key cannot be removed or changed".
  if (before.KmsKeyId !== undefined && before.KmsKeyId !== after.KmsKeyId) {
    throw new AwsError('InvalidKmsKeyIdException', 'The KMS key of an event data store cannot be removed or changed.');
  }
  return after;
}

/** An event data store of CloudTrail Lake. It keeps no events: the guard reads none. */
export class EventDataStore {
  readonly tags = new Tags();
  readonly #createdAt = Date.now();
  #updatedAt = this.#createdAt;

  constructor(
    readonly id: string,
    readonly arn: string,
    public settings: StoreSettings,
    public status: 'ENABLED' | 'STOPPED_INGESTION' | 'PENDING_DELETION',
  ) {}

  get name(): string {
    return this.settings.Name;
  }

  change(changes: Partial<Pick<EventDataStore, 'settings' | 'status'>>): void {
    Object.assign(this, changes);
    this.#updatedAt = Date.now();
  }

  describe(): Json {
    return {
      ...this.settings,
      EventDataStoreArn: this.arn,
      Status: this.status,
      CreatedTimestamp: epochSeconds(this.#createdAt),
      UpdatedTimestamp: epochSeconds(this.#updatedAt),
    };
  }
}
