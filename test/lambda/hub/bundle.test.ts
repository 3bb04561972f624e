import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Runtime } from '../built';
import { hubPolicy } from './hub';
import { incidentMessage } from './messages';
import { Services } from './services';

// The function as it is deployed: npm run build.
const BUNDLE = join(__dirname, '../../../dist/lambda/hub/index.js');

const ANSWER = `
  const context = { awsRequestId: 'request', getRemainingTimeInMillis: () => 60_000 };
  const answer = ({ event }) =>
    Promise.resolve().then(() => require(process.env.BUNDLE).handler(event, context)).then((result) => result ?? 'done', ({ message }) => message);
`;

let services: Services;
let table: Server;
let runtime: Runtime | undefined;
let operations: string[];

beforeEach(async () => {
  services = await new Services().start();
  operations = [];
  table = createServer(async (request, response) => {
    await text(request);
    operations.push(String(request.headers['x-amz-target']).split('.')[1] ?? '');
    response.end('{}');
  });
  await once(table.listen(0, '127.0.0.1'), 'listening');
});

afterEach(() => {
  runtime?.stop();
  services.stop();
  table.closeAllConnections();
  table.close();
});

const start = async (env: NodeJS.ProcessEnv = {}) => {
  runtime = await Runtime.start(ANSWER, {
    BUNDLE,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: services.url,
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${(table.address() as AddressInfo).port}`,
    TRAIL_GUARD_HUB: JSON.stringify(hubPolicy()),
    TRAIL_GUARD_TABLE_NAME: 'hub',
    TRAIL_GUARD_TOPIC_ARN: 'arn:aws:sns:eu-central-1:999988887777:hub',
    ...env,
  });
  return runtime;
};

test('the deployed file tells an incident', async () => {
  const event = { Records: [incidentMessage()] };
  expect(await (await start()).ask({ event })).toEqual({ batchItemFailures: [] });
  expect(operations).toEqual(['BatchGetItem', 'PutItem', 'UpdateItem']);
  expect(services.published).toHaveLength(1);
  expect(runtime?.errors).toBe('');
});

test('it lists a stack set of another account as the role that may', async () => {
  services.stackSets.set('TrailGuard', [{ account: '111122223333', region: 'eu-central-1' }]);
  const roleArn = 'arn:aws:iam::444455556666:role/TrailGuardReader';
  const stackSets = [{ name: 'TrailGuard', region: 'us-east-1', callAs: 'DELEGATED_ADMIN' as const, roleArn }];
  const started = await start({ TRAIL_GUARD_HUB: JSON.stringify(hubPolicy({ stackSets })) });
  expect(await started.ask({ event: { trigger: 'census' } })).toBe('done');
  expect(services.calls.map(({ action, key }) => [action, key])).toEqual([
    ['AssumeRole', 'AKIAIOSFODNN7EXAMPLE'],
    ['ListStackInstances', 'ASIAREADER'],
  ]);
  const [assumed, listed] = services.calls;
  expect(assumed?.parameters.get('RoleArn')).toBe(roleArn);
  expect(listed?.parameters.get('CallAs')).toBe('DELEGATED_ADMIN');
  expect(operations.filter((operation) => operation === 'BatchWriteItem')).toHaveLength(1);
  expect(runtime?.errors).toBe('');
});

test.each(['TRAIL_GUARD_HUB', 'TRAIL_GUARD_TABLE_NAME', 'TRAIL_GUARD_TOPIC_ARN'])(
  'a variable that is missing is named: %s',
  async (name) => {
    const started = await start({ [name]: '' });
    expect(await started.ask({ event: {} })).toContain(`The environment variable ${name} is missing`);
  },
);
