import fc from 'fast-check';
import type { Finding } from '../../../lambda/guard/own-parts/own-parts';
import { createOwnParts } from '../../../lambda/own-parts';
import type { OwnParts } from '../../../lib/contract/own-parts';
import { TECHNIQUES } from '../../../lib/contract/techniques';
import { ATTACKS, TRIGGER_ATTACKS } from './attacks';
import { deployed } from './aws/account';
import { AwsServer } from './aws/server';
import { ACCOUNT, PARTS, REGION, STACK } from './parts';

const { env } = process;
const aws = new AwsServer();
const ownParts = createOwnParts({
  location: `${STACK}/OwnParts`,
  region: REGION,
  account: ACCOUNT,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  sleep: async () => undefined,
});

beforeAll(async () => {
  const endpoint = await aws.start();
  process.env = { ...env, AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
});
afterAll(async () => {
  process.env = env;
  await aws.stop();
});
beforeEach(() => aws.reset());

const READS = /^(Describe|Get|List)/;
const operations = () => aws.calls.map(({ operation }) => operation);
const writes = () => operations().filter((operation) => !READS.test(operation));
const named = <T>(map: ReadonlyMap<string, T>, name: string): T => {
  const value = map.get(name);
  if (value === undefined) throw new Error(`There is no ${name}`);
  return value;
};
const configuration = () => named(aws.account.functions, 'Guard').configuration;
const rule = (name: string) => named(aws.account.rules, name);
const kinds = (findings: readonly Finding[]) => findings.map(({ kind, technique, field }) => [kind, technique, field]);
/** CloudFormation makes texts of numbers and booleans. */
const inTexts = (parts: OwnParts): OwnParts => ({
  ...JSON.parse(JSON.stringify(parts), (_, value) => (typeof value === 'object' ? value : String(value))),
  version: 1,
});

test('a guard as it was deployed differs in nothing', async () => {
  expect(await ownParts.inspect(PARTS, 'all')).toEqual({
    findings: [],
    intact: [
      'rule Calls',
      'rule Witness',
      'schedule Sweep',
      'permissions of the function Guard',
      'permissions of the function Investigator',
      'queue DeadLetters',
      'topic arn:aws:sns:eu-central-1:111122223333:Alarms',
      'subscriptions of the topic arn:aws:sns:eu-central-1:111122223333:Alarms',
      'table Memory',
      'alarm NoSweep',
      'alarm DeadLetters',
      'log group /aws/lambda/Guard',
      'log group /aws/lambda/Guard-forever',
      'function Guard',
      'function Investigator',
      'role GuardRole',
    ],
    unreadable: [],
    code: { Guard: 'code of Guard', Investigator: 'code of Investigator' },
    unconfirmed: [],
  });
  expect(writes()).toEqual([]);
});

const TRIGGERS_INTACT = {
  findings: [],
  intact: ['rule Calls', 'rule Witness', 'schedule Sweep'],
  unreadable: [],
  code: {},
  unconfirmed: [],
};
const IN_FULL = ['DescribeRule', 'DescribeRule', 'GetSchedule', 'ListTargetsByRule', 'ListTargetsByRule'];

test('the triggers in full take two calls a rule and one for the schedule', async () => {
  expect(await ownParts.inspect(PARTS, 'triggers-in-full')).toEqual(TRIGGERS_INTACT);
  expect(operations().sort()).toEqual(IN_FULL);
});

test('the quick look takes three calls', async () => {
  expect(await ownParts.inspect(PARTS, 'triggers')).toEqual(TRIGGERS_INTACT);
  expect(operations().sort()).toEqual(QUICK);
  // The two have not even their first letter in common.
  expect(aws.calls.find(({ operation }) => operation === 'ListRules')?.input).toEqual({});
});
const QUICK = ['GetSchedule', 'ListRuleNamesByTarget', 'ListRules'];

test('it takes no more where there are more rules, of the guard or of others', async () => {
  const [calls] = PARTS.rules as [OwnParts['rules'][number]];
  const rules = Array.from({ length: 10 }, (_, index) => ({ ...calls, name: `TrailGuard-Own${index}` }));
  const parts = { ...PARTS, rules };
  aws.account = deployed(parts);
  for (let index = 0; index < 250; index++) aws.account.rules.set(`Other${index}`, { ...rule('TrailGuard-Own0') });
  for (const [name, other] of aws.account.rules) if (name.startsWith('Other')) other.targets = [];
  expect((await ownParts.inspect(inTexts(parts), 'triggers')).intact).toHaveLength(11);
  expect(operations().sort()).toEqual(QUICK);
  expect(aws.calls.find(({ operation }) => operation === 'ListRules')?.input).toEqual({ NamePrefix: 'TrailGuard-Own' });
});

test('lists are read to their end', async () => {
  const own = [...aws.account.rules];
  const other = { ...rule('Calls') };
  aws.account.rules.clear();
  for (let index = 0; index < 250; index++) aws.account.rules.set(`Other${index}`, other);
  for (const [name, one] of own) aws.account.rules.set(name, one);
  expect(await ownParts.inspect(PARTS, 'triggers')).toEqual(TRIGGERS_INTACT);
  expect(operations().filter((operation) => operation === 'ListRules')).toHaveLength(3);
  expect(operations().filter((operation) => operation === 'ListRuleNamesByTarget')).toHaveLength(3);
});

test('only a rule that differs there is read in full', async () => {
  rule('Witness').State = 'DISABLED';
  const { findings, intact } = await ownParts.inspect(PARTS, 'triggers');
  expect(kinds(findings)).toEqual([['rule', 'guard-rule-disabled', 'state']]);
  expect(intact).toEqual(['rule Calls', 'schedule Sweep']);
  expect(operations().sort()).toEqual(['DescribeRule', ...QUICK, 'ListTargetsByRule']);
  expect(aws.calls.find(({ operation }) => operation === 'DescribeRule')?.input).toEqual({ Name: 'Witness' });
});

test('a rule that calls the guard and should not is read in full', async () => {
  rule('Witness').targets.push({ Id: 'mallory', Arn: PARTS.schedule.target.arn });
  const { findings } = await ownParts.inspect(PARTS, 'triggers');
  expect(kinds(findings)).toEqual([['rule', 'guard-rule-targets-changed', 'target mallory']]);
});

test.each(['ListRules', 'ListRuleNamesByTarget'])('where %s is denied, the rules are read in full', async (list) => {
  aws.fail(list, 'AccessDeniedException');
  expect(await ownParts.inspect(PARTS, 'triggers')).toEqual(TRIGGERS_INTACT);
  expect(operations().sort()).toEqual([...QUICK, ...IN_FULL.filter((operation) => !QUICK.includes(operation))].sort());
});

test('rules that can be read in no way are unreadable', async () => {
  aws.fail('ListRules', 'AccessDeniedException');
  aws.fail('DescribeRule', 'AccessDeniedException');
  const { findings, intact, unreadable } = await ownParts.inspect(PARTS, 'triggers');
  expect([findings, intact]).toEqual([[], ['schedule Sweep']]);
  expect(unreadable.map(({ part }) => part)).toEqual(['rule Calls', 'rule Witness']);
});

test('nothing differs where CloudFormation tells it in texts', async () => {
  const { findings, unreadable } = await ownParts.inspect(inTexts(PARTS), 'all');
  expect([findings, unreadable]).toEqual([[], []]);
});

const techniques = TECHNIQUES.filter(({ target }) => target === 'guard').map(({ id }) => id);

test.each(ATTACKS)('$name: it is noticed and put back', async ({ attack, found, repair }) => {
  attack(aws.account);
  const { findings, unreadable } = await ownParts.inspect(PARTS, 'all');
  expect(kinds(findings)).toEqual(found);
  expect(unreadable).toEqual([]);
  for (const { technique, advice } of findings) {
    expect(techniques).toContain(technique);
    expect(advice).toMatch(/aws [a-z]+ [a-z-]+/);
  }

  const repairable = findings.filter((finding) => finding.repairable);
  expect(repairable.length > 0).toBe(repair.length > 0);
  const actions = await ownParts.repair(inTexts(PARTS), findings);
  expect(actions.filter(({ result }) => result !== 'succeeded')).toEqual([]);
  expect(writes()).toEqual(repair);

  // What is left is what only a person can put back.
  const again = await ownParts.inspect(PARTS, 'all');
  expect(again.findings).toEqual(findings.filter((finding) => !finding.repairable));
});

/** Of a target that still is the guard, and of targets that should not be, lists tell nothing. */
const UNLISTED = ['a target is tried but once', 'a target gets something else to read'];

test.each(TRIGGER_ATTACKS)(
  '$name: found by a look at the triggers in full, and by the quick one where lists tell it',
  async ({ name, attack, found }) => {
    attack(aws.account);
    expect(kinds((await ownParts.inspect(PARTS, 'triggers-in-full')).findings)).toEqual(found);
    expect(kinds((await ownParts.inspect(PARTS, 'triggers')).findings)).toEqual(UNLISTED.includes(name) ? [] : found);
  },
);

test('any attacks together: everything that can be put back is as the template says', async () => {
  const attacks = fc.uniqueArray(fc.constantFrom(...ATTACKS), { minLength: 2, maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(attacks, async (played) => {
      aws.reset();
      for (const { attack } of played) {
        try {
          attack(aws.account);
        } catch {
          // What it is made on is gone.
        }
      }
      const { findings } = await ownParts.inspect(PARTS, 'all');
      const actions = await ownParts.repair(PARTS, findings);
      expect(actions.filter(({ result }) => result !== 'succeeded')).toEqual([]);
      const again = await ownParts.inspect(PARTS, 'all');
      expect(again.findings.filter(({ repairable }) => repairable)).toEqual([]);
    }),
    { numRuns: 10 },
  );
});

test('a role is told how to be mended by hand', async () => {
  aws.account.roles.get('GuardRole')?.inline.set("mallory's", '{}');
  const { findings } = await ownParts.inspect(PARTS, 'all');
  expect(findings).toEqual([
    {
      kind: 'role',
      name: 'GuardRole',
      technique: 'guard-role-policy-changed',
      field: "inline policy mallory's",
      expected: 'none',
      actual: 'present',
      repairable: false,
      advice: "aws iam delete-role-policy --role-name GuardRole --policy-name 'mallory'\\''s'",
    },
  ]);
});

test('endpoints that nobody has confirmed are told, without what is secret of them', async () => {
  const [topic] = aws.account.topics.values();
  for (const subscription of topic?.subscriptions ?? []) subscription.SubscriptionArn = 'PendingConfirmation';
  const { findings, unconfirmed } = await ownParts.inspect(PARTS, 'all');
  expect(findings).toEqual([]);
  expect(unconfirmed).toEqual(['security@example.com', 'https://hooks.example.com/...']);
});

test("a user's topic is the user's: only its loss and the guard's own subscriptions are told", async () => {
  const [{ policy: _, ...topic }] = PARTS.topics as [OwnParts['topics'][number]];
  const parts = { ...PARTS, topics: [topic] };
  Object.assign(aws.account.topics.get(topic.arn)?.attributes ?? {}, {
    KmsMasterKeyId: 'alias/of-the-user',
    Policy: '{}',
  });
  expect((await ownParts.inspect(parts, 'all')).findings).toEqual([]);

  aws.account.topics.clear();
  const { findings } = await ownParts.inspect(parts, 'all');
  expect(findings[0]).toMatchObject({ technique: 'guard-topic-deleted', repairable: false });
});

const READ_OPERATIONS = [
  ['DescribeRule', ['rule Calls', 'rule Witness']],
  ['ListTargetsByRule', ['rule Calls', 'rule Witness']],
  ['GetSchedule', ['schedule Sweep']],
  ['GetPolicy', ['permissions of the function Guard', 'permissions of the function Investigator']],
  ['GetQueueAttributes', ['queue DeadLetters']],
  ['GetTopicAttributes', ['topic arn:aws:sns:eu-central-1:111122223333:Alarms']],
  ['ListSubscriptionsByTopic', ['subscriptions of the topic arn:aws:sns:eu-central-1:111122223333:Alarms']],
  ['DescribeTable', ['table Memory']],
  ['GetResourcePolicy', ['table Memory']],
  ['DescribeAlarms', ['alarm NoSweep', 'alarm DeadLetters']],
  ['DescribeLogGroups', ['log group /aws/lambda/Guard', 'log group /aws/lambda/Guard-forever']],
  ['GetFunctionConfiguration', ['function Guard', 'function Investigator']],
  ['GetFunctionConcurrency', ['function Guard', 'function Investigator']],
  ['GetFunctionEventInvokeConfig', ['function Guard', 'function Investigator']],
  ['GetRole', ['role GuardRole']],
  ['ListRolePolicies', ['role GuardRole']],
  ['GetRolePolicy', ['role GuardRole']],
  ['ListAttachedRolePolicies', ['role GuardRole']],
] as const;

test.each(READ_OPERATIONS)(
  'where %s is denied, parts are unreadable: neither fine nor found',
  async (operation, parts) => {
    aws.fail(operation, 'AccessDeniedException');
    const { findings, intact, unreadable } = await ownParts.inspect(PARTS, 'all');
    expect(findings).toEqual([]);
    expect(unreadable).toEqual(parts.map((part) => ({ part, error: 'AccessDeniedException: from the test' })));
    expect(intact.filter((part) => (parts as readonly string[]).includes(part))).toEqual([]);
    expect(intact.length + parts.length).toBe(16);
  },
);

test('every read is among those that were denied above', async () => {
  await ownParts.inspect(PARTS, 'all');
  expect([...new Set(operations())].sort()).toEqual(READ_OPERATIONS.map(([operation]) => operation).sort());
});

test('an environment that Lambda cannot decrypt by its own key is unreadable', async () => {
  const error = { ErrorCode: 'AccessDeniedException', Message: 'Lambda was unable to decrypt it' };
  configuration().Environment = { Error: error };
  const { findings, unreadable } = await ownParts.inspect(PARTS, 'all');
  expect(findings).toEqual([]);
  expect(unreadable).toEqual([
    { part: 'function Guard', error: 'Error: Its environment cannot be read: Lambda was unable to decrypt it' },
  ]);
});

test('throttled reads are tried again', async () => {
  aws.fail('DescribeRule', 'ThrottlingException', 2);
  expect((await ownParts.inspect(PARTS, 'triggers-in-full')).unreadable).toEqual([]);
});

describe('a repair', () => {
  const disable = async () => {
    for (const rule of aws.account.rules.values()) rule.State = 'DISABLED';
    return [...(await ownParts.inspect(PARTS, 'all')).findings];
  };

  test('that is denied is an action that failed, and the others are done', async () => {
    const findings = await disable();
    aws.account.schedules.clear();
    findings.push(...(await ownParts.inspect(PARTS, 'triggers')).findings);
    aws.fail('EnableRule', 'AccessDeniedException');
    expect(await ownParts.repair(PARTS, findings)).toEqual([
      ...['Calls', 'Witness'].map((name) => ({
        action: `put the guard's own rule ${name} back: state`,
        result: 'failed',
        detail:
          'AccessDeniedException: from the test. The guard may not: its role, or what limits it, may have been changed',
      })),
      { action: "put the guard's own schedule Sweep back: existence", result: 'succeeded' },
    ]);
  });

  test('that was accepted and is not there when read back has failed', async () => {
    const findings = await disable();
    rule('Witness').State = 'ENABLED';
    Object.defineProperty(rule('Calls'), 'State', { get: () => 'DISABLED', set: () => undefined, enumerable: true });
    expect(await ownParts.repair(PARTS, findings)).toEqual([
      {
        action: "put the guard's own rule Calls back: state",
        result: 'failed',
        detail: 'Error: when read back, it was not yet as the template says: state',
      },
    ]);
  });

  test('takes the state as it is: what was put back meanwhile takes no action', async () => {
    const findings = await disable();
    rule('Calls').State = 'ENABLED';
    const actions = await ownParts.repair(PARTS, findings);
    expect(actions.map(({ action }) => action)).toEqual(["put the guard's own rule Witness back: state"]);
    expect(writes()).toEqual(['EnableRule']);
  });

  test('does nothing about what was not found', async () => {
    await disable();
    expect(await ownParts.repair(PARTS, [])).toEqual([]);
    expect(writes()).toEqual([]);
  });

  test('waits while somebody else updates the function', async () => {
    configuration().Timeout = 1;
    const { findings } = await ownParts.inspect(PARTS, 'all');
    aws.fail('UpdateFunctionConfiguration', 'ResourceConflictException', 3);
    expect(await ownParts.repair(PARTS, findings)).toEqual([
      { action: "put the guard's own function Guard back: timeout", result: 'succeeded' },
    ]);
    expect(writes()).toHaveLength(4);
  });

  test('does not wait for ever', async () => {
    configuration().Timeout = 1;
    const { findings } = await ownParts.inspect(PARTS, 'all');
    aws.fail('UpdateFunctionConfiguration', 'ResourceConflictException');
    expect(await ownParts.repair(PARTS, findings)).toMatchObject([
      { result: 'failed', detail: 'Error: Another update of it is still under way' },
    ]);
  });

  test("gives the function the template's settings by one call", async () => {
    Object.assign(configuration(), {
      Layers: [{ Arn: 'layer' }],
      Timeout: 1,
      KMSKeyArn: 'key',
      Environment: { Variables: { NODE_OPTIONS: '--require /tmp/x.js' } },
    });
    const { findings } = await ownParts.inspect(PARTS, 'all');
    await ownParts.repair(inTexts(PARTS), findings);
    const [call, ...more] = aws.calls.filter(({ operation }) => operation === 'UpdateFunctionConfiguration');
    expect(more).toEqual([]);
    expect(call?.input).toEqual({
      FunctionName: 'Guard',
      Role: PARTS.functions[0]?.roleArn,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Timeout: 120,
      MemorySize: 512,
      Environment: { Variables: PARTS.functions[0]?.environment },
      Layers: [],
      KMSKeyArn: '',
    });
  });

  test('gives it the layers, the network and the key that the template has', async () => {
    const given = {
      layers: ['arn:aws:lambda:eu-central-1:111122223333:layer:own:1'],
      subnetIds: ['subnet-1', 'subnet-2'],
      securityGroupIds: ['sg-1'],
      keyArn: 'arn:aws:kms:eu-central-1:111122223333:key/1',
    };
    const [guard, ...others] = PARTS.functions as [OwnParts['functions'][number]];
    const parts = { ...PARTS, functions: [{ ...guard, ...given }, ...others] };
    const { findings } = await ownParts.inspect(parts, 'all');
    expect(findings.map(({ field }) => field)).toEqual(['layers', 'subnets', 'security groups', 'key']);
    expect(await ownParts.repair(parts, findings)).toMatchObject([{ result: 'succeeded' }]);
    expect(configuration()).toMatchObject({
      Layers: [{ Arn: given.layers[0] }],
      VpcConfig: { SubnetIds: given.subnetIds, SecurityGroupIds: given.securityGroupIds },
      KMSKeyArn: given.keyArn,
    });
    expect((await ownParts.inspect(parts, 'all')).findings).toEqual([]);
  });

  test('tells what a person has to do afterwards', async () => {
    aws.account.topics.clear();
    const { findings } = await ownParts.inspect(PARTS, 'all');
    expect(await ownParts.repair(PARTS, findings)).toMatchObject([
      { result: 'succeeded', detail: 'Subscriptions that the template does not have are lost' },
      {
        result: 'succeeded',
        detail: 'Whoever receives it has to confirm it again: until then it gets nothing',
      },
    ]);
  });
});

describe('CloudFormation', () => {
  const metadata = (parts: unknown) => JSON.stringify({ 'aws:cdk:path': 'x', 'TrailGuard::OwnParts': parts });

  test('tells what the template says', async () => {
    aws.stack.metadata = metadata({ ...PARTS, later: true });
    expect(await ownParts.parts()).toEqual(PARTS);
    expect(aws.calls).toMatchObject([
      { operation: 'DescribeStackResource', input: { StackName: STACK, LogicalResourceId: 'OwnParts' } },
    ]);
  });

  test.each([
    [undefined, "The metadata does not tell the guard's own parts: there is no TrailGuard::OwnParts in it"],
    ['{}', "The metadata does not tell the guard's own parts: there is no TrailGuard::OwnParts in it"],
    [metadata({ ...PARTS, version: 2 }), 'as version 2 does, and this function knows version 1'],
    [metadata({ ...PARTS, schedule: {} }), 'in a way that makes no sense, at schedule.name'],
  ])('that tells %# is an error that says so', async (text, message) => {
    aws.stack.metadata = text;
    await expect(ownParts.parts()).rejects.toThrow(message);
  });

  test.each([
    [{ LastUpdatedTime: '2026-09-02T00:00:00.000Z' }, '2026-09-02T00:00:00.000Z'],
    [{}, '2026-09-01T00:00:00.000Z'],
  ])('tells when the stack was deployed: %#', async (updated, deployedAt) => {
    const StackId = `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${STACK}/1`;
    const created = { StackName: STACK, CreationTime: '2026-09-01T00:00:00.000Z', StackStatus: 'UPDATE_COMPLETE' };
    aws.stack.stack = { ...created, StackId, ...updated };
    expect(await ownParts.stack()).toEqual({ status: 'UPDATE_COMPLETE', deployedAt, id: StackId });
  });

  test('that does not tell is an error', async () => {
    await expect(ownParts.stack()).rejects.toThrow('CloudFormation does not tell of the stack TrailGuardStack');
    aws.fail('DescribeStacks', 'AccessDenied');
    await expect(ownParts.stack()).rejects.toThrow('from the test');
  });
});

test.each(['', 'Stack', 'Stack/', '/Logical', 'a/b/c'])("'%s' does not tell where the parts are", (location) => {
  expect(() => createOwnParts({ location, region: REGION, account: ACCOUNT, requestHandler: {} })).toThrow(
    'it must be STACK_NAME/LOGICAL_ID',
  );
});
