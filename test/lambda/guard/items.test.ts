import { campaignItem, parseCampaign } from '../../../lambda/guard/campaign-items';
import { type IncidentItem, incidentItem, parseIncidentItem } from '../../../lambda/guard/incident-items';
import { parseTrailItem, type TrailItem, trailItem } from '../../../lambda/guard/trail-items';
import { TABLE } from '../../../lib/contract/table';
import { TRAIL_ARN } from '../../fixtures/records';
import { incident } from './incidents';
import { investigation } from './investigations';

const id = { S: TRAIL_ARN };
const item: IncidentItem = {
  incident: incident('restored'),
  version: 3,
  state: 'claimed',
  owner: 'request-1',
  leaseUntil: 1_772_445_600_000,
  attributionDue: true,
};

test.each<[string, TrailItem]>([
  ['never seen logging', { arn: TRAIL_ARN }],
  ['seen logging', { arn: TRAIL_ARN, seenLoggingAt: '2026-03-02T10:00:00.000Z' }],
  [
    'with a known stop',
    { arn: TRAIL_ARN, seenLoggingAt: '2026-03-02T10:00:00.000Z', knownStop: '2026-03-01T10:00:00.000Z' },
  ],
  ['missing', { arn: TRAIL_ARN, missing: 'unexpected' }],
])('a trail %s is read as it was written', (_, trail) => {
  expect(parseTrailItem({ id, ...trailItem(trail) })).toEqual(trail);
});

test.each([
  ['of an older version', { id, seenLoggingAt: { N: '1772445600' } }],
  ['that is corrupt', { id, knownStop: { BOOL: true } }],
])('a trail %s counts as one that was seen logging', (_, stored) => {
  expect(parseTrailItem(stored)).toEqual({ arn: TRAIL_ARN, seenLoggingAt: '1970-01-01T00:00:00.000Z' });
});

test('fields of a newer version are passed over', () => {
  expect(parseTrailItem({ id, itemVersion: { N: '2' }, baseline: { S: '{}' } })).toEqual({ arn: TRAIL_ARN });
});

test.each<[string, Partial<IncidentItem>]>([
  ['', {}],
  [' that waits for its trail', { awaiting: 'delivery' }],
  [' told under another one', { joined: `${TRAIL_ARN}#first`, sentAt: 1_772_445_000_000 }],
])('an incident%s is read as it was written', (_, changes) => {
  expect(parseIncidentItem(incidentItem({ ...item, ...changes }))).toEqual({ ...item, ...changes });
});

test('a campaign is read as it was written; one of another version is passed over', () => {
  const campaign = { id: TRAIL_ARN, incidentId: 'first', actor: 'mallory', lastAt: 1_772_445_600_000 };
  expect(parseCampaign({ id, ...campaignItem(campaign) })).toEqual(campaign);
  expect(parseCampaign({ id, incidentId: { S: 'first' } })).toBeUndefined();
});

test.each([
  ['claimed', { state: 'claimed', attributionDue: false }, true],
  ['without its actor', { state: 'sent', attributionDue: true }, true],
  ['waited for', { state: 'sent', attributionDue: false, awaiting: 'restore' }, true],
  ['finished', { state: 'sent', attributionDue: false }, false],
] as const)('an incident that is %s', (_, changes, open) => {
  expect(TABLE.OPEN_KEY in incidentItem({ ...item, ...changes })).toBe(open);
});

test('an incident is kept for a year', () => {
  const { expiresAt } = incidentItem(item);
  expect(Number(expiresAt?.N)).toBe(Math.floor(Date.parse(item.incident.detectedAt) / 1000) + 365 * 24 * 3600);
});

test.each([
  ['an empty item', {}],
  ['no JSON', { ...incidentItem(item), incident: { S: '{' } }],
  ['JSON of something else', { ...incidentItem(item), incident: { S: '[]' } }],
  ['another major schema', { ...incidentItem(item), incident: { S: '{"schemaVersion":"2.0"}' } }],
  ['a version that is no number', { ...incidentItem(item), version: { N: 'x' } }],
  ['an unknown state', { ...incidentItem(item), state: { S: 'lost' } }],
])('fails to read %s', (_, stored) => {
  expect(parseIncidentItem(stored)).toBe('unreadable');
});

test('an incident that is more than an item can hold is kept shorter', () => {
  const texts = Array.from({ length: 250 }, () => 'x'.repeat(1_000));
  const found = investigation('complete', { who: { undetermined: texts }, origin: { undetermined: texts } });
  const stored = incidentItem({ ...item, incident: { ...item.incident, investigation: found } });
  expect(Buffer.byteLength(JSON.stringify(stored))).toBeLessThan(400_000);
  expect(parseIncidentItem(stored)).toMatchObject({ incident: { investigation: { stage: 'complete' } } });
});
