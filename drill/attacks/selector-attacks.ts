import { type AdvancedEventSelector, type EventSelector, PutEventSelectorsCommand } from '@aws-sdk/client-cloudtrail';
import type { OwnAttack, OwnAttacks } from './attack';

const select =
  (selectorOf: (dataArn: string) => EventSelector): OwnAttack =>
  ({ cloudTrail }, { name: TrailName, dataArn }) =>
    cloudTrail.send(new PutEventSelectorsCommand({ TrailName, EventSelectors: [selectorOf(dataArn)] }));

const selectAdvanced =
  (selectorOf: (dataArn: string) => AdvancedEventSelector): OwnAttack =>
  ({ cloudTrail }, { name: TrailName, dataArn }) =>
    cloudTrail.send(new PutEventSelectorsCommand({ TrailName, AdvancedEventSelectors: [selectorOf(dataArn)] }));

const data = (dataArn: string) => [{ Type: 'AWS::S3::Object', Values: [dataArn] }];

export const SELECTOR_ATTACKS: OwnAttacks = {
  // As Stratus Red Team does it.
  'management-events-excluded': select(() => ({
    ReadWriteType: 'ReadOnly',
    IncludeManagementEvents: false,
    DataResources: [{ Type: 'AWS::S3::Object', Values: [] }],
  })),
  'read-write-narrowed': select((dataArn) => ({
    ReadWriteType: 'ReadOnly',
    IncludeManagementEvents: true,
    DataResources: data(dataArn),
  })),
  'management-sources-excluded': select((dataArn) => ({
    ReadWriteType: 'All',
    IncludeManagementEvents: true,
    DataResources: data(dataArn),
    ExcludeManagementEventSources: ['kms.amazonaws.com', 'rdsdata.amazonaws.com'],
  })),
  'advanced-selectors-narrowed': selectAdvanced((dataArn) => ({
    Name: 'only S3',
    FieldSelectors: [
      { Field: 'eventCategory', Equals: ['Data'] },
      { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
      { Field: 'resources.ARN', StartsWith: [dataArn] },
    ],
  })),
  'principal-or-data-events-excluded': select(() => ({ ReadWriteType: 'All', IncludeManagementEvents: true })),
};
