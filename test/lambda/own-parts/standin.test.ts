import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchClient, DeleteAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  DeleteRuleCommand,
  DisableRuleCommand,
  EventBridgeClient,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  LambdaClient,
  PutFunctionConcurrencyCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { DeleteScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { DeleteTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { App, Stack } from 'aws-cdk-lib';
import { StandIn } from '../../../drill/stand-in';
import type { OwnPartsTools } from '../../../lambda/guard/own-parts/own-parts';
import { createOwnParts } from '../../../lambda/own-parts';
import { TrailGuard } from '../../../lib';
import { OWN_PARTS_METADATA } from '../../../lib/contract/own-parts';

const { env } = process;
const assembly = mkdtempSync(join(tmpdir(), 'own-parts-'));
let standIn: StandIn;
let ownParts: OwnPartsTools;

beforeAll(async () => {
  const app = new App({ outdir: assembly });
  const stack = new Stack(app, 'Guarded');
  new TrailGuard(stack, 'Guard', { emails: ['responder@example.com'] });
  const { Resources } = app.synth().getStackByName('Guarded').template;
  const [location] = Object.keys(Resources).filter((id) => Resources[id].Metadata?.[OWN_PARTS_METADATA]);
  standIn = await StandIn.start({ assembly });
  const { accessKeyId, secretAccessKey } = standIn.callers.register({
    type: 'IAMUser',
    userName: 'guard',
    sourceIp: '198.51.100.7',
  }).credentials;
  process.env = {
    ...env,
    AWS_ENDPOINT_URL: standIn.endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
  ownParts = createOwnParts({
    location: `Guarded/${location}`,
    region: standIn.world.region,
    account: standIn.world.accountId,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
});
afterAll(async () => {
  process.env = env;
  await standIn?.stop();
  rmSync(assembly, { recursive: true });
});

test('a guard that was deployed from its own template differs in nothing', async () => {
  const parts = await ownParts.parts();
  const { findings, unreadable, intact, unconfirmed } = await ownParts.inspect(parts, 'all');
  expect([findings, unreadable, unconfirmed]).toEqual([[], [], []]);
  expect(new Set(intact.map((part) => part.replace(/ \S+$/, '')))).toEqual(
    new Set([
      ...['rule', 'schedule', 'permissions of the function', 'queue', 'topic', 'subscriptions of the topic', 'table'],
      ...['alarm', 'log group', 'function', 'role'],
    ]),
  );
});

test('the quick look takes three calls of a guard that was deployed, and finds it whole', async () => {
  const parts = await ownParts.parts();
  const before = standIn.timeline.of('api').length;
  const { findings, unreadable, intact } = await ownParts.inspect(parts, 'triggers');
  expect([findings, unreadable]).toEqual([[], []]);
  expect(intact).toHaveLength(parts.rules.length + 1);
  const calls = standIn.timeline.of('api').slice(before);
  expect(calls.map(({ operation }) => operation).sort()).toEqual(['GetSchedule', 'ListRuleNamesByTarget', 'ListRules']);
});

test('what an administrator broke is as the template says again', async () => {
  const config = { endpoint: standIn.endpoint, region: standIn.world.region };
  const parts = await ownParts.parts();
  const [guard] = parts.functions;
  const [rule, ...rules] = parts.rules;
  const [topic] = parts.topics;
  const events = new EventBridgeClient(config);
  const Ids = rule?.targets.map(({ id }) => id);
  await events.send(new RemoveTargetsCommand({ Rule: rule?.name, Ids }));
  await events.send(new DeleteRuleCommand({ Name: rule?.name }));
  for (const { name } of rules) await events.send(new DisableRuleCommand({ Name: name }));
  await new SchedulerClient(config).send(new DeleteScheduleCommand({ Name: parts.schedule.name }));
  const lambda = new LambdaClient(config);
  const FunctionName = guard?.name;
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables: {} } }));
  await new SNSClient(config).send(new DeleteTopicCommand({ TopicArn: topic?.arn }));
  await new CloudWatchClient(config).send(
    new DeleteAlarmsCommand({ AlarmNames: parts.alarms.map(({ name }) => name) }),
  );

  const { findings, unreadable } = await ownParts.inspect(parts, 'all');
  expect(unreadable).toEqual([]);
  expect(new Set(findings.map(({ kind }) => kind))).toEqual(
    new Set(['rule', 'schedule', 'topic', 'subscription', 'alarm', 'function']),
  );
  const actions = await ownParts.repair(parts, findings);
  expect(actions.filter(({ result }) => result !== 'succeeded')).toEqual([]);
  expect((await ownParts.inspect(parts, 'all')).findings).toEqual([]);
});
