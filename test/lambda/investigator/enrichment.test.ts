import { LambdaClient } from '@aws-sdk/client-lambda';
import { enrichment } from '../../../lambda/investigator/enrichment';
import { incident } from '../guard/incidents';
import { Warnings } from './asking';
import { AwsServer, broken, denied, HANG, Raw, throttled } from './aws-server';

let aws: AwsServer;
beforeAll(async () => {
  aws = await AwsServer.start();
});
afterAll(() => aws.stop());
beforeEach(() => aws.reset());

const ARN = 'arn:aws:lambda:eu-central-1:111122223333:function:who-is';
const INVOKE = `POST /2015-03-31/functions/${ARN}/invocations`;
const INCIDENT = incident('restored');
const ask = (timeoutMilliseconds?: number) =>
  enrichment(ARN, INCIDENT, new LambdaClient(aws.client()), new Warnings(), timeoutMilliseconds);

test('the function is asked about address and actor, and its notes are told', async () => {
  aws.on(INVOKE, { notes: ['Known VPN of the shop team.', 'Seen before.'] });
  expect(await ask()).toEqual({ notes: ['Known VPN of the shop team.', 'Seen before.'] });
  expect(aws.calls.map(({ input }) => input)).toEqual([
    {
      schemaVersion: '1.0',
      incidentId: INCIDENT.id,
      account: '111122223333',
      region: 'eu-central-1',
      sourceIpAddress: '198.51.100.66',
      userAgent: INCIDENT.call?.userAgent,
      actor: INCIDENT.actor,
    },
  ]);
});

test('notes are bounded and harmless', async () => {
  aws.on(INVOKE, { notes: ['see https://evil.example\u202e\n', 'x'.repeat(600), ...Array(300).fill('more')] });
  const { notes = [] } = await ask();
  expect(notes).toHaveLength(10);
  expect(notes[0]).toBe('see https[:]//evil.example\\u{202e}\\u{a}');
  expect(notes[1]).toHaveLength(500);
});

test.each<[string, unknown, string]>([
  ['denied', denied, 'lambda:InvokeFunction was denied'],
  ['throttled', throttled, 'lambda:InvokeFunction was throttled'],
  ['broken', broken, 'lambda:InvokeFunction failed (InternalFailure'],
  [
    'that threw',
    new Raw('{"errorMessage":"boom"}', { 'x-amz-function-error': 'Unhandled' }),
    'the function ended with Unhandled: {"errorMessage":"boom"}',
  ],
  ['that answers nothing', new Raw(''), 'something else'],
  ['that answers null', new Raw('null'), 'something else'],
  ['that answers no JSON', new Raw('notes'), 'something else'],
  ['that answers other notes', { notes: [1] }, 'something else'],
  ['that answers text', { notes: 'text' }, 'something else'],
])('a function %s is said to be so', async (_, answer, why) => {
  aws.on(INVOKE, answer);
  const { notes, undetermined } = await ask();
  expect(notes).toBeUndefined();
  expect(undetermined).toEqual([expect.stringContaining('what the enrichment function knows: ')]);
  expect(undetermined?.[0]).toContain(why);
});

test('a function that does not answer is not waited for', async () => {
  aws.on(INVOKE, HANG);
  expect(await ask(50)).toEqual({
    undetermined: ['what the enrichment function knows: lambda:InvokeFunction did not answer in time'],
  });
});
