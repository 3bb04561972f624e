import { METRIC } from '../../../../lib/contract/metrics';
import { IDENTITIES } from '../../../fixtures/identities';
import { awsError } from '../aws-error';
import { DEPLOYED, START, World } from '../fakes';
import { DISABLED, disableRule, recordOf } from './calls';

const HOUR = 3_600_000;
const SWEEP = 300_000;
const BOUND = {
  kind: 'role',
  name: 'GuardRole',
  technique: 'guard-role-bounded',
  field: 'permissions boundary',
  repairable: false,
} as const;

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
/** What the guard did about itself since. */
const ownCalls = () => world.calls.splice(0).filter((name) => /^(own|store)\..*own|^own\./i.test(name));

async function sweepAfter(milliseconds: number): Promise<Error | undefined> {
  await world.clock.pass(milliseconds);
  return world.sweep();
}

test('a quiet sweep reads the stack, what is remembered and the triggers, and writes nothing', async () => {
  await sweepAfter(SWEEP);
  expect(ownCalls()).toEqual(['own.stack', 'store.own', 'own.inspect triggers']);
  expect(world.messages).toEqual([]);
});

test('all parts are looked at with the full comparison', async () => {
  await sweepAfter(HOUR);
  expect(ownCalls()).toEqual(['own.stack', 'store.own', 'own.inspect all', 'store.saveOwn']);
});

test('a guard that does not know its parts makes no call more', async () => {
  world = await new World().guarded();
  await sweepAfter(SWEEP);
  expect(ownCalls()).toEqual([]);
});

test('the first look is remembered and not told', async () => {
  expect(world.messages).toEqual([]);
  expect(await world.clock.run(world.store.own())).toMatchObject({
    item: { deployedAt: DEPLOYED.toISOString(), code: { Guard: 'as-deployed' }, findings: {}, lasting: {} },
  });
});

test('as long as a trigger is not back, the triggers are looked at in full', async () => {
  own().break(DISABLED);
  own().repairsBroken = true;
  await sweepAfter(SWEEP);
  ownCalls();
  await sweepAfter(SWEEP);
  expect(ownCalls()).toContain('own.inspect triggers-in-full');
  own().mend();
  await sweepAfter(SWEEP);
  ownCalls();
  await sweepAfter(SWEEP);
  expect(ownCalls()).toContain('own.inspect triggers');
});

test('as long as a trigger cannot be read, the triggers are looked at in full', async () => {
  own().unreadable.add('rule Calls');
  await sweepAfter(SWEEP);
  ownCalls();
  own().unreadable.clear();
  await sweepAfter(SWEEP);
  expect(ownCalls()).toContain('own.inspect triggers-in-full');
  await sweepAfter(SWEEP);
  expect(ownCalls()).toContain('own.inspect triggers');
});

test('what no event told is put back and told, with who did it by event history', async () => {
  own().break(DISABLED);
  world.trails.keep(disableRule({ eventTime: new Date(START).toISOString() }));
  expect(await sweepAfter(SWEEP)).toBeUndefined();
  expect(own().isIntact).toBe(true);
  expect(world.messages).toMatchObject([
    {
      outcome: 'restored',
      detectedBy: 'sweep',
      technique: { id: 'guard-rule-disabled' },
      actor: { displayName: 'mallory' },
    },
  ]);
});

test.each([
  ['of another rule', recordOf('events', 'DisableRule', { name: 'RuleOfOthers' })],
  ['that failed', disableRule({ errorCode: 'AccessDenied' })],
  ['of long ago', disableRule({ eventTime: '2026-03-01T00:00:00Z' })],
])('nobody is said to have done it by a call %s', async (_, record) => {
  own().break(DISABLED);
  world.trails.keep(record);
  await sweepAfter(SWEEP);
  expect(world.messages[0]).not.toHaveProperty('actor');
  expect(world.messages[0]?.actorNote).toMatch('Event history does not show');
});

test('event history that cannot be read stops nothing', async () => {
  own().break(DISABLED);
  world.trails.historyFailure = awsError('ThrottlingException', 'Rate exceeded');
  await sweepAfter(SWEEP);
  expect(world.outcomes).toEqual(['restored']);
});

test('what cannot be put back is told once, tried with each sweep, and told when it is gone', async () => {
  own().break(BOUND);
  await sweepAfter(HOUR);
  await sweepAfter(SWEEP);
  await sweepAfter(SWEEP);
  expect(world.messages).toMatchObject([{ outcome: 'reported', severity: 'critical' }]);
  own().mend();
  await sweepAfter(SWEEP);
  await sweepAfter(SWEEP);
  expect(world.outcomes).toEqual(['reported', 'already-logging (2)']);
  own().break(BOUND);
  await sweepAfter(HOUR);
  expect(world.messages).toHaveLength(3);
  expect(new Set(world.messages.map(({ id }) => id)).size).toBe(2);
});

test('something more is another incident', async () => {
  own().break(BOUND);
  await sweepAfter(HOUR);
  own().break({ ...BOUND, name: 'GuardRole', field: 'trust policy', technique: 'guard-role-trust-changed' });
  await sweepAfter(SWEEP);
  expect(world.messages.map(({ technique, checks }) => [technique.id, checks.length])).toEqual([
    ['guard-role-bounded', 1],
    ['guard-role-trust-changed', 1],
  ]);
});

test('several differences are one incident, named by the worst', async () => {
  own().break(DISABLED);
  own().break({ kind: 'schedule', name: 'Sweep', technique: 'guard-schedule-changed', field: 'expression' });
  own().break(BOUND);
  await sweepAfter(HOUR);
  expect(world.messages).toMatchObject([
    { outcome: 'reported', technique: { id: 'guard-role-bounded' }, checks: [{}, {}, {}], actions: [{}, {}] },
  ]);
});

test('fails with what is not back, and tells when it is', async () => {
  own().break(DISABLED);
  own().repairsBroken = true;
  expect((await sweepAfter(SWEEP))?.name).toBe('UnfinishedError');
  await sweepAfter(60_000);
  expect(world.outcomes).toEqual(['restore-failed']);
  expect(world.counted[METRIC.RESTORE_FAILURES]).toBe(2);
  own().repairsBroken = false;
  expect(await sweepAfter(120_000)).toBeUndefined();
  expect(world.outcomes).toEqual(['restore-failed', 'restored (2)']);
});

test('observing, it is told and left', async () => {
  await start({ response: 'observe' });
  own().break(DISABLED);
  await sweepAfter(SWEEP);
  await sweepAfter(SWEEP);
  expect(own().isIntact).toBe(false);
  expect(world.outcomes).toEqual(['observed']);
});

test('a trail that is stopped does not wait for it, nor does it wait for a trail', async () => {
  own().break(DISABLED);
  world.trails.failures.DescribeTrails = [awsError('ThrottlingException', 'Rate exceeded')];
  await sweepAfter(SWEEP);
  expect(own().isIntact).toBe(true);
  const trails = world.calls.indexOf('DescribeTrails');
  expect(trails).toBeGreaterThanOrEqual(0);
  expect(world.calls.indexOf('own.stack')).toBeGreaterThan(trails);
});

test('with the table unreachable it is put back, and what cannot be is told once an hour', async () => {
  own().break(DISABLED);
  own().break(BOUND);
  world.store.broken = true;
  await sweepAfter(HOUR);
  await sweepAfter(SWEEP);
  await sweepAfter(SWEEP);
  expect(world.outcomes).toEqual(['reported']);
  await sweepAfter(HOUR);
  expect(world.outcomes).toEqual(['reported', 'reported']);
});

test('a message that could not be published is told later, and nothing is put back twice', async () => {
  own().break(DISABLED);
  world.topicBroken = true;
  expect(await sweepAfter(SWEEP)).toBeDefined();
  world.topicBroken = false;
  await sweepAfter(SWEEP);
  expect(world.outcomes).toEqual(['restored']);
});

describe('code', () => {
  test('that is not what was deployed is told, and stays told', async () => {
    own().code.Investigator = 'of-mallory';
    await sweepAfter(HOUR);
    await sweepAfter(HOUR);
    expect(world.messages).toMatchObject([
      { outcome: 'reported', severity: 'critical', technique: { id: 'guard-code-changed' } },
    ]);
  });

  test('of a function that was not seen before is remembered', async () => {
    own().code.Containment = 'new';
    await sweepAfter(HOUR);
    expect(world.messages).toEqual([]);
    own().code.Containment = 'of-mallory';
    await sweepAfter(HOUR);
    expect(world.outcomes).toEqual(['reported']);
  });

  test('a deployment of another version brings', async () => {
    own().code.Guard = 'new';
    own().deploy(new Date(START + HOUR), '2');
    await sweepAfter(HOUR);
    await sweepAfter(HOUR);
    expect(world.outcomes).toEqual(['adopted']);
  });

  test('a deployment of the same version does not', async () => {
    own().code.Guard = 'of-mallory';
    own().deploy(new Date(START + HOUR));
    await sweepAfter(HOUR);
    expect(world.messages).toMatchObject([{ outcome: 'reported', technique: { id: 'guard-code-changed' } }]);
  });
});

describe('a deployment', () => {
  test('is verified by the next sweep and told quietly, with who deployed', async () => {
    const at = new Date(START + SWEEP);
    own().deploy(at, '2');
    world.trails.keep(
      recordOf('cloudformation', 'ExecuteChangeSet', { stackName: 'TrailGuard' }, { eventTime: at.toISOString() }),
    );
    await sweepAfter(2 * SWEEP);
    expect(ownCalls()).toEqual(['own.stack', 'own.parts', 'store.own', 'own.inspect all', 'store.saveOwn']);
    expect(world.messages).toMatchObject([
      {
        outcome: 'adopted',
        severity: 'low',
        technique: { id: 'guard-deployed' },
        actor: { displayName: 'mallory' },
        checks: [
          {
            check: `The guard's stack was deployed at ${at.toISOString()}: UPDATE_COMPLETE`,
            detail: 'Version 0.2.0+2',
          },
          { result: 'passed' },
        ],
      },
    ]);
    await sweepAfter(SWEEP);
    expect(world.messages).toHaveLength(1);
  });

  test('after which something differs is told with it', async () => {
    own().deploy(new Date(START + SWEEP), '2');
    own().break(BOUND);
    await sweepAfter(2 * SWEEP);
    await sweepAfter(SWEEP);
    expect(world.messages).toMatchObject([
      { outcome: 'reported', severity: 'critical', technique: { id: 'guard-role-bounded' } },
    ]);
    expect(world.messages[0]?.checks[0]?.check).toMatch('deployed at');
  });

  test('that is under way is waited for', async () => {
    own().deploy(new Date(START));
    own().status = 'UPDATE_IN_PROGRESS';
    own().break(DISABLED);
    await sweepAfter(SWEEP);
    expect(ownCalls()).toEqual(['own.stack', 'own.parts', 'store.own', 'store.saveOwn']);
    expect(own().isIntact).toBe(false);
    own().mend();
    own().status = 'UPDATE_COMPLETE';
    await sweepAfter(SWEEP);
    expect(world.outcomes).toEqual(['adopted']);
  });

  test('that is never over is not waited for longer than an hour, however often it begins anew', async () => {
    own().break(DISABLED);
    for (let minutes = 0; minutes <= 60; minutes += 5) {
      own().deploy(world.clock.now());
      own().status = 'UPDATE_IN_PROGRESS';
      await sweepAfter(SWEEP);
      expect(own().isIntact).toBe(minutes === 60);
    }
    expect(world.outcomes).toEqual(['restored']);
  });

  test('that deletes the guard is not fought', async () => {
    own().status = 'DELETE_IN_PROGRESS';
    own().break(DISABLED);
    await sweepAfter(2 * HOUR);
    await sweepAfter(2 * HOUR);
    expect(own().isIntact).toBe(false);
    expect(world.messages).toEqual([]);
  });
});

describe('what cannot be read', () => {
  test('is logged, and told once where it stays so for a day', async () => {
    own().unreadable.add('role GuardRole');
    for (let hours = 0; hours < 72; hours++) {
      await sweepAfter(HOUR);
      expect(world.messages).toHaveLength(hours < 24 ? 0 : 1);
    }
    expect(world.messages).toMatchObject([
      {
        outcome: 'reported',
        severity: 'medium',
        technique: { id: 'guard-part-unreadable' },
        checks: [{ check: 'role GuardRole is as the template says', result: 'unknown' }],
      },
    ]);
    expect(world.logged.filter(({ event }) => event === 'own-parts-unreadable')).not.toHaveLength(0);
  });

  test('is not taken for mended', async () => {
    own().break(BOUND);
    await sweepAfter(HOUR);
    own().unreadable.add('role GuardRole');
    await sweepAfter(HOUR);
    expect(world.outcomes).toEqual(['reported']);
  });

  test('the stack: what was read of it before is looked at', async () => {
    own().stackBroken = true;
    own().break(DISABLED);
    await sweepAfter(SWEEP);
    expect(own().isIntact).toBe(true);
    for (let hours = 0; hours < 30; hours++) {
      await sweepAfter(HOUR);
    }
    expect(world.messages.map(({ technique }) => technique.id)).toEqual([
      'guard-rule-disabled',
      'guard-part-unreadable',
    ]);
  });

  test('is forgotten when it can be read again', async () => {
    own().unreadable.add('role GuardRole');
    await sweepAfter(HOUR);
    own().unreadable.clear();
    await sweepAfter(12 * HOUR);
    own().unreadable.add('role GuardRole');
    await sweepAfter(20 * HOUR);
    await sweepAfter(4 * HOUR);
    expect(world.messages).toEqual([]);
  });
});

test('a subscription that nobody confirms is told once, quietly, after an hour', async () => {
  own().unconfirmed.push('security@example.com');
  await sweepAfter(HOUR);
  expect(world.messages).toEqual([]);
  for (let hours = 0; hours < 5; hours++) {
    await sweepAfter(HOUR);
  }
  expect(world.messages).toMatchObject([
    {
      outcome: 'reported',
      severity: 'low',
      technique: { id: 'guard-subscription-unconfirmed' },
      checks: [{ check: 'The subscription of security@example.com is confirmed', result: 'failed' }],
    },
  ]);
});

describe('variables of the running function', () => {
  test.each([
    { AWS_ENDPOINT_URL: 'https://mallory.example' },
    { AWS_ENDPOINT_URL_CLOUDTRAIL: 'https://198.51.100.66' },
    { NODE_OPTIONS: '--require /tmp/x' },
    { AWS_LAMBDA_EXEC_WRAPPER: '/opt/wrapper' },
  ])('%j, which the template does not have, is told once', async (environment) => {
    world.environment = environment;
    await sweepAfter(SWEEP);
    await sweepAfter(SWEEP);
    expect(world.messages).toMatchObject([
      { outcome: 'reported', technique: { id: 'guard-function-changed' }, checks: [{ result: 'failed' }] },
    ]);
  });

  test('is told as the inspection tells it, where Lambda tells the same', async () => {
    world.environment = { NODE_OPTIONS: '--require /tmp/x' };
    own().break({
      kind: 'function',
      name: 'Guard',
      technique: 'guard-function-changed',
      field: 'environment NODE_OPTIONS',
    });
    await sweepAfter(SWEEP);
    expect(world.outcomes).toEqual(['restored']);
  });

  test('of an emulator is only logged', async () => {
    world.environment = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };
    await sweepAfter(SWEEP);
    expect(world.messages).toEqual([]);
    expect(world.logged).toContainEqual({ event: 'emulator', endpoint: 'http://127.0.0.1:4566' });
  });
});

test("an actor's other calls on the guard within the hour are told under one incident", async () => {
  const by = { userIdentity: IDENTITIES.IAMUser };
  for (let times = 0; times < 3; times++) {
    own().break(DISABLED);
    world.trails.keep(disableRule({ ...by, eventTime: world.clock.now().toISOString() }));
    await sweepAfter(SWEEP);
  }
  expect(world.messages.map(({ occurrences = 1 }) => occurrences)).toEqual([1]);
});
