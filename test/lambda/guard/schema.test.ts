import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import ts from 'typescript';
import { bounded } from '../../../lambda/common/bounded';
import type { Outcome } from '../../../lib/contract/incident';
import { codeOf, read, tableUnder } from '../../docs/documents';
import { IDENTITIES, type IdentityName, type Json } from '../../fixtures/identities';
import { deniedStopLogging, envelope, TRAIL_ARN } from '../../fixtures/records';
import { eventOf, TECHNIQUE_RECORDS } from '../../fixtures/techniques';
import { hostile, huge, INCIDENTS, KINDS } from '../channels/incidents';
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

test.each(KINDS)('%s is valid', (kind) => {
  expect(errorsOf(INCIDENTS[kind])).toEqual([]);
});

test.each(['x', '"', '東', '\u202e', ' '])(
  'an investigation that is full of %j is valid, and what is left of it where it is too long',
  (text) => {
    expect(errorsOf(hostile(text))).toEqual([]);
    expect(errorsOf(bounded(huge(250, text), () => false))).toEqual([]);
  },
);

test.each<[string, string]>([
  ...interfacesOf('lib/contract/investigation.ts').filter(([name]) => name !== 'Finding'),
  ...interfacesOf('lib/contract/containment.ts').filter(([name]) =>
    /^(IncidentContainment|ContainmentAction)$/.test(name),
  ),
])('the schema has the fields of %s, and which may be missing', (name, fields) => {
  const { properties, required = [] } = schema.$defs[`${name[0]?.toLowerCase()}${name.slice(1)}`];
  const told = Object.keys(properties).map((field) => (required.includes(field) ? field : `${field}?`));
  expect(told.sort().join()).toBe(fields);
});

const PARTS: Readonly<Record<string, string>> = {
  call: 'callFinding',
  credential: 'credentialFinding',
  counted: 'counted',
  assumption: 'roleAssumption',
  window: 'darkWindowFinding',
};

test.each<[string, () => string[]]>([
  ['The investigation', () => pathsOf(schema.$defs.investigation, '')],
  ['Containment', () => pathsOf(schema.$defs.incidentContainment, '')],
  [
    'Calls, credentials and the like',
    () => Object.entries(PARTS).flatMap(([name, definition]) => pathsOf(schema.$defs[definition], `${name}.`)),
  ],
])('every field is told under %s', (heading, paths) => {
  const rows = tableUnder(read('docs/incident.md'), heading).map(
    ([field = '']) => `${codeOf(field)}${field.endsWith('?') ? '?' : ''}`,
  );
  expect(rows).toEqual(paths());
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

test.each<[string, object]>([
  ['an unknown field of a finding', { who: { shoeSize: 43 } }],
  ['a stage that there is none of', { stage: 'last' }],
  ['a finding without its numbers', { dark: { windows: [] } }],
  ['a time that is none', { at: 'noon' }],
  ['half a number', { apiCalls: 1.5 }],
])('fails for an investigation with %s', (_, change) => {
  const told = INCIDENTS.investigated;
  expect(errorsOf({ ...told, investigation: { ...told?.investigation, ...change } })).not.toEqual([]);
});

/** Each interface of a file with the names of its fields, sorted. */
function interfacesOf(file: string): [string, string][] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.ES2022);
  const interfaces = new Map(source.statements.filter(ts.isInterfaceDeclaration).map((one) => [one.name.text, one]));
  const fieldsOf = (one: ts.InterfaceDeclaration): string[] => [
    ...one.members
      .filter(ts.isPropertySignature)
      .map((member) => `${member.name.getText(source)}${member.questionToken ? '?' : ''}`),
    ...(one.heritageClauses ?? []).flatMap(({ types }) =>
      types.flatMap(({ expression }) => {
        const base = interfaces.get(expression.getText(source));
        return base ? fieldsOf(base) : [];
      }),
    ),
  ];
  return [...interfaces].map(([name, one]) => [name, fieldsOf(one).sort().join()]);
}

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
}

/** The paths of a schema's fields; those of the parts are told by themselves. */
function pathsOf({ properties = {}, required = [] }: Schema, path: string): string[] {
  return Object.entries(properties).flatMap(([name, field]) => [
    `${path}${name}${required.includes(name) ? '' : '?'}`,
    ...innerPaths(field, `${path}${name}`),
  ]);
}

function innerPaths(field: Schema, path: string): string[] {
  const name = field.$ref?.replace('#/$defs/', '');
  if (name !== undefined) {
    return Object.values(PARTS).includes(name) ? [] : innerPaths(schema.$defs[name], path);
  }
  return field.items ? innerPaths(field.items, `${path}[]`) : pathsOf(field, `${path}.`);
}
