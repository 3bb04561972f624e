import { DeployedPolicies } from './deployed-policies';
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
  ['lambda:UpdateFunctionConfiguration', of('Lambda::Function')],
  ['lambda:DeleteFunction', of('Lambda::Function')],
  ['lambda:PutFunctionConcurrency', of('Lambda::Function')],
  ['lambda:InvokeFunction', of('Lambda::Function')],
  ['dynamodb:PutResourcePolicy', of('DynamoDB::Table')],
  ['dynamodb:DeleteItem', of('DynamoDB::Table')],
  ['dynamodb:DeleteTable', of('DynamoDB::Table')],
  ['dynamodb:Scan', of('DynamoDB::Table')],
  ['dynamodb:UpdateTable', of('DynamoDB::Table')],
  ['sns:DeleteTopic', of('SNS::Topic')],
  ['sns:SetTopicAttributes', of('SNS::Topic')],
  ['sns:Subscribe', of('SNS::Topic')],
  ['sqs:PurgeQueue', of('SQS::Queue')],
  ['sqs:DeleteQueue', of('SQS::Queue')],
  ['sqs:DeleteMessage', of('SQS::Queue')],
  ['sqs:ReceiveMessage', of('SQS::Queue')],
  ['events:DisableRule', of('Events::Rule')],
  ['events:PutRule', of('Events::Rule')],
  ['events:DeleteRule', of('Events::Rule')],
  ['scheduler:DeleteSchedule', of('Scheduler::Schedule')],
  ['scheduler:UpdateSchedule', of('Scheduler::Schedule')],
  ['logs:DeleteLogGroup', of('Logs::LogGroup').replace(/:\*$/, '')],
  ['logs:PutRetentionPolicy', of('Logs::LogGroup').replace(/:\*$/, '')],
  ['s3:DeleteObject', 'arn:aws:s3:::logs/object'],
  ['s3:PutBucketPolicy', 'arn:aws:s3:::logs'],
];

test.each(DANGEROUS)('the function may not %s', async (action, resource) => {
  expect(await deployed.allows(role, action, resource)).toBe(false);
});

test('the first role is that of the function', () => {
  expect(role).toContain('PermissionsRole');
});
