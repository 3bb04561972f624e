import {
  AttachRolePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { recordOf } from './cloudtrail-fixture';
import { cleanUp, clientConfig, errorOf } from './fixture';
import { account, type Started, startParts, topicArn } from './own-parts-fixture';

const RoleName = 'guard-role';
const managed = `arn:aws:iam::${account}:policy/Guard-Managed`;
const statement = (Effect: string, Action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect, Action: [Action], Resource: '*' }] });

let started: Started;
beforeEach(async () => {
  started = await startParts((resources) => {
    Object.assign(resources.Role?.Properties ?? {}, {
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
    });
    resources.Policy = {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'Tell',
        PolicyDocument: JSON.parse(statement('Allow', 'sns:Publish')),
        Roles: [{ Ref: 'Role' }],
      },
    };
    resources.Managed = {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: {
        ManagedPolicyName: 'Guard-Managed',
        PolicyDocument: JSON.parse(statement('Allow', 'sns:List*')),
        Roles: [{ Ref: 'Role' }],
      },
    };
  });
});
afterEach(cleanUp);

const tell = () => {
  const sns = new SNSClient(clientConfig(started.standIn, started.standIn.functions.get('guard').caller));
  return sns.send(new PublishCommand({ TopicArn: topicArn, Message: 'text' }));
};

test('a role is told as the template has it', async () => {
  const { iam } = started;
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toContain('lambda.amazonaws.com');
  expect(Role).not.toHaveProperty('PermissionsBoundary');
  expect((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual(['Tell']);
  const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'Tell' }));
  expect(decodeURIComponent(PolicyDocument)).toBe(statement('Allow', 'sns:Publish'));
  expect((await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }))).AttachedPolicies).toEqual([
    { PolicyName: 'Guard-Managed', PolicyArn: managed },
  ]);
  await tell();
});

test.each([
  [
    'denied it',
    new PutRolePolicyCommand({ RoleName, PolicyName: 'quiet', PolicyDocument: statement('Deny', 'sns:*') }),
  ],
  [
    'denied everything',
    new PutRolePolicyCommand({ RoleName, PolicyName: 'q', PolicyDocument: statement('Deny', '*') }),
  ],
  ['without its policy', new DeleteRolePolicyCommand({ RoleName, PolicyName: 'Tell' })],
  [
    'with another policy in its place',
    new PutRolePolicyCommand({ RoleName, PolicyName: 'Tell', PolicyDocument: statement('Allow', 'sns:List*') }),
  ],
  ['bounded', new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: 'arn:aws:iam::aws:policy/Less' })],
  [
    'with a policy that denies all',
    new AttachRolePolicyCommand({ RoleName, PolicyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' }),
  ],
  ['deleted', new DeleteRoleCommand({ RoleName })],
])('a role may not do what it was deployed for when it is %s', async (_how, command) => {
  await started.iam.send(command as DeleteRoleCommand);
  expect(await errorOf(tell())).toMatchObject({ name: 'AuthorizationErrorException', status: 403 });
  expect(recordOf(started.standIn, command.constructor.name.replace('Command', ''))).toMatchObject({
    awsRegion: 'us-east-1',
    requestParameters: { roleName: RoleName },
  });
  await started.standIn.redeploy();
  await tell();
});

test.each([
  [
    'denied other things',
    new PutRolePolicyCommand({ RoleName, PolicyName: 'q', PolicyDocument: statement('Deny', 's3:*') }),
  ],
  ['without another policy', new DetachRolePolicyCommand({ RoleName, PolicyArn: managed })],
  ['with one more', new AttachRolePolicyCommand({ RoleName, PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })],
])('a role goes on when it is %s', async (_how, command) => {
  await started.iam.send(command as DetachRolePolicyCommand);
  await tell();
});

test('Scheduler cannot invoke by a role that is gone', async () => {
  const { iam, standIn } = started;
  await iam.send(new DeleteRoleCommand({ RoleName }));
  standIn.scheduler.fire();
  await standIn.settled();
  expect(standIn.timeline.of('invocation')).toEqual([]);
  expect(standIn.timeline.of('deadLetter')).toMatchObject([{ reason: 'AccessDeniedException' }]);
});
