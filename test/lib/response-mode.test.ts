import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { ResponseMode, SeverityProfile } from '../../lib';
import { CHANGES, guarded, identityStatements, policyInEnvironment, statement } from './fixture';

const actions = (mode?: ResponseMode) =>
  identityStatements(guarded(mode ? { responseMode: mode } : {}).template).flatMap(({ Action }) => Action);

test('restoring is the default', () => {
  expect(policyInEnvironment(guarded().template).response).toBe('restore');
  expect(actions()).toEqual(actions(ResponseMode.RESTORE));
});

/** With the role that a trail delivers with, and those of the guard's own parts. */
const ALL_CHANGES = [...CHANGES, 'iam:PassRole', 'iam:PassRole'];

/** What puts the guard's own parts back. */
const OWN_REPAIRS = [
  'cloudwatch:EnableAlarmActions',
  'cloudwatch:PutMetricAlarm',
  'dynamodb:PutResourcePolicy',
  'events:EnableRule',
  'events:PutRule',
  'events:PutTargets',
  'events:RemoveTargets',
  'lambda:AddPermission',
  'lambda:DeleteFunctionConcurrency',
  'lambda:PutFunctionEventInvokeConfig',
  'lambda:RemovePermission',
  'lambda:UpdateFunctionConfiguration',
  'logs:CreateLogGroup',
  'logs:PutRetentionPolicy',
  'scheduler:CreateSchedule',
  'scheduler:UpdateSchedule',
  'sns:CreateTopic',
  'sns:SetTopicAttributes',
  'sns:Subscribe',
  'sqs:CreateQueue',
  'sqs:SetQueueAttributes',
];

test('restoring takes the permissions to put a trail back, and none to stop or delete one', () => {
  const changes = actions(ResponseMode.RESTORE).filter((action) =>
    /^(cloudtrail|iam):(?!Get|Describe|Lookup|List)/.test(action),
  );
  expect(changes).toEqual(ALL_CHANGES);
});

test('an observing guard gets no permission to change a trail', () => {
  const { template } = guarded((stack) => ({
    responseMode: ResponseMode.OBSERVE,
    trails: [CfnTrail.fromTrailName(stack, 'Imported', 'management')],
  }));
  expect(policyInEnvironment(template).response).toBe('observe');
  expect(statement(template, 'PutTrailsBack')).toBeUndefined();
  expect(statement(template, 'GiveTrailsTheirRole')).toBeUndefined();
});

test('observing takes away nothing else', () => {
  const given = actions(ResponseMode.RESTORE).filter((action) => !ALL_CHANGES.includes(action));
  const observing = actions(ResponseMode.OBSERVE);
  expect(given.filter((action) => !observing.includes(action)).sort()).toEqual(OWN_REPAIRS);
  expect(observing).toEqual(given.filter((action) => !OWN_REPAIRS.includes(action)));
});

test.each([
  [undefined, 'current'],
  [SeverityProfile.CURRENT, 'current'],
  [SeverityProfile.ORIGINAL, 'original'],
])('severityProfile %s rates as %s', (severityProfile, name) => {
  const { template } = guarded(severityProfile ? { severityProfile } : {});
  expect(policyInEnvironment(template).severityProfile).toBe(name);
});
