import type { ConfigurationField, TrailConfiguration } from '../../../lib/contract/trail-configuration';
import type { Json } from '../../fixtures/identities';
import { configurationAfter } from '../../fixtures/techniques/after';
import { FIXTURE_CONFIGURATION } from '../../fixtures/techniques/configuration';

/** A configuration after a recorded call: what the call changes of the fixture trail's, it changes of any. */
export function attacked(configuration: TrailConfiguration, call: Json): TrailConfiguration {
  const after = configurationAfter(call);
  const fields = Object.keys({ ...FIXTURE_CONFIGURATION, ...configuration }) as ConfigurationField[];
  const entries = fields.map((field) => {
    const isChanged = JSON.stringify(after[field]) !== JSON.stringify(FIXTURE_CONFIGURATION[field]);
    return [field, isChanged ? after[field] : configuration[field]];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as TrailConfiguration;
}
