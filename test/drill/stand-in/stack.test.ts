import {
  DeleteStackCommand,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  ListStackInstancesCommand,
  type Stack,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { recordOf } from './cloudtrail-fixture';
import { cleanUp, errorOf } from './fixture';
import { functionArn, type Started, startParts } from './own-parts-fixture';

const StackName = 'Guard';

let started: Started;
beforeEach(async () => {
  started = await startParts((resources) => {
    Object.assign(resources, {
      Manifest: {
        Type: 'AWS::CloudFormation::WaitConditionHandle',
        Metadata: { 'TrailGuard::OwnParts': { function: { 'Fn::GetAtt': ['Handler', 'Arn'] }, timeout: 20 } },
      },
    });
  });
});
afterEach(cleanUp);

const describe = async (name = StackName): Promise<Partial<Stack>> =>
  (await started.cloudFormation.send(new DescribeStacksCommand({ StackName: name }))).Stacks?.[0] ?? {};

test('a resource is told with what the template keeps beside it', async () => {
  const { cloudFormation } = started;
  const ask = (LogicalResourceId: string) =>
    cloudFormation.send(new DescribeStackResourceCommand({ StackName, LogicalResourceId }));
  const { StackResourceDetail } = await ask('Manifest');
  expect(StackResourceDetail).toMatchObject({ ResourceType: 'AWS::CloudFormation::WaitConditionHandle' });
  expect(JSON.parse(StackResourceDetail?.Metadata ?? '')).toEqual({
    'TrailGuard::OwnParts': { function: functionArn, timeout: 20 },
  });
  expect(await errorOf(ask('Nothing'))).toMatchObject({ name: 'ValidationError' });
  expect(await errorOf(describe('Other'))).toMatchObject({ name: 'ValidationError' });
});

test('a stack is being updated until that is over', async () => {
  const { cloudFormation, standIn } = started;
  expect(await describe()).toMatchObject({ StackStatus: 'CREATE_COMPLETE', StackName });
  expect((await describe()).LastUpdatedTime).toBeUndefined();
  await cloudFormation.send(new UpdateStackCommand({ StackName, TemplateBody: '{"secret": 1}' }));
  expect((await describe(standIn.stack.stackId)).StackStatus).toBe('UPDATE_IN_PROGRESS');
  expect(recordOf(standIn, 'UpdateStack')).toMatchObject({
    eventSource: 'cloudformation.amazonaws.com',
    requestParameters: { stackName: StackName },
  });
  standIn.stack.complete();
  const { StackStatus, LastUpdatedTime } = await describe();
  expect([StackStatus, LastUpdatedTime]).toEqual(['UPDATE_COMPLETE', expect.any(Date)]);
  await cloudFormation.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName: 'next' }));
  expect((await describe()).StackStatus).toBe('UPDATE_IN_PROGRESS');
  expect(recordOf(standIn, 'ExecuteChangeSet')?.requestParameters).toMatchObject({ changeSetName: 'next' });
  await cloudFormation.send(new DeleteStackCommand({ StackName }));
  expect((await describe()).StackStatus).toBe('DELETE_IN_PROGRESS');
});

test('the instances of a stack set are listed page by page', async () => {
  const { cloudFormation, standIn } = started;
  const list = (NextToken?: string) =>
    cloudFormation.send(new ListStackInstancesCommand({ StackSetName: 'fleet', MaxResults: 2, NextToken }));
  expect(await errorOf(list())).toMatchObject({ name: 'StackSetNotFoundException' });
  const instances = ['us-east-1', 'us-west-2', 'eu-west-1'].map((Region) => ({ Account: '444455556666', Region }));
  standIn.stack.stackInstances.set('fleet', instances);
  const first = await list();
  const second = await list(first.NextToken);
  expect([first.Summaries?.length, second.Summaries?.length, second.NextToken]).toEqual([2, 1, undefined]);
  expect([...(first.Summaries ?? []), ...(second.Summaries ?? [])]).toMatchObject(instances);
});

test('all is put back as the template says', async () => {
  const { standIn, dynamoDb } = started;
  await standIn.functions.delete('guard');
  standIn.bus.rule('guard-rule').state = 'DISABLED';
  standIn.scheduler.schedules.splice(0);
  await standIn.redeploy();
  expect(standIn.cloudTrail.trails.map(({ arn }) => arn)).toEqual([
    'arn:aws:cloudtrail:us-east-1:111122223333:trail/main',
  ]);
  expect((await dynamoDb.send(new ListTablesCommand({}))).TableNames).toEqual(['guard-table']);
  expect(standIn.bus.rule('guard-rule').state).toBe('ENABLED');
  standIn.scheduler.fire();
  await standIn.settled();
  expect(standIn.timeline.of('invocation')).toMatchObject([{ phase: 'start' }, { phase: 'end' }]);
});
