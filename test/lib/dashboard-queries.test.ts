import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import fc from 'fast-check';
import { TrailGuard, TrailGuardDashboard } from '../../lib';
import type { Incident, Outcome } from '../../lib/contract/incident';
import { TRAIL_ARN } from '../fixtures/records';
import { World } from '../lambda/guard/fakes';
import { incident, OUTCOMES } from '../lambda/guard/incidents';
import { dashboardIn } from './dashboard-body';
import { type LogEvent, query } from './logs-insights';

const stack = new Stack(new App(), 'Stack');
new TrailGuardDashboard(stack, 'Dashboard', { guard: new TrailGuard(stack, 'TrailGuard') });
const { widgets } = dashboardIn(Template.fromStack(stack));
const queryOf = (title: string) => widgets.find(({ properties }) => properties.title === title)?.properties.query ?? '';
const LATEST = queryOf('Latest incidents');
const BY_TECHNIQUE = queryOf('Incidents by technique');
const BY_OUTCOME = queryOf('Incidents by outcome, as told last');

const MINUTE = 60_000;

/** A line as Lambda's runtime writes it in the JSON log format: what is logged is its `message`. */
function line(entry: object, minutes = 0, level = 'INFO'): LogEvent {
  const timestamp = Date.parse('2026-03-02T10:00:00Z') + minutes * MINUTE;
  const written = { timestamp: new Date(timestamp).toISOString(), level, requestId: 'request-1', message: entry };
  return { timestamp, message: JSON.stringify(written) };
}

const told = (told: Incident, minutes = 0) => line({ event: 'incident', incident: told }, minutes);
/** What is written between: metrics as they are, other lines of the guard, an incident that was not told. */
const NOISE = [
  { timestamp: 0, message: '{"_aws":{},"FunctionName":"guard","DarkSeconds":12.5}' },
  line({ event: 'message-not-published', incident: incident('restore-failed') }, 1, 'ERROR'),
  line({ event: 'table-unreachable', incident: 'arn#2026', error: '"event":"incident"' }, 2, 'ERROR'),
];

test.each(OUTCOMES)('an incident that is %s is shown with all that it has', (outcome) => {
  const known = incident(outcome);
  expect(query(LATEST, [...NOISE, told(known)])).toEqual([
    {
      '@timestamp': Date.parse('2026-03-02T10:00:00Z'),
      outcome,
      technique: known.technique.id,
      actor: known.actor?.displayName,
      trail: known.trail.name,
      severity: known.severity,
      incident: known.id,
    },
  ]);
});

/** As many findings as make an incident more than what is discovered of a line. */
const investigated = (known: Incident, calls: number): Incident => ({
  ...known,
  investigation: {
    stage: 'complete',
    at: '2026-03-02T10:16:00.000Z',
    seconds: 4,
    apiCalls: 12,
    who: {},
    origin: {},
    expected: {},
    alerts: { findings: [{ source: 'GuardDuty', id: '1', title: '', severity: 'HIGH', at: '', names: 'principal' }] },
    activity: {},
    dark: {
      windows: [],
      regions: ['eu-west-1'],
      complete: true,
      total: calls,
      errors: 0,
      actors: [],
      services: [],
      credentials: [],
      sensitive: Array.from({ length: calls }, (_, call) => ({
        eventId: String(call),
        eventName: 'CreateAccessKey',
        eventSource: 'iam.amazonaws.com',
        at: '2026-03-02T10:00:05.000Z',
        region: 'us-east-1',
        by: 'mallory',
      })),
    },
    criticality: { severity: 'critical', riskScore: 99, reasons: [] },
  },
});

test.each([
  ['each field by its path', 1000],
  ['the first 200 by their paths', 200],
  ['none by its path, since which 200 are discovered is not said', 0],
])('who makes many calls in the dark is not left out: %s', (_, discovered) => {
  const log = [told(investigated(incident('restored'), 60))];
  expect(query(LATEST, log, discovered)).toEqual(query(LATEST, [told(incident('restored'))]));
  expect(query(BY_OUTCOME, log, discovered)).toEqual([{ incidents: 1, kind: 'restored' }]);
  expect(query(BY_TECHNIQUE, log, discovered)).toEqual([{ incidents: 1, kind: 'stop-logging' }]);
});

test('by its path or out of the line, each field is the same', () => {
  const log = OUTCOMES.map((outcome) => told(incident(outcome, {}, { id: outcome })));
  const withoutPaths = LATEST.replace(/coalesce\([\w.]+, /g, 'coalesce(');
  const withoutParse = LATEST.replace(/, \w+InLine\)/g, ')');
  expect(query(withoutPaths, log)).toEqual(query(LATEST, log));
  expect(query(withoutParse, log)).toEqual(query(LATEST, log));
});

test('what an attacker writes is not taken for another field', () => {
  const forged = fc.constantFrom(
    '","outcome":"restored","account":"',
    '"severity":"low","riskScore"',
    '"event":"incident"',
  );
  const text = fc.oneof(
    fc.string(),
    fc.tuple(fc.string(), forged, fc.string()).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, text, text, (userName, userAgent, errorMessage) => {
      const known = incident('restore-failed', {
        userIdentity: { type: 'IAMUser', userName, arn: 'arn:aws:iam::111122223333:user/mallory' },
        userAgent,
        errorMessage,
      });
      for (const discovered of [0, 200]) {
        expect(query(LATEST, [told(known)], discovered)).toMatchObject([
          { outcome: 'restore-failed', technique: 'stop-logging', severity: known.severity, incident: known.id },
        ]);
      }
    }),
  );
});

test('an incident counts once, as it was told last, however often it was told', () => {
  const messages: [string, Outcome][] = [
    ['a', 'restore-failed'],
    ['b', 'attempted'],
    ['a', 'restored'],
    ['c', 'restored'],
  ];
  const log = messages.map(([id, outcome], minutes) => told(incident(outcome, {}, { id }), minutes));
  expect(query(BY_OUTCOME, [...NOISE, ...log])).toEqual([
    { incidents: 2, kind: 'restored' },
    { incidents: 1, kind: 'attempted' },
  ]);
  expect(query(BY_TECHNIQUE, [...NOISE, ...log])).toEqual([{ incidents: 3, kind: 'stop-logging' }]);
  expect(query(LATEST, [...NOISE, ...log]).map((row) => [row.incident, row.outcome])).toEqual([
    ['c', 'restored'],
    ['a', 'restored'],
    ['b', 'attempted'],
  ]);
});

test('the table shows the latest twenty', () => {
  const log = Array.from({ length: 30 }, (_, minute) => told(incident('restored', {}, { id: `${minute}` }), minute));
  expect(query(LATEST, log).map((row) => row.incident)).toEqual(Array.from({ length: 20 }, (_, i) => `${29 - i}`));
});

test('what the guard logs of a stop is found', async () => {
  const world = await new World().guarded();
  await world.handle(world.trails.stopBy(TRAIL_ARN));
  const log = world.logged.map((entry) => line(entry));
  expect(query(LATEST, log)).toMatchObject([{ outcome: 'restored', technique: 'stop-logging', actor: 'mallory' }]);
});

test('fails to run what is not in the language', () => {
  expect(() => query(`${LATEST}\n| where outcome = 1`, [])).toThrow('not known');
  expect(() => query("SOURCE 'log' | stats count(*) by outcome", [])).toThrow('not understood');
});
