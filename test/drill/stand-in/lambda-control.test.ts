import {
  AddPermissionCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  InvokeCommand,
  ListFunctionsCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { zipOf } from '../../../drill/zip';
import { recordOf } from './cloudtrail-fixture';
import { cleanUp, errorOf } from './fixture';
import { account, functionArn, ruleArn, type Started, startParts } from './own-parts-fixture';

const FunctionName = 'guard';
const deadLetters = `arn:aws:sqs:us-east-1:${account}:guard-dead-letters`;

let started: Started;
beforeEach(async () => {
  started = await startParts();
});
afterEach(cleanUp);

const invoke = async (event: object) => {
  const { Payload } = await started.lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }));
  return JSON.parse(Payload?.transformToString() ?? '');
};
const configuration = () => started.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
const stop = async () => {
  started.standIn.cloudTrail.recordCall({
    caller: started.mallory,
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'StopLogging',
    requestParameters: { name: 'main' },
  });
  await started.standIn.settled();
};
const reasons = () => started.standIn.timeline.of('deadLetter').map(({ reason }) => reason);
const invocations = () => started.standIn.timeline.of('invocation').filter(({ phase }) => phase === 'end').length;

test('a function is told as the template has it', async () => {
  const { Configuration, Concurrency } = await started.lambda.send(new GetFunctionCommand({ FunctionName }));
  expect(Configuration).toMatchObject({
    FunctionArn: functionArn,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Timeout: 20,
    MemorySize: 128,
    Role: `arn:aws:iam::${account}:role/security/guard-role`,
    Environment: { Variables: { TRAIL_GUARD_TABLE: 'guard-table' } },
    CodeSha256: expect.stringMatching(/^[\w+/]{43}=$/),
  });
  expect(Concurrency).toBeUndefined();
  expect(await configuration()).toMatchObject({ ...Configuration });
  const { Functions } = await started.lambda.send(new ListFunctionsCommand({}));
  expect(Functions?.map((each) => each.FunctionName)).toEqual([FunctionName]);
});

test('another environment counts from the next invocation on, and is not recorded', async () => {
  const before = await invoke({ do: 'pid' });
  const Variables = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9', SECRET: 'hush' };
  await started.lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables }, Timeout: 1, MemorySize: 256 }),
  );
  expect(await configuration()).toMatchObject({ Timeout: 1, MemorySize: 256, Environment: { Variables } });
  expect(await invoke({ do: 'pid' })).not.toBe(before);
  const environment = await invoke({ do: 'environment' });
  expect(environment).toMatchObject({ ...Variables, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256' });
  expect(environment.TRAIL_GUARD_TABLE).toBeUndefined();
  const record = recordOf(started.standIn, 'UpdateFunctionConfiguration20150331v2');
  expect(record).toMatchObject({ requestParameters: { functionName: FunctionName, environment: {}, timeout: 1 } });
  expect(JSON.stringify(record)).not.toContain('hush');
});

test('an invocation that runs while its function is changed may finish', async () => {
  const running = invoke({ do: 'sleep', ms: 150 });
  await started.standIn.timeline.until(({ kind }) => kind === 'invocation');
  await started.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description: 'changed' }));
  const pid = await running;
  expect(await invoke({ do: 'pid' })).not.toBe(pid);
});

test('a changed function is invoked while its old environments end', async () => {
  started = await startParts(undefined, { maxConcurrency: 1 });
  const before = await invoke({ do: 'pid' });
  const { functions } = started.standIn;
  functions.change(functions.get(FunctionName), { configuration: { Description: 'changed' } });
  expect(await invoke({ do: 'pid' })).not.toBe(before);
});

test('another role is who calls then', async () => {
  const Role = `arn:aws:iam::${account}:role/nobody`;
  await started.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Role }));
  expect(started.standIn.functions.get(FunctionName).caller.arn).toBe(
    `arn:aws:sts::${account}:assumed-role/nobody/guard`,
  );
});

test('other code runs, and is put back from its asset', async () => {
  const { CodeSha256 } = await configuration();
  const ZipFile = zipOf({ 'index.js': 'exports.handler = async () => "mine now";', 'lib/x.js': '' });
  const changed = await started.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  expect(changed.CodeSha256).not.toBe(CodeSha256);
  expect(await invoke({})).toBe('mine now');
  const { requestParameters } = recordOf(started.standIn, 'UpdateFunctionCode20150331v2') ?? {};
  expect(requestParameters).toEqual({ functionName: FunctionName });
  await started.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, S3Bucket: 'assets', S3Key: 'abc123.zip' }));
  expect((await configuration()).CodeSha256).toBe(CodeSha256);
  expect(await invoke({ a: 1 })).toEqual({ a: 1 });
  const broken = new UpdateFunctionCodeCommand({ FunctionName, ZipFile: Buffer.from('no archive') });
  expect(await errorOf(started.lambda.send(broken))).toMatchObject({ name: 'InvalidParameterValueException' });
});

test('at a concurrency of 0 nothing runs', async () => {
  const { lambda, standIn } = started;
  expect(await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }))).not.toHaveProperty(
    'ReservedConcurrentExecutions',
  );
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
  expect(recordOf(standIn, 'PutFunctionConcurrency20171031')?.requestParameters).toEqual({
    functionName: FunctionName,
    reservedConcurrentExecutions: 0,
  });
  expect(await errorOf(invoke({}))).toMatchObject({ name: 'TooManyRequestsException', status: 429 });
  await stop();
  expect([invocations(), reasons()]).toEqual([0, ['RetriesExhausted']]);
  await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  await stop();
  expect(invocations()).toBe(1);
});

test('retries and destination are those of the event-invoke configuration', async () => {
  const { lambda, standIn } = started;
  const get = () => lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName }));
  const DestinationConfig = { OnFailure: { Destination: deadLetters } };
  expect(await get()).toMatchObject({ MaximumRetryAttempts: 1, DestinationConfig });
  await lambda.send(new UpdateFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 0 }));
  expect(await get()).toMatchObject({ MaximumRetryAttempts: 0, DestinationConfig });
  const throwing = { FunctionName, InvocationType: 'Event' as const, Payload: '{"do":"throw"}' };
  await lambda.send(new InvokeCommand(throwing));
  await standIn.settled();
  expect(reasons()).toEqual(['RetriesExhausted']);
  await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumEventAgeInSeconds: 60 }));
  expect((await get()).DestinationConfig?.OnFailure).toEqual({});
  await lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName }));
  expect(await errorOf(get())).toMatchObject({ name: 'ResourceNotFoundException', status: 404 });
  await lambda.send(new InvokeCommand(throwing));
  await standIn.settled();
  expect(reasons()).toHaveLength(1);
});

test('a rule invokes only whom it is permitted to', async () => {
  const { lambda, standIn } = started;
  const { Policy = '' } = await lambda.send(new GetPolicyCommand({ FunctionName }));
  const [statement] = JSON.parse(Policy).Statement;
  expect(statement).toMatchObject({
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: functionArn,
    Condition: { ArnLike: { 'AWS:SourceArn': ruleArn } },
  });
  await lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: statement.Sid }));
  expect(await errorOf(lambda.send(new GetPolicyCommand({ FunctionName })))).toMatchObject({ status: 404 });
  expect(recordOf(standIn, 'RemovePermission20150331v2')?.requestParameters).toEqual({
    functionName: FunctionName,
    statementId: statement.Sid,
  });
  await stop();
  expect([invocations(), reasons()]).toEqual([0, ['AccessDeniedException']]);
  const permission = {
    FunctionName,
    StatementId: 'back',
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
    SourceArn: `${ruleArn.slice(0, -4)}*`,
    SourceAccount: account,
  };
  await lambda.send(new AddPermissionCommand(permission));
  expect(await errorOf(lambda.send(new AddPermissionCommand(permission)))).toMatchObject({ status: 409 });
  await stop();
  expect(invocations()).toBe(1);
});

test('a function that is deleted is gone', async () => {
  await started.lambda.send(new DeleteFunctionCommand({ FunctionName }));
  expect(recordOf(started.standIn, 'DeleteFunction20150331')?.requestParameters).toEqual({
    functionName: FunctionName,
  });
  expect(await errorOf(configuration())).toMatchObject({ name: 'ResourceNotFoundException', status: 404 });
});

test('inline code runs', async () => {
  started = await startParts((resources) => {
    Object.assign(resources.Handler?.Properties ?? {}, {
      Code: { ZipFile: 'exports.handler = async () => "inline";' },
    });
  });
  expect(await invoke({})).toBe('inline');
});
