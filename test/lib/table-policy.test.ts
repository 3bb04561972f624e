import { DeployedGuard } from './deployed-guard';
import { ACCOUNT, guarded, only } from './fixture';

const deployed = new DeployedGuard();
const guardArn = `arn:aws:iam::${ACCOUNT}:role/${deployed.guard}`;
const administratorArn = `arn:aws:iam::${ACCOUNT}:role/Administrator`;
const EVERYTHING = [
  { name: 'AdministratorAccess', policy: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } },
];

const WRITES = [
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'PartiQLInsert',
  'PartiQLUpdate',
  'PartiQLDelete',
];

test.each(WRITES)('an administrator may not %s', async (name) => {
  expect(await deployed.allowsOnTable(administratorArn, `dynamodb:${name}`, EVERYTHING)).toBe(false);
});

test.each(['GetItem', 'Query', 'Scan', 'DescribeTable', 'DeleteTable', 'PutResourcePolicy'])(
  'an administrator may %s: reading, and managing the table itself, is for IAM to allow',
  async (name) => {
    expect(await deployed.allowsOnTable(administratorArn, `dynamodb:${name}`, EVERYTHING)).toBe(true);
  },
);

test.each(['GetItem', 'PutItem', 'UpdateItem', 'Query'])("the guard's role may %s", async (name) => {
  const policies = deployed.policiesOf(deployed.guard);
  expect(await deployed.allowsOnTable(guardArn, `dynamodb:${name}`, policies)).toBe(true);
});

test.each(['DeleteItem', 'BatchWriteItem', 'Scan'])("the guard's role may not %s", async (name) => {
  const policies = deployed.policiesOf(deployed.guard);
  expect(await deployed.allowsOnTable(guardArn, `dynamodb:${name}`, policies)).toBe(false);
});

test('DynamoDB itself may remove old incidents', () => {
  const { ResourcePolicy } = only(guarded().template, 'AWS::DynamoDB::Table').properties;
  expect(ResourcePolicy).toMatchObject({
    PolicyDocument: {
      Statement: [{ Effect: 'Deny', Condition: { Bool: { 'aws:PrincipalIsAWSService': 'false' } } }],
    },
  });
});
