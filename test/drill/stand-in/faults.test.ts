import { CloudTrailClient, GetTrailStatusCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Caller, StandIn } from '../../../drill/stand-in';
import { cleanUp, clientConfig, errorOf, start } from './fixture';

let standIn: StandIn;
let mallory: Caller;
let cloudTrail: CloudTrailClient;

const status = (Name = 'main') => cloudTrail.send(new GetTrailStatusCommand({ Name }));
const stop = () => cloudTrail.send(new StopLoggingCommand({ Name: 'main' }));
const isLogging = () => standIn.cloudTrail.trails[0]?.status.isLogging;
const outcomes = () => standIn.timeline.of('api').map(({ operation, outcome }) => `${operation} ${outcome}`);

beforeEach(async () => {
  standIn = await start();
  mallory = standIn.callers.register({ type: 'IAMUser', userName: 'mallory' });
  cloudTrail = new CloudTrailClient(clientConfig(standIn, mallory));
  standIn.cloudTrail.addTrail({ Name: 'main' });
  standIn.cloudTrail.addTrail({ Name: 'second' });
});
afterEach(cleanUp);

test('an error comes as often as told, to the calls it is for', async () => {
  const fault = standIn.faults.add({
    service: 'cloudtrail',
    operation: 'GetTrailStatus',
    when: ({ Name }) => Name === 'main',
    times: 2,
    fault: { kind: 'error', code: 'ConflictException', message: 'wait a few minutes' },
  });
  await status('second');
  await stop();
  const expected = { name: 'ConflictException', message: 'wait a few minutes', status: 400 };
  expect(await errorOf(status())).toEqual(expected);
  expect(await errorOf(status())).toEqual(expected);
  await status();
  expect(fault.hits).toBe(2);
  expect(outcomes()).toEqual([
    'GetTrailStatus ok',
    'StopLogging ok',
    'GetTrailStatus ConflictException',
    'GetTrailStatus ConflictException',
    'GetTrailStatus ok',
  ]);
});

test('a planned error stands in the records', async () => {
  standIn.faults.add({ service: 'cloudtrail', operation: 'StopLogging', fault: { kind: 'throttle' } });
  expect(await errorOf(stop())).toEqual({ name: 'ThrottlingException', message: 'Rate exceeded', status: 400 });
  expect(isLogging()).toBe(true);
  expect(standIn.cloudTrail.records).toMatchObject([{ eventName: 'StopLogging', errorCode: 'ThrottlingException' }]);
});

test('one fault is planned for one call unless told otherwise, and can be taken back', async () => {
  standIn.faults.add({ service: 'cloudtrail', fault: { kind: 'throttle' } });
  await errorOf(status());
  await status();
  const always = standIn.faults.add({ service: 'cloudtrail', times: 'always', fault: { kind: 'throttle' } });
  await errorOf(status());
  await errorOf(status());
  always.remove();
  await status();
  expect(always.hits).toBe(2);
  standIn.faults.add({ service: 'cloudtrail', times: 'always', fault: { kind: 'throttle' } });
  standIn.faults.clear();
  await status();
});

test('throttling looks as the service has it', async () => {
  standIn.faults.add({ service: 'sns', fault: { kind: 'throttle' } });
  const publish = new SNSClient(clientConfig(standIn, mallory)).send(
    new PublishCommand({ TopicArn: 'arn:aws:sns:us-east-1:111122223333:guard-topic', Message: 'x' }),
  );
  expect((await errorOf(publish)).name).toBe('Throttling');
});

test('a bare status is an answer without a body', async () => {
  standIn.faults.add({ service: 'cloudtrail', fault: { kind: 'status', status: 503 } });
  expect((await errorOf(status())).status).toBe(503);
  expect(outcomes()).toEqual(['GetTrailStatus HTTP 503']);
});

test('a connection breaks', async () => {
  standIn.faults.add({ service: 'cloudtrail', fault: { kind: 'reset' } });
  expect((await errorOf(stop())).message).toMatch(/ECONNRESET|socket hang up/);
  expect(isLogging()).toBe(true);
});

test('an answer never comes', async () => {
  standIn.faults.add({ service: 'cloudtrail', fault: { kind: 'hang' } });
  const call = cloudTrail.send(new StopLoggingCommand({ Name: 'main' }), { abortSignal: AbortSignal.timeout(100) });
  expect((await errorOf(call)).name).toBe('AbortError');
  expect(isLogging()).toBe(true);
});

test('an answer comes late', async () => {
  standIn.faults.add({ service: 'cloudtrail', fault: { kind: 'delay', ms: 100 } });
  await stop();
  expect(isLogging()).toBe(false);
  expect(standIn.timeline.of('api')[0]?.durationMs).toBeGreaterThanOrEqual(99);
});

test.each([
  [{ kind: 'error', code: 'InternalFailure', status: 500 }, 'InternalFailure'],
  [{ kind: 'reset' }, 'reset'],
  [{ kind: 'status', status: 502 }, 'HTTP 502'],
] as const)('the call works and its answer is lost: %j', async (fault, outcome) => {
  standIn.faults.add({ service: 'cloudtrail', operation: 'StopLogging', afterEffect: true, fault });
  await errorOf(stop());
  expect(isLogging()).toBe(false);
  expect(outcomes()).toEqual([`StopLogging ${outcome}`]);
  expect(standIn.cloudTrail.records).toHaveLength(1);
  expect(standIn.cloudTrail.records[0]).not.toHaveProperty('errorCode');
});

test('an SDK tries again what it should', async () => {
  standIn.faults.add({ service: 'cloudtrail', times: 2, fault: { kind: 'throttle' } });
  const patient = new CloudTrailClient({ ...clientConfig(standIn, mallory), maxAttempts: 3 });
  expect((await patient.send(new GetTrailStatusCommand({ Name: 'main' }))).IsLogging).toBe(true);
  expect(standIn.timeline.calls('cloudtrail', 'GetTrailStatus')).toHaveLength(3);
});

test('an unknown caller, service or operation fails', async () => {
  const nobody = {
    ...clientConfig(standIn, mallory),
    credentials: { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' },
  };
  const call = new CloudTrailClient(nobody).send(new StopLoggingCommand({ Name: 'main' }));
  expect((await errorOf(call)).name).toBe('UnrecognizedClientException');
  expect(isLogging()).toBe(true);
  const response = await fetch(standIn.endpoint, {
    method: 'POST',
    headers: { authorization: 'AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/rds/aws4_request' },
  });
  expect(response.status).toBe(501);
  expect(await response.text()).toBe('the stand-in has no service "rds"');
});
