import { HUB_INCIDENT_LINE, type HubIncidentLine } from '../../lib/contract/hub';
import { dashboardIn } from './dashboard-body';
import { hubbed } from './hub-fixture';
import { type LogEvent, query } from './logs-insights';

const { widgets } = dashboardIn(hubbed().template);
const rowsOf = (title: string, log: readonly LogEvent[]) =>
  query(widgets.find(({ properties }) => properties.title === title)?.properties.query ?? '', log);

const TRAIL = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/management';

/** A line as Lambda's runtime writes it in the JSON log format: what is logged is its `message`. */
function line(entry: object, minutes: number): LogEvent {
  const timestamp = Date.parse('2026-11-24T10:00:00Z') + minutes * 60_000;
  return { timestamp, message: JSON.stringify({ timestamp, level: 'INFO', requestId: 'request-1', message: entry }) };
}

const told = (minutes: number, change: Partial<HubIncidentLine> = {}) =>
  line(
    {
      event: HUB_INCIDENT_LINE,
      account: '111122223333',
      region: 'eu-west-1',
      incident: `${TRAIL}#1`,
      severity: 'high',
      technique: 'stop-logging',
      outcome: 'restored',
      actor: 'mallory',
      target: 'management',
      ...change,
    } satisfies HubIncidentLine,
    minutes,
  );

const LOG = [
  told(0, { outcome: 'restore-failed', severity: 'critical' }),
  line({ event: 'census', quiet: 3 }, 1),
  told(2),
  told(3, { incident: `${TRAIL}#2`, technique: 'delete-trail', severity: 'critical' }),
  // Another account names somebody else's incident: it hides nothing.
  told(4, { account: '444455556666' }),
];

test('the latest incidents are each as it was told last, the latest first', () => {
  const rows = rowsOf('Latest incidents of all accounts', LOG);
  expect(rows.map(({ account, incident, outcome }) => [account, incident, outcome])).toEqual([
    ['444455556666', `${TRAIL}#1`, 'restored'],
    ['111122223333', `${TRAIL}#2`, 'restored'],
    ['111122223333', `${TRAIL}#1`, 'restored'],
  ]);
  expect(Object.keys(rows[0] ?? {})).toEqual(
    expect.arrayContaining(['@timestamp', 'region', 'severity', 'technique', 'actor', 'target']),
  );
});

test.each([
  ['Incidents by account', { '111122223333': 2, '444455556666': 1 }],
  ['Incidents by severity', { high: 2, critical: 1 }],
  ['Incidents by technique', { 'stop-logging': 2, 'delete-trail': 1 }],
])('%s: each counted once, as it was told last', (title, expected) => {
  const rows = rowsOf(title, LOG);
  expect(Object.fromEntries(rows.map(({ kind, incidents }) => [kind, incidents]))).toEqual(expected);
});
