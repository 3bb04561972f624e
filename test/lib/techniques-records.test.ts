import { matches } from '../../drill/stand-in/event-pattern';
import { compareField } from '../../lambda/guard/configuration/compare';
import { selectorTechnique } from '../../lambda/guard/configuration/selector-technique';
import { eventPatterns } from '../../lib/contract/event-pattern';
import { appliesTo, parameterAt, TECHNIQUES, type Technique, techniquesOf } from '../../lib/contract/techniques';
import type { ConfigurationField } from '../../lib/contract/trail-configuration';
import { type Json, REGION } from '../fixtures/identities';
import {
  configurationAfter,
  eventOf,
  FIXTURE_CONFIGURATION,
  FIXTURE_RESOURCES,
  TECHNIQUE_RECORDS,
  type TechniqueRecord,
} from '../fixtures/techniques';
import { DeployedTemplate } from './deployed-template';
import { guarded } from './fixture';

// The fixtures are one account's, so the patterns are made for it.
const PATTERNS = eventPatterns('111122223333').map(
  ({ detailType, ...pattern }) => ({ ...pattern, 'detail-type': detailType }) as unknown as Json,
);

// Calls on the guard's own parts are matched by their names, as a template has them.
const OWN_PATTERNS = new DeployedTemplate(guarded().template, REGION)
  .propertiesOf('AWS::Events::Rule')
  .filter(({ Name }) => /^TrailGuard-Own/.test(String(Name)))
  .map(({ EventPattern }) => EventPattern as Json);

const recordOf = ({ id }: Technique): TechniqueRecord => {
  const found = TECHNIQUE_RECORDS[id];
  if (!found) throw new Error(`no records of ${id}`);
  return found;
};
const cases = TECHNIQUES.map((technique) => [technique.id, technique] as const);
const ownCases = cases.filter(([, { target }]) => target === 'guard');
const otherCases = cases.filter(([, { target }]) => target !== 'guard');
const rejectedBy = (by: TechniqueRecord['nearMissRejectedBy']) =>
  cases
    .filter(([, technique]) => recordOf(technique).nearMissRejectedBy === by)
    .map(([id, technique]) => [id, recordOf(technique).nearMissReason, technique] as const);

const matching = (record: Json) => PATTERNS.filter((pattern) => matches(pattern, eventOf(record)));
const matchingOwn = (record: Json) => OWN_PATTERNS.filter((pattern) => matches(pattern, eventOf(record)));
const parametersOf = (record: Json) => record.requestParameters as Json | null;
const targetOf = (technique: Technique, record: Json) =>
  technique.targetParameters
    .map((path) => parameterAt(parametersOf(record), path))
    .find((value) => typeof value === 'string');
const relation = (field: ConfigurationField, record: Json) =>
  compareField(field, FIXTURE_CONFIGURATION, configurationAfter(record));
/** What the call may be by its name and parameters. */
const candidates = (record: Json) =>
  techniquesOf(String(record.eventSource), String(record.eventName)).filter((technique) =>
    appliesTo(technique, parametersOf(record)),
  );

test('every record is of a technique', () => {
  expect(Object.keys(TECHNIQUE_RECORDS).sort()).toEqual(TECHNIQUES.map(({ id }) => id).sort());
});

test.each(ownCases)('%s matches a pattern and is one of its call’s techniques', (_, technique) => {
  const record = recordOf(technique).matching;
  expect([...matching(record), ...matchingOwn(record)]).not.toEqual([]);
  expect(candidates(record)).toContain(technique);
});

test.each(ownCases)('%s on somebody else’s part matches no own pattern', (_, technique) => {
  expect(matchingOwn(recordOf(technique).nearMiss)).toEqual([]);
});

test('what another pattern matches whatever it is made on is not matched by name too', () => {
  const twice = ownCases.filter(([, technique]) => {
    const { matching: record } = recordOf(technique);
    return matching(record).length > 0 && matchingOwn(record).length > 0;
  });
  // The other patterns match these only with certain parameters.
  expect(twice.map(([id]) => id)).toEqual(['guard-role-policy-changed', 'guard-topic-changed']);
});

test.each(otherCases)('%s matches one pattern and is one of its call’s techniques', (_, technique) => {
  const record = recordOf(technique).matching;
  expect(matching(record)).toHaveLength(1);
  expect(candidates(record)).toContain(technique);
});

test.each(cases.filter(([, { targetParameters }]) => targetParameters.length > 0))(
  '%s names its target',
  (_, technique) => {
    expect(FIXTURE_RESOURCES[technique.target]).toContain(targetOf(technique, recordOf(technique).matching));
  },
);

test.each(rejectedBy('pattern'))('%s: %s matches no pattern', (_, __, technique) => {
  const record = recordOf(technique).nearMiss;
  expect(matching(record)).toEqual([]);
  expect(candidates(record)).not.toContain(technique);
});

test.each(rejectedBy('resource'))('%s: %s is somebody else’s', (_, __, technique) => {
  const target = targetOf(technique, recordOf(technique).nearMiss);
  expect(target).toEqual(expect.any(String));
  expect(FIXTURE_RESOURCES[technique.target]).not.toContain(target);
});

test.each(rejectedBy('state'))('%s: %s is told by the trail alone', (_, __, technique) => {
  const record = recordOf(technique).nearMiss;
  expect(technique.fields).toBeDefined();
  expect(candidates(record)).toContain(technique);
  expect(FIXTURE_RESOURCES.trail).toContain(targetOf(technique, record));
  for (const field of technique.fields ?? []) {
    expect(['equal', 'wider']).toContain(relation(field, record));
  }
});

test.each(cases.filter(([, { fields }]) => fields))('%s leaves the trail with less or elsewhere', (_, technique) => {
  const record = recordOf(technique).matching;
  const relations = technique.fields?.map((field) => relation(field, record)) ?? [];
  expect(relations.filter((each) => each !== 'equal' && each !== 'wider')).not.toEqual([]);
});

test.each(cases.filter(([, { fields }]) => fields?.includes('Selectors')))(
  '%s is told by the selectors',
  (id, technique) => {
    const { Selectors } = configurationAfter(recordOf(technique).matching);
    expect(selectorTechnique(FIXTURE_CONFIGURATION.Selectors, Selectors)).toBe(id);
  },
);

test.each(ownCases)('%s is not told as of the guard’s own when it is denied: it names nothing', (_, technique) => {
  const denied = { ...recordOf(technique).matching, errorCode: 'AccessDenied', requestParameters: null };
  expect(matchingOwn(denied)).toEqual([]);
});

test.each(otherCases.filter(([, { when }]) => !when))('%s is seen as an attempt when it is denied', (_, technique) => {
  const denied = { errorCode: 'AccessDenied', requestParameters: null, responseElements: null };
  expect(matching({ ...recordOf(technique).matching, ...denied })).toHaveLength(1);
});
