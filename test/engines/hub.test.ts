import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { TrailGuardHub } from '../../lib';
import { HEARTBEAT_DETAIL_TYPE, HEARTBEAT_SCHEMA_VERSION, type Heartbeat } from '../../lib/contract/heartbeat';
import { HUB_INCIDENT_DETAIL_TYPE } from '../../lib/contract/hub';
import type { Incident } from '../../lib/contract/incident';
import { INCIDENT_EVENT_SOURCE } from '../../lib/contract/incident-event';
import { INLINE_CODE_CONTEXT } from '../../lib/function-code';
import { incident } from '../lambda/guard/incidents';
import { type DeployedResource, deployedResources } from './deployment';
import { ACCOUNT, clientConfig, engines, eventually, REGION } from './engine';
import { Inbox } from './inbox';

const STACK = 'TrailGuardHub';
const engine = engines().ministack;
const events = new EventBridgeClient(clientConfig(engine));
const functions = new LambdaClient(clientConfig(engine));
const tables = new DynamoDBClient(clientConfig(engine));

let resources: readonly DeployedResource[];
let inbox: Inbox;

/** The resource of this type, the first whose logical id says so. */
const part = (type: string, name = '') =>
  resources.find((resource) => resource.type === type && resource.logicalId.includes(name))?.physicalId ?? '';

/** ministack's CloudFormation knows neither; the policy of the bus has tests of its own. */
const UNKNOWN = ['AWS::Events::Archive', 'AWS::Events::EventBusPolicy'];

beforeAll(async () => {
  const stack = new Stack(new App({ context: { [INLINE_CODE_CONTEXT]: true } }), STACK);
  new TrailGuardHub(stack, 'Hub', {
    organizationId: 'o-a1b2c3d4e5',
    guards: [{ account: ACCOUNT, region: REGION }],
  });
  const template = Template.fromStack(stack).toJSON() as { Resources: Record<string, { Type: string }> };
  const Resources = Object.fromEntries(
    Object.entries(template.Resources).filter(([, { Type }]) => !UNKNOWN.includes(Type)),
  );
  const s3 = new S3Client({ ...clientConfig(engine), forcePathStyle: true });
  const Bucket = 'hub-template';
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: REGION } }));
  // Without the CDK's rule on its bootstrap version: this template has its code in it and no assets.
  await s3.send(new PutObjectCommand({ Bucket, Key: 'hub.json', Body: JSON.stringify({ Resources }) }));
  const client = new CloudFormationClient(clientConfig(engine));
  await client.send(
    new CreateStackCommand({
      StackName: STACK,
      TemplateURL: `${engine.url}/${Bucket}/hub.json`,
      Capabilities: ['CAPABILITY_IAM'],
    }),
  );
  await waitUntilStackCreateComplete({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 2 }, { StackName: STACK });
  resources = await deployedResources(engine, STACK);
  inbox = await Inbox.subscribe(engine, part('AWS::SNS::Topic'));
}, 120_000);

afterAll(async () => {
  await new CloudFormationClient(clientConfig(engine)).send(new DeleteStackCommand({ StackName: STACK }));
});

async function put(DetailType: string, detail: object): Promise<void> {
  const EventBusName = part('AWS::Events::EventBus');
  const Entries = [{ EventBusName, Source: INCIDENT_EVENT_SOURCE, DetailType, Detail: JSON.stringify(detail) }];
  expect(await events.send(new PutEventsCommand({ Entries }))).toMatchObject({ FailedEntryCount: 0 });
}

async function itemsOf(kind: RegExp) {
  const { Items = [] } = await tables.send(new ScanCommand({ TableName: part('AWS::DynamoDB::Table') }));
  return Items.filter((item) => kind.test(item.kind?.S ?? ''));
}

test('an incident is told once, however often it comes, with where it was', async () => {
  const told: Incident = { ...incident('restored'), account: ACCOUNT };
  await put(HUB_INCIDENT_DETAIL_TYPE, told);
  await put(HUB_INCIDENT_DETAIL_TYPE, told);
  await inbox.next(({ id }) => id === told.id);
  await put(HUB_INCIDENT_DETAIL_TYPE, { ...told, revision: told.revision + 1 });
  await inbox.next(({ id, revision }) => id === told.id && revision === told.revision + 1);
  expect(await inbox.received(({ id }) => id === told.id)).toHaveLength(2);
  expect(await itemsOf(/^incident/)).toHaveLength(1);
}, 120_000);

test('a guard that sends heartbeats is alive to the census', async () => {
  const heartbeat: Heartbeat = {
    schemaVersion: HEARTBEAT_SCHEMA_VERSION,
    account: ACCOUNT,
    region: REGION,
    version: '0.2.0+1a2b3c4d5e6f',
    sentAt: new Date().toISOString(),
    trails: 1,
    problems: [],
  };
  await put(HEARTBEAT_DETAIL_TYPE, heartbeat);
  const heard = () => itemsOf(/^heard#/);
  const found = await eventually('a heartbeat in the table', heard, (items) => items.length > 0, 90_000);
  expect(found[0]).toMatchObject({ id: { S: `${ACCOUNT}#${REGION}` }, version: { S: heartbeat.version } });

  const Payload = JSON.stringify({ trigger: 'census' });
  const FunctionName = part('AWS::Lambda::Function', 'Census');
  const { FunctionError } = await functions.send(new InvokeCommand({ FunctionName, Payload }));
  expect(FunctionError).toBeUndefined();
  expect(await itemsOf(/^expected#/)).toHaveLength(1);
  expect(await itemsOf(/^told#/)).toEqual([]);
}, 180_000);
