import { DeployedPolicies } from './deployed-policies';
import { STACK_ID } from './deployed-template';
import { guarded, IN_REGION } from './fixture';

const deployed = new DeployedPolicies(guarded({}, IN_REGION).template);
const of = (type: string) => deployed.arn(`AWS::${type}`);
const role = deployed.roles[0] ?? '';
const roleArn = `arn:aws:iam::111122223333:role/${role}`;
const trail = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/management';

/** What an attacker who got hold of the function would want to do. */
const DANGEROUS: [string, string][] = [
  ...['StopLogging', 'DeleteTrail', 'RemoveTags'].map((name): [string, string] => [`cloudtrail:${name}`, trail]),
  ['iam:PutRolePolicy', roleArn],
  ['iam:AttachRolePolicy', roleArn],
  ['iam:UpdateAssumeRolePolicy', roleArn],
  ['iam:CreateAccessKey', 'arn:aws:iam::111122223333:user/alice'],
  ['sts:AssumeRole', roleArn],
  ['lambda:UpdateFunctionCode', of('Lambda::Function')],
  ['lambda:DeleteFunction', of('Lambda::Function')],
  ['lambda:PutFunctionConcurrency', of('Lambda::Function')],
  ['lambda:InvokeFunction', of('Lambda::Function')],
  ['dynamodb:DeleteResourcePolicy', of('DynamoDB::Table')],
  ['dynamodb:DeleteItem', of('DynamoDB::Table')],
  ['dynamodb:DeleteTable', of('DynamoDB::Table')],
  ['dynamodb:Scan', of('DynamoDB::Table')],
  ['dynamodb:UpdateTable', of('DynamoDB::Table')],
  ['sns:DeleteTopic', of('SNS::Topic')],
  ['sns:AddPermission', of('SNS::Topic')],
  ['sqs:PurgeQueue', of('SQS::Queue')],
  ['sqs:DeleteQueue', of('SQS::Queue')],
  ['sqs:DeleteMessage', of('SQS::Queue')],
  ['sqs:ReceiveMessage', of('SQS::Queue')],
  ['events:DisableRule', of('Events::Rule')],
  ['events:DeleteRule', of('Events::Rule')],
  ['scheduler:DeleteSchedule', of('Scheduler::Schedule')],
  ['logs:DeleteLogGroup', of('Logs::LogGroup').replace(/:\*$/, '')],
  ['logs:DeleteRetentionPolicy', of('Logs::LogGroup').replace(/:\*$/, '')],
  ['cloudwatch:DeleteAlarms', of('CloudWatch::Alarm')],
  ['cloudwatch:DisableAlarmActions', of('CloudWatch::Alarm')],
  ['cloudformation:UpdateStack', STACK_ID],
  ['cloudformation:DeleteStack', STACK_ID],
  ['lambda:GetFunction', of('Lambda::Function')],
  ['lambda:CreateFunction', of('Lambda::Function')],
  ['lambda:DeleteFunctionEventInvokeConfig', of('Lambda::Function')],
  ['iam:DeleteRolePolicy', roleArn],
  ['iam:PutRolePermissionsBoundary', roleArn],
  ['iam:DeleteRole', roleArn],
  ['iam:CreatePolicyVersion', 'arn:aws:iam::111122223333:policy/any'],
  ['s3:DeleteObject', 'arn:aws:s3:::logs/object'],
  ['s3:PutBucketPolicy', 'arn:aws:s3:::logs'],
];

test.each(DANGEROUS)('the function may not %s', async (action, resource) => {
  expect(await deployed.allows(role, action, resource)).toBe(false);
});

const own = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:111122223333:${resource}`;
const investigator = deployed.arns('AWS::Lambda::Function').find((arn) => arn.includes('Investigator')) ?? '';

test.each<[string, string]>([
  ['events:PutRule', own('events', 'rule/payroll')],
  ['events:PutTargets', own('events', 'rule/TrailGuard-Own1-22222222-2222-3333-4444-555555555555-12345678')],
  ['lambda:UpdateFunctionConfiguration', own('lambda', 'function:payroll')],
  ['lambda:UpdateFunctionConfiguration', investigator],
  ['lambda:AddPermission', investigator],
  ['lambda:DeleteFunctionConcurrency', own('lambda', 'function:payroll')],
  ['scheduler:UpdateSchedule', own('scheduler', 'schedule/default/payroll')],
  ['dynamodb:PutResourcePolicy', own('dynamodb', 'table/payroll')],
  ['sns:SetTopicAttributes', own('sns', 'payroll')],
  ['sns:Subscribe', own('sns', 'payroll')],
  ['sqs:SetQueueAttributes', own('sqs', 'payroll')],
  ['cloudwatch:PutMetricAlarm', own('cloudwatch', 'alarm:payroll')],
  ['logs:PutRetentionPolicy', own('logs', 'log-group:payroll')],
  ['iam:GetRolePolicy', 'arn:aws:iam::111122223333:role/payroll'],
])('what it may do with its own parts, it may not do with others: %s on %s', async (action, resource) => {
  expect(resource).not.toBe('');
  expect(await deployed.allows(role, action, resource)).toBe(false);
});

test.each([
  ['its own role to another service', roleArn, 'ec2.amazonaws.com'],
  ['another role to Lambda', 'arn:aws:iam::111122223333:role/admin', 'lambda.amazonaws.com'],
])('it hands over neither %s', async (_, passed, service) => {
  expect(await deployed.allows(role, 'iam:PassRole', passed, { 'iam:PassedToService': service })).toBe(false);
});

test('the first role is that of the function', () => {
  expect(role).toContain('PermissionsRole');
});
