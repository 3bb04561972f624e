import { join } from 'node:path';
import type { ContainmentAnswer } from '../../../lib/contract/containment';
import { IDENTITIES, type Json } from '../../fixtures/identities';
import { Runtime } from '../built';
import { Account } from './account';
import { CONSOLE, KEY, policy, requestedIncident, written } from './requested';

// The function as it is deployed: npm run build.
const BUNDLE = join(__dirname, '../../../dist/lambda/containment/index.js');

const ANSWER = `
  const answer = ({ event }) =>
    Promise.resolve().then(() => require(process.env.BUNDLE).handler(event)).then(() => 'done', ({ message }) => message);
`;

let account: Account;
let runtime: Runtime | undefined;

beforeEach(async () => {
  account = await new Account().start();
  account.user('mallory', '/dev/', { [KEY]: 'Active' });
  account.role('admin', '/ops/');
});

afterEach(() => {
  runtime?.stop();
  account.stop();
});

const start = async (env: NodeJS.ProcessEnv = {}) => {
  runtime = await Runtime.start(ANSWER, {
    BUNDLE,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: account.url,
    TRAIL_GUARD_CONTAINMENT: JSON.stringify(policy()),
    TRAIL_GUARD_TABLE_NAME: 'guard',
    ...env,
  });
  return runtime;
};

test.each<[string, Json, string[]]>([
  ['a key', IDENTITIES.IAMUser, ['UpdateAccessKey']],
  // What IAM says is not there has another name where the SDK's class for it is left out.
  ['a user', CONSOLE, ['PutUserPolicy']],
  ['a role', IDENTITIES.AssumedRole, ['PutRolePolicy']],
])('the deployed file does it, once, and tells the guard each time: %s', async (_, identity, changes) => {
  const told = requestedIncident(identity);
  account.incidents.set(told.id, written(told));
  const event = { incidentId: told.id, action: told.containment?.action, answerTo: 'guard' };
  const started = await start();
  expect([await started.ask({ event }), await started.ask({ event })]).toEqual(['done', 'done']);
  expect(account.changes).toEqual(changes);
  const answers = account.invocations.map(({ payload }) => (payload as ContainmentAnswer).containment.status);
  expect(answers).toEqual(['succeeded', 'succeeded']);
  expect(runtime?.errors).toBe('');
});

test.each(['TRAIL_GUARD_CONTAINMENT', 'TRAIL_GUARD_TABLE_NAME'])(
  'a variable that is missing is named: %s',
  async (name) => {
    const started = await start({ [name]: '' });
    expect(await started.ask({ event: {} })).toContain(`The environment variable ${name} is missing`);
  },
);
