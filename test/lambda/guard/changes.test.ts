import { type FieldChange, techniqueOfChanges } from '../../../lambda/guard/changes';
import type { ConfigurationField, TrailConfiguration } from '../../../lib/contract/trail-configuration';
import { FIXTURE_CONFIGURATION } from '../../fixtures/techniques/configuration';

const lost = (...fields: ConfigurationField[]): FieldChange[] =>
  fields.map((field) => ({ field, relation: 'narrower' }));
const named = (fields: FieldChange[], after: Partial<TrailConfiguration> = {}) =>
  techniqueOfChanges(fields, FIXTURE_CONFIGURATION, { ...FIXTURE_CONFIGURATION, ...after }, 'current').id;

test('one lost setting names the incident', () => {
  expect(named(lost('SnsTopicARN'))).toBe('notification-topic-changed');
});

test('of several that are equally bad none does: the trail was updated', () => {
  const fields = lost('SnsTopicARN', 'IncludeGlobalServiceEvents', 'IsMultiRegionTrail', 'LogFileValidationEnabled');
  expect(named(fields)).toBe('trail-updated');
});

test('what another loss takes does not count by itself', () => {
  expect(named(lost('IsMultiRegionTrail', 'IncludeGlobalServiceEvents'))).toBe('global-service-events-disabled');
});

test('what is worse than the others does, wherever it stands', () => {
  const Selectors = { EventSelectors: [] };
  const fields = lost('SnsTopicARN', 'Tags', 'Selectors');
  expect(named(lost('Tags', 'SnsTopicARN'), { Selectors })).toBe('notification-topic-changed');
  expect(['trail-updated', 'notification-topic-changed']).not.toContain(named(lost('Tags', 'InsightSelectors')));
  expect(named(fields, { Selectors })).not.toBe('tags-removed');
});
