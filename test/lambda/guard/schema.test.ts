import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import type { Outcome } from '../../../lib/contract/incident';
import { IDENTITIES, type IdentityName, type Json } from '../../fixtures/identities';
import { deniedStopLogging, envelope, TRAIL_ARN } from '../../fixtures/records';
import { eventOf, TECHNIQUE_RECORDS } from '../../fixtures/techniques';
import { awsError } from './fake-trails';
import { SETTLED, World } from './fakes';
import { incident, incidentBy, OUTCOMES } from './incidents';

const schema = JSON.parse(readFileSync(join(__dirname, '../../../docs/incident.schema.json'), 'utf8'));
const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false, strictTypes: false });
addFormats(ajv);
const validate = ajv.compile(schema);

/** What is wrong with a message after it has been JSON. */
function errorsOf(message: unknown): string[] {
  validate(JSON.parse(JSON.stringify(message)));
  return (validate.errors ?? []).map(({ instancePath, message: text }) => `${instancePath} ${text}`);
}

test('the schema tells every outcome', () => {
  expect([...schema.properties.outcome.enum].sort()).toEqual([...OUTCOMES].sort());
});

test.each(OUTCOMES)('%s is valid', (outcome) => {
  expect(errorsOf(incident(outcome))).toEqual([]);
});

test.each(Object.keys(IDENTITIES) as IdentityName[])('an incident by %s is valid', (name) => {
  expect(errorsOf(incidentBy(name))).toEqual([]);
});

test('what the guard really sends is valid, whatever the outcome', async () => {
  const sent = new Map<Outcome, string[]>();
  const collect = (world: World) => {
    for (const message of world.messages) {
      sent.set(message.outcome, [...(sent.get(message.outcome) ?? []), ...errorsOf(message)]);
    }
  };
  const world = await new World().guarded();
  await world.handle(envelope(deniedStopLogging({ errorMessage: 'no' })));
  world.trails.startFailures.push(awsError('TimeoutError'));
  const event = world.trails.stopBy(TRAIL_ARN);
  await world.handle(event);
  await world.clock.pass(SETTLED);
  await world.sweep();
  await world.handle(eventOf(TECHNIQUE_RECORDS['log-bucket-deleted']?.matching ?? {}));
  await world.handle(world.trails.changeBy(TRAIL_ARN, TECHNIQUE_RECORDS['trail-updated']?.matching ?? {}));
  await world.handle(world.trails.changeBy(TRAIL_ARN, TECHNIQUE_RECORDS['tags-changed']?.nearMiss ?? {}));
  world.trails.deliver(TRAIL_ARN, 'LatestDeliveryError: NoSuchBucket');
  await world.sweep();
  world.trails.deliver(TRAIL_ARN);
  await world.sweep();
  world.trails.deleteBy(TRAIL_ARN);
  await world.sweep();
  collect(world);
  const observing = await new World({ response: 'observe' }).guarded();
  observing.trails.historyFailure = awsError('ThrottlingException');
  observing.trails.stopBy(TRAIL_ARN);
  await observing.sweep();
  observing.trails.startBy(TRAIL_ARN);
  await observing.clock.pass(SETTLED);
  await observing.sweep();
  observing.trails.deleteBy(TRAIL_ARN);
  await observing.sweep();
  collect(observing);
  expect(Object.fromEntries(sent)).toEqual({
    attempted: [],
    'restore-failed': [],
    restored: [],
    reported: [],
    adopted: [],
    'delivery-failing': [],
    'delivery-recovered': [],
    'trail-missing': [],
    observed: [],
    'already-logging': [],
  });
});

test('any text in the event makes a valid incident', () => {
  const text = fc.string({ unit: 'binary', maxLength: 600 });
  const fields = fc.record<Json>({
    userIdentity: fc.record({ type: text, arn: text, accountId: text, userName: text, invokedBy: text }),
    sourceIPAddress: text,
    userAgent: text,
    errorCode: text,
    errorMessage: text,
    vpcEndpointId: text,
  });
  fc.assert(
    fc.property(fields, fc.constantFrom(...OUTCOMES), (values, outcome) => {
      expect(errorsOf(incident(outcome, values))).toEqual([]);
    }),
  );
});

test.each<[string, object, string]>([
  ['an unknown field', { extra: 1 }, ' must NOT have additional properties'],
  ['an unknown outcome', { outcome: 'fine' }, '/outcome must be equal to one of the allowed values'],
  ['another version', { schemaVersion: '2.0' }, '/schemaVersion must be equal to constant'],
  ['a time that is none', { detectedAt: 'noon' }, '/detectedAt must match format "date-time"'],
  ['a restore that nothing showed', { checks: [] }, '/checks must contain at least 1 valid item(s)'],
  ['half a trail', { trail: { name: 'main' } }, '/trail must have property arn when property name is present'],
  [
    'a window without its length',
    { darkWindow: { stoppedAt: '2026-03-02T10:00:00Z', startedAt: '2026-03-02T10:00:01Z' } },
    '/darkWindow must have property seconds when property startedAt is present',
  ],
])('fails for %s', (_, change, error) => {
  expect(errorsOf({ ...incident('restored'), ...change })).toContain(error);
});
