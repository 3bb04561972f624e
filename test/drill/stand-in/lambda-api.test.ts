import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Caller } from '../../../drill/stand-in';
import { StandIn } from '../../../drill/stand-in';
import { cleanUp, clientConfig, errorOf, writeAssembly } from './fixture';

let standIn: StandIn;
let mallory: Caller;
let lambda: LambdaClient;

const arn = 'arn:aws:lambda:us-east-1:111122223333:function:asker';

/** A second function, with an asset and a role of its own, that asks the first. */
const asker = `
const { LambdaClient, InvokeCommand } = require(${JSON.stringify(require.resolve('@aws-sdk/client-lambda'))});
exports.handler = async (event) => {
  const answer = await new LambdaClient({}).send(
    new InvokeCommand({ FunctionName: event.ask, InvocationType: 'Event', Payload: JSON.stringify(event) }),
  );
  return { status: answer.StatusCode, directory: process.cwd() };
};
`;

beforeEach(async () => {
  const assembly = writeAssembly((resources) => {
    resources.AskerRole = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'asker-role' } };
    resources.Asker = {
      Type: 'AWS::Lambda::Function',
      Properties: {
        ...resources.Handler?.Properties,
        FunctionName: 'asker',
        Role: { 'Fn::GetAtt': ['AskerRole', 'Arn'] },
        Code: { S3Bucket: 'assets', S3Key: 'def456.zip' },
      },
    };
  });
  const manifest = join(assembly, 'Guard.assets.json');
  const { files } = JSON.parse(readFileSync(manifest, 'utf8'));
  const source = { path: 'asset.def456', packaging: 'zip' };
  files.def456 = { source, destinations: { here: { bucketName: 'assets', objectKey: 'def456.zip' } } };
  writeFileSync(manifest, JSON.stringify({ files }));
  mkdirSync(join(assembly, 'asset.def456'));
  writeFileSync(join(assembly, 'asset.def456', 'index.js'), asker);
  standIn = await StandIn.start({ assembly, retryDelaysMs: [10, 10] });
  mallory = standIn.callers.register({ type: 'IAMUser', userName: 'mallory' });
  lambda = new LambdaClient(clientConfig(standIn, mallory));
});
afterEach(async () => {
  await standIn.stop();
  await cleanUp();
});

async function invoke(FunctionName: string, event: object, InvocationType?: 'Event' | 'RequestResponse') {
  const command = new InvokeCommand({
    FunctionName,
    Payload: JSON.stringify(event),
    ...(InvocationType && { InvocationType }),
  });
  const { StatusCode, FunctionError, Payload } = await lambda.send(command);
  const text = Payload?.transformToString() ?? '';
  return { StatusCode, FunctionError, answer: text === '' ? undefined : JSON.parse(text) };
}

const ends = () =>
  standIn.timeline.of('invocation').flatMap(({ phase, functionName }) => (phase === 'end' ? [functionName] : []));

test.each(['asker', arn])('a function is invoked as %s and answers, each from its own asset', async (name) => {
  const asked = await invoke(name, { ask: 'guard', do: 'pid' });
  expect(asked).toMatchObject({ StatusCode: 200, FunctionError: undefined, answer: { status: 202 } });
  expect(asked.answer.directory).toMatch(/asset\.def456$/);
  await standIn.settled();
  expect(ends()).toEqual(['asker', 'guard']);
});

test('each function calls by its own role', async () => {
  await invoke('asker', { ask: 'guard' });
  const [first, second] = standIn.timeline.calls('lambda', 'Invoke').map(({ caller }) => caller);
  expect([first, second]).toEqual([
    'arn:aws:sts::111122223333:assumed-role/asker-role/asker',
    'arn:aws:iam::111122223333:user/mallory',
  ]);
  expect(standIn.functions.get('guard').caller.arn).toBe('arn:aws:sts::111122223333:assumed-role/guard-role/guard');
});

test('an invocation without an answer is tried again in the background', async () => {
  expect(await invoke('guard', { do: 'throw' }, 'Event')).toMatchObject({ StatusCode: 202, answer: undefined });
  await standIn.settled();
  const failed = standIn.timeline.of('invocation').filter(({ phase }) => phase === 'failed');
  expect(failed.map(({ attempt }) => attempt)).toEqual([1, 2]);
});

test('a failure is told with the answer', async () => {
  expect(await invoke('guard', { do: 'throw' })).toMatchObject({
    StatusCode: 200,
    FunctionError: 'Unhandled',
    answer: { errorType: 'RangeError', errorMessage: 'no luck' },
  });
});

test('an invocation is a data event', async () => {
  await invoke('guard', {});
  expect(standIn.cloudTrail.records).toEqual([]);
});

test('what is not there or not allowed fails as with Lambda', async () => {
  expect(await errorOf(invoke('nobody', {}))).toMatchObject({ name: 'ResourceNotFoundException', status: 404 });
  standIn.faults.add({ service: 'lambda', operation: 'Invoke', fault: { kind: 'throttle' } });
  expect(await errorOf(invoke('guard', {}))).toMatchObject({ name: 'TooManyRequestsException', status: 429 });
  standIn.callers.deny(mallory, 'lambda:InvokeFunction');
  expect(await errorOf(invoke('asker', {}))).toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining(`lambda:InvokeFunction on resource: ${arn}`),
    status: 403,
  });
});
