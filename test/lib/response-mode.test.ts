import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { ResponseMode, SeverityProfile } from '../../lib';
import { guarded, identityStatements, policyInEnvironment, statement } from './fixture';

const actions = (mode?: ResponseMode) =>
  identityStatements(guarded(mode ? { responseMode: mode } : {}).template).flatMap(({ Action }) => Action);

test('restoring is the default', () => {
  expect(policyInEnvironment(guarded().template).response).toBe('restore');
  expect(actions()).toEqual(actions(ResponseMode.RESTORE));
});

test('restoring takes one permission to change a trail', () => {
  expect(actions(ResponseMode.RESTORE).filter((action) => !/:(Get|Describe|Lookup)/.test(action))).toContain(
    'cloudtrail:StartLogging',
  );
});

test('an observing guard gets no permission to start a trail', () => {
  const { template } = guarded((stack) => ({
    responseMode: ResponseMode.OBSERVE,
    trails: [CfnTrail.fromTrailName(stack, 'Imported', 'management')],
  }));
  expect(policyInEnvironment(template).response).toBe('observe');
  expect(statement(template, 'StartStoppedTrails')).toBeUndefined();
  expect(JSON.stringify(template.toJSON())).not.toContain('StartLogging');
});

test('observing takes away nothing else', () => {
  const restoring = actions(ResponseMode.RESTORE).filter((action) => action !== 'cloudtrail:StartLogging');
  expect(actions(ResponseMode.OBSERVE)).toEqual(restoring);
});

test.each([
  [undefined, 'current'],
  [SeverityProfile.CURRENT, 'current'],
  [SeverityProfile.ORIGINAL, 'original'],
])('severityProfile %s rates as %s', (severityProfile, name) => {
  const { template } = guarded(severityProfile ? { severityProfile } : {});
  expect(policyInEnvironment(template).severityProfile).toBe(name);
});
