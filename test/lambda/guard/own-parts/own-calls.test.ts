import { METRIC } from '../../../../lib/contract/metrics';
import { assumedRole, GUARD_ROLE_ARN, type Json, OTHER_ACCOUNT } from '../../../fixtures/identities';
import { again } from '../../../fixtures/records';
import { FIXTURE_CONFIGURATION } from '../../../fixtures/techniques';
import { FakeOwnParts } from '../fake-own-parts';
import { START, World } from '../fakes';
import { exception } from '../policy';
import { BY_CLOUD_FORMATION, DISABLED, denied, disableRule, eventOf, recordOf, TOPIC } from './calls';

const changedCode = () => recordOf('lambda', 'UpdateFunctionCode20150331v2', { functionName: 'Guard' });
const updateStack = (fields: Json = {}) =>
  recordOf('cloudformation', 'UpdateStack', { stackName: 'TrailGuard' }, fields);
const HOUR = 3_600_000;

let world: World;
const start = async (changes: ConstructorParameters<typeof World>[0] = {}) => {
  world = await new World(changes).knowingItself();
};
beforeEach(() => start());

const own = () => {
  if (!world.ownParts) {
    throw new Error('the guard does not know itself');
  }
  return world.ownParts;
};
const ownCalls = () => world.calls.filter((name) => name.startsWith('own.'));

test('a disabled rule is enabled again and told, with who did it', async () => {
  own().break(DISABLED);
  expect(await world.handle(eventOf(disableRule()))).toBeUndefined();
  expect(own().isIntact).toBe(true);
  expect(world.messages).toMatchObject([
    {
      outcome: 'restored',
      technique: { id: 'guard-rule-disabled' },
      severity: 'high',
      actor: { displayName: 'mallory' },
      actions: [{ action: "put the guard's own rule Calls back: state", result: 'succeeded' }],
      checks: [{ check: 'rule Calls: state', result: 'passed', detail: 'It was DISABLED, and is ENABLED again' }],
    },
  ]);
  expect(world.trails.calls).toEqual([]);
});

test('the call alone is looked at with a call of the stack and the triggers', async () => {
  own().break(DISABLED);
  await world.handle(eventOf(disableRule()));
  expect(ownCalls()).toEqual(['own.stack', 'own.inspect triggers-in-full', 'own.repair rule Calls']);
});

test('two copies of an event, and a second rule that brings it, are told once', async () => {
  own().break(DISABLED);
  const event = eventOf(disableRule());
  for (const copy of [event, event, { ...event, id: 'another' }]) {
    await world.handle(copy);
  }
  expect(world.outcomes).toEqual(['restored']);
});

test('what other calls changed is left to their own events', async () => {
  own().break(DISABLED);
  own().break({ kind: 'rule', name: 'Witness', technique: 'guard-rule-changed', field: 'event pattern' });
  await world.handle(eventOf(disableRule()));
  expect(own().isIntact).toBe(false);
  await world.handle(eventOf(recordOf('events', 'PutRule', { name: 'Witness' })));
  expect(own().isIntact).toBe(true);
  expect(world.messages.map(({ technique }) => technique.id)).toEqual(['guard-rule-disabled', 'guard-rule-changed']);
});

test('a call that is seen no more was done to the guard all the same', async () => {
  await world.handle(eventOf(disableRule()));
  expect(world.messages).toMatchObject([
    { outcome: 'already-logging', severity: 'high', checks: [{ check: 'rule Calls: as the template says' }] },
  ]);
});

test('a purged queue leaves nothing to be seen', async () => {
  const { url } = own().template.queue;
  await world.handle(eventOf(recordOf('sqs', 'PurgeQueue', { queueUrl: url })));
  expect(world.messages).toMatchObject([{ outcome: 'reported', technique: { id: 'guard-queue-purged' } }]);
});

test.each([
  [
    'a function deleted',
    recordOf('lambda', 'DeleteFunction20150331', { functionName: 'Guard' }),
    'function',
    'Guard',
    'guard-function-deleted',
  ],
  [
    'a role denied',
    recordOf('iam', 'PutRolePolicy', { roleName: 'GuardRole' }),
    'role',
    'GuardRole',
    'guard-role-policy-changed',
  ],
  [
    'a table deleted',
    recordOf('dynamodb', 'DeleteTable', { tableName: 'Memory' }),
    'table',
    'Memory',
    'guard-table-deleted',
  ],
] as const)('%s is for a person', async (_, record, kind, name, technique) => {
  own().break({ kind, name, technique, repairable: false, advice: 'aws deploy it again' });
  await world.handle(eventOf(record));
  const [message] = world.messages;
  expect(message).toMatchObject({ outcome: 'reported', severity: 'critical', technique: { id: technique } });
  expect(message?.nextSteps[0]).toBe('To mend it: aws deploy it again');
});

test('code that is not what was deployed is critical', async () => {
  own().code.Guard = 'of-mallory';
  await world.handle(eventOf(changedCode()));
  expect(world.messages).toMatchObject([
    {
      outcome: 'reported',
      severity: 'critical',
      checks: [
        { check: 'function Guard: code', detail: 'It should be SHA-256 as-deployed, and is SHA-256 of-mallory' },
      ],
    },
  ]);
});

test('the worst of what is found names it', async () => {
  own().break({ kind: 'function', name: 'Guard', technique: 'guard-retries-changed', field: 'retries' });
  own().break({
    kind: 'function',
    name: 'Guard',
    technique: 'guard-concurrency-changed',
    field: 'reserved concurrency',
  });
  await world.handle(eventOf(recordOf('lambda', 'PutFunctionEventInvokeConfig', { functionName: 'Guard' })));
  expect(world.messages).toMatchObject([
    { outcome: 'restored', severity: 'critical', technique: { id: 'guard-concurrency-changed' } },
  ]);
});

test('observing, nothing is put back', async () => {
  await start({ response: 'observe' });
  own().break(DISABLED);
  await world.handle(eventOf(disableRule()));
  expect(own().isIntact).toBe(false);
  expect(world.outcomes).toEqual(['observed']);
});

test('fails with what could not be put back, so that Lambda tries again, and tells when it is back', async () => {
  own().break(DISABLED);
  own().repairsBroken = true;
  const event = eventOf(disableRule());
  expect((await world.handle(event, 'one'))?.name).toBe('UnfinishedError');
  expect(world.counted).toMatchObject({ [METRIC.RESTORE_FAILURES]: 1 });
  own().repairsBroken = false;
  expect(await world.handle(event, 'one')).toBeUndefined();
  expect(world.outcomes).toEqual(['restore-failed', 'restored (2)']);
});

test('a run that dies while it puts back is finished by a sweep', async () => {
  own().break(DISABLED);
  world.refuses = () => true;
  await world.handle(eventOf(disableRule()));
  world.refuses = () => false;
  await world.clock.pass(HOUR);
  await world.sweep();
  expect(world.outcomes).toEqual(['restored']);
});

test('whoever does it again and again is told of at intervals', async () => {
  for (let times = 0; times < 20; times++) {
    own().break(DISABLED);
    await world.handle(eventOf(again(disableRule())));
    await world.clock.pass(1_000);
  }
  expect(world.outcomes).toEqual(['restored']);
  await world.clock.pass(900_000);
  await world.sweep();
  expect(world.messages.at(-1)).toMatchObject({ revision: 2, occurrences: 20, severity: 'critical' });
});

test('a denied call that names a part of the guard is an attempt', async () => {
  const message =
    'not authorized to perform: events:DisableRule on resource: arn:aws:events:eu-central-1:111122223333:rule/Calls';
  for (let times = 0; times < 3; times++) {
    await world.handle(eventOf(denied(again(disableRule()), message)));
  }
  await world.handle(eventOf(denied(disableRule(), message.replace('Calls', 'RuleOfOthers'))));
  expect(world.messages).toMatchObject([{ outcome: 'attempted', severity: 'low' }]);
  expect(ownCalls()).toEqual([]);
});

test('a failed call on a part of the guard is an attempt', async () => {
  await world.handle(eventOf(disableRule({ errorCode: 'ConcurrentModificationException' })));
  expect(world.outcomes).toEqual(['attempted']);
});

test('an expected call is told quietly and not fought until its time is over', async () => {
  await start({ exceptions: [exception()] });
  own().break(DISABLED);
  await world.handle(eventOf(disableRule()));
  await world.sweep();
  expect(own().isIntact).toBe(false);
  expect(world.messages).toMatchObject([
    { outcome: 'expected', severity: 'low', exception: { until: new Date(START + HOUR).toISOString() } },
  ]);
  await world.clock.pass(HOUR);
  await world.sweep();
  expect(own().isIntact).toBe(true);
  expect(world.outcomes).toEqual(['expected', 'restored']);
});

test.each([
  ['limited to other techniques', { techniques: ['stop-logging'] }],
  ['limited to a trail', { trails: ['arn:aws:cloudtrail:eu-central-1:111122223333:trail/main'] }],
  ['of others', { principals: ['arn:aws:iam::111122223333:user/ops/*'] }],
])('an exception %s is none', async (_, changes) => {
  await start({ exceptions: [exception(changes)] });
  own().break(DISABLED);
  await world.handle(eventOf(disableRule()));
  expect(world.outcomes).toEqual(['restored']);
});

describe('what the record leaves out', () => {
  const OMITTED = { omitted: true, originalSize: 300_000, reason: 'requestParameters too large' };

  test('is found in the state of the parts', async () => {
    own().break({ kind: 'topic', name: TOPIC, technique: 'guard-topic-changed', field: 'policy' });
    await world.handle(eventOf(recordOf('sns', 'SetTopicAttributes', OMITTED)));
    expect(world.messages).toMatchObject([{ outcome: 'restored', technique: { id: 'guard-topic-changed' } }]);
  });

  test('is nothing of the guard where all is as it should be', async () => {
    await world.handle(eventOf(recordOf('sns', 'SetTopicAttributes', OMITTED)));
    expect(world.messages).toEqual([]);
  });

  test.each([
    ['just deployed', START, ['reported']],
    ['deployed yesterday', START - 24 * HOUR, []],
  ])('a change set without its stack is of the guard if that was %s', async (_, at, outcomes) => {
    own().deploy(new Date(at));
    const changeSetName = 'arn:aws:cloudformation:eu-central-1:111122223333:changeSet/x/y';
    await world.handle(eventOf(recordOf('cloudformation', 'ExecuteChangeSet', { changeSetName })));
    expect(world.outcomes).toEqual(outcomes);
  });
});

describe('calls that are shared with what trails deliver through', () => {
  const deleteTopic = (topicArn: string | undefined) => recordOf('sns', 'DeleteTopic', { topicArn });

  test("the guard's own topic is the guard's", async () => {
    own().break({ kind: 'topic', name: TOPIC, technique: 'guard-topic-deleted', field: 'existence' });
    await world.handle(eventOf(deleteTopic(TOPIC)));
    expect(world.messages).toMatchObject([
      { outcome: 'restored', technique: { id: 'guard-topic-deleted' }, trail: {} },
    ]);
  });

  test("a trail's topic is the trail's", async () => {
    await world.handle(eventOf(deleteTopic(FIXTURE_CONFIGURATION.SnsTopicARN)));
    expect(world.messages).toMatchObject([{ outcome: 'reported', trail: { name: 'management-events' } }]);
  });

  test("anybody else's is nobody's business", async () => {
    await world.handle(eventOf(deleteTopic('arn:aws:sns:eu-central-1:111122223333:orders')));
    expect(world.messages).toEqual([]);
    expect(ownCalls()).toEqual([]);
  });
});

describe('deployments', () => {
  beforeEach(() => {
    own().break(DISABLED);
  });

  test('what CloudFormation does meanwhile is left alone', async () => {
    own().deploy(new Date(START));
    own().status = 'UPDATE_IN_PROGRESS';
    await world.handle(eventOf(disableRule(BY_CLOUD_FORMATION)));
    await world.sweep();
    expect(own().isIntact).toBe(false);
    expect(world.messages).toEqual([]);
  });

  test('what somebody else does meanwhile is not', async () => {
    own().status = 'UPDATE_IN_PROGRESS';
    await world.handle(eventOf(disableRule()));
    expect(world.outcomes).toEqual(['restored']);
  });

  test('CloudFormation without a deployment of the guard is somebody', async () => {
    await world.handle(eventOf(disableRule(BY_CLOUD_FORMATION)));
    expect(world.outcomes).toEqual(['restored']);
  });

  test('one that is not over after an hour is not waited for', async () => {
    own().deploy(new Date(START - HOUR));
    own().status = 'UPDATE_IN_PROGRESS';
    await world.handle(eventOf(disableRule(BY_CLOUD_FORMATION)));
    expect(world.outcomes).toEqual(['restored']);
  });

  test('calls of CloudFormation that arrive when all is well again are only logged', async () => {
    own().mend();
    await world.handle(eventOf(disableRule(BY_CLOUD_FORMATION)));
    expect(world.messages).toEqual([]);
    expect(world.logged).toMatchObject([{ event: 'own-part-as-deployed', part: 'Calls' }]);
  });
});

test.each([
  ['UpdateStack', {}, 'reported', 'medium'],
  ['ExecuteChangeSet', {}, 'reported', 'medium'],
  ['DeleteStack', {}, 'reported', 'critical'],
  ['UpdateStack', { exceptions: [exception({ techniques: ['guard-stack-updated'] })] }, 'expected', 'low'],
])('%s of the own stack is told with who did it: %j', async (eventName, changes, outcome, severity) => {
  await start(changes);
  await world.handle(eventOf(recordOf('cloudformation', eventName, { stackName: 'TrailGuard' })));
  expect(world.messages).toMatchObject([{ outcome, severity, actor: { displayName: 'mallory' } }]);
});

test('deployments one after the other are no attack that grows worse', async () => {
  for (let times = 0; times < 4; times++) {
    await world.handle(eventOf(again(updateStack())));
  }
  expect(world.messages.map(({ severity }) => severity)).toEqual(Array(4).fill('medium'));
});

describe('where CloudFormation does not tell', () => {
  beforeEach(() => {
    own().stackBroken = true;
  });

  test('what was read before is good enough', async () => {
    own().break(DISABLED);
    await world.handle(eventOf(disableRule()));
    expect(world.outcomes).toEqual(['restored']);
  });

  describe('and never did', () => {
    beforeEach(() => {
      world = new World();
      world.ownParts = new FakeOwnParts(async () => undefined, new Date(START));
      world.ownParts.stackBroken = true;
    });

    test.each([
      ['a call that only the own rules bring is told as it is', disableRule(), ['reported']],
      ['and so is a denied one', disableRule({ errorCode: 'AccessDenied', requestParameters: null }), ['attempted']],
      ['one on a topic may be of anybody', recordOf('sns', 'DeleteTopic', { topicArn: TOPIC }), []],
      ["one on another table is nobody's business", recordOf('dynamodb', 'DeleteTable', { tableName: 'orders' }), []],
    ])('%s', async (_, record, outcomes) => {
      await world.handle(eventOf(record));
      expect(world.outcomes).toEqual(outcomes);
    });
  });
});

describe('forged and replayed events change nothing', () => {
  test('a source of its own', async () => {
    own().break(DISABLED);
    await world.handle(eventOf(disableRule(), { source: 'mallory.events' }));
    expect(own().isIntact).toBe(false);
    expect(world.messages).toEqual([]);
  });

  test('another account', async () => {
    own().break(DISABLED);
    await world.handle(eventOf(disableRule(), { account: OTHER_ACCOUNT }));
    expect(own().isIntact).toBe(false);
    expect(world.messages).toEqual([]);
  });

  test('a replay after the repair finds nothing to put back, and is told once', async () => {
    own().break(DISABLED);
    const event = eventOf(disableRule());
    await world.handle(event);
    await world.clock.pass(24 * HOUR);
    world.calls.length = 0;
    await world.handle(event);
    expect(ownCalls()).toEqual(['own.stack', 'own.stack', 'own.inspect triggers-in-full']);
    expect(world.outcomes).toEqual(['restored']);
  });

  test("the guard's own calls", async () => {
    const userIdentity = assumedRole(GUARD_ROLE_ARN, 'guard');
    await world.handle(eventOf(recordOf('events', 'PutRule', { name: 'Calls' }, { userIdentity })));
    expect(world.messages).toEqual([]);
    expect(ownCalls()).toEqual([]);
  });
});

test('with the table unreachable a part is put back and told all the same', async () => {
  own().break(DISABLED);
  world.store.broken = true;
  await world.handle(eventOf(disableRule()));
  expect(own().isIntact).toBe(true);
  expect(world.outcomes).toEqual(['restored']);
});
