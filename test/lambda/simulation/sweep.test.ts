import { parseTrailArn, type TrailArn } from '../../../lambda/common/scope';
import { ACCOUNT } from '../../fixtures/identities';
import { GUARD_ROLE, MALLORY, recordOf } from './records';
import { DEPLOYED_AT, POLICY, TRAIL, World } from './world';

let world: World;
beforeEach(() => {
  world = new World();
  world.addTrail();
});

test('a quiet sweep makes one DescribeTrails, one GetTrailStatus a trail and four calls to the table', async () => {
  await world.sweep();
  world.calls.length = 0;
  await world.sweep();
  expect(world.calls.sort()).toEqual([
    'DescribeTrails',
    'GetTrailStatus',
    'baselines.all',
    'openIncidents',
    'sweepCompleted',
    'trails',
  ]);
  expect(world.messages).toEqual([]);
  expect(world.metrics).toEqual([]);
});

test('restores a trail of whose stop no event came, and finds in event history who it was', async () => {
  await world.sweep();
  world.pass(60);
  const stoppedAt = world.now.toISOString();
  world.stop();
  world.pass(120);
  world.calls.length = 0;
  await world.sweep();
  expect(world.calls.indexOf('StartLogging')).toBeLessThan(world.calls.indexOf('LookupEvents'));
  expect(world.messages).toEqual([
    expect.objectContaining({
      id: `${TRAIL.arn}#${stoppedAt}`,
      outcome: 'restored',
      detectedBy: 'sweep',
      actor: expect.objectContaining({ displayName: 'mallory' }),
    }),
  ]);
});

test('a trail stopped before the guard came is told once and left alone', async () => {
  world.addTrail(TRAIL, { isLogging: false, stoppedAt: new Date(DEPLOYED_AT.getTime() - 1) });
  for (let sweep = 0; sweep < 3; sweep++) {
    await world.sweep();
    world.pass(300);
  }
  expect(world.calls).not.toContain('StartLogging');
  expect(world.messages).toMatchObject([{ outcome: 'stopped-before-guard', severity: 'low' }]);
});

test('a sweep that does not know since when the guard exists says nothing of a trail that it never saw logging', async () => {
  world.addTrail(TRAIL, { isLogging: false, stoppedAt: new Date(DEPLOYED_AT.getTime() + 1) });
  await world.handler({ trigger: 'sweep' });
  expect(world.messages).toEqual([]);
});

test('a trail that nobody ever started is told once and left alone', async () => {
  world.addTrail(TRAIL, { isLogging: false });
  await world.sweep();
  await world.sweep();
  expect(world.calls).not.toContain('StartLogging');
  expect(world.messages).toHaveLength(1);
});

test('a stop after the deployment counts, even if the guard never saw the trail logging', async () => {
  world.pass(1);
  world.stop();
  world.pass(60);
  await world.sweep();
  expect(world.messages).toMatchObject([{ outcome: 'restored' }]);
});

test('an organization trail of another account is told as such and not touched', async () => {
  const organizationTrail = parseTrailArn(TRAIL.arn.replace(ACCOUNT, '999988887777')) as TrailArn;
  world.addTrail(organizationTrail);
  await world.sweep();
  world.stop(organizationTrail);
  world.pass(60);
  await world.sweep();
  await world.sweep();
  expect(world.calls).not.toContain('StartLogging');
  expect(world.messages).toMatchObject([{ outcome: 'not-permitted', trail: { arn: organizationTrail.arn } }]);
});

test('a trail that is gone is created again and told once, and again if it is gone again', async () => {
  await world.sweep();
  world.trails.clear();
  await world.sweep();
  await world.sweep();
  expect(world.messages).toMatchObject([{ outcome: 'restored', technique: { id: 'trail-deleted' } }]);
  expect(world.status().isLogging).toBe(true);
  world.pass(3_700);
  await world.sweep();
  world.trails.clear();
  await world.sweep();
  expect(world.messages).toHaveLength(2);
});

test('observing, it tells once and changes nothing', async () => {
  world = new World({ ...POLICY, response: 'observe' });
  world.addTrail();
  await world.sweep();
  const event = world.stop();
  await world.handler(event);
  await world.sweep();
  expect(world.calls).not.toContain('StartLogging');
  expect(world.messages).toMatchObject([{ outcome: 'observed', actor: { displayName: 'mallory' } }]);
});

test('a trail out of scope is not looked at', async () => {
  world = new World({ ...POLICY, trails: [TRAIL.arn] });
  world.addTrail();
  const other = parseTrailArn(`${TRAIL.arn}-other`) as TrailArn;
  world.addTrail(other);
  await world.sweep();
  world.handler(world.stop(other));
  await world.sweep();
  expect(world.status(other).isLogging).toBe(false);
  expect(world.messages).toEqual([]);
});

describe('a window that closed before the guard looked', () => {
  async function closedWindow(starter: Record<string, unknown>): Promise<void> {
    await world.sweep();
    world.stop();
    world.pass(30);
    world.addTrail(TRAIL, { ...world.status(), isLogging: true, startedAt: world.now });
    world.history.push(recordOf('StartLogging', TRAIL.arn, world.now, starter));
    await world.sweep();
    // Whoever has just started it may be about to report.
    expect(world.messages).toEqual([]);
    world.pass(300);
    await world.sweep();
    await world.sweep();
  }

  test('by somebody else: there was a gap all the same', async () => {
    await closedWindow({});
    expect(world.messages).toMatchObject([{ outcome: 'already-logging', darkWindow: { seconds: 30 } }]);
  });

  test("by the guard, in a run that died before it could tell: the guard's restore", async () => {
    await closedWindow({
      userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { arn: GUARD_ROLE } } },
    });
    expect(world.messages).toMatchObject([{ outcome: 'restored', actor: { displayName: 'mallory' } }]);
  });
});

test('while event history lags the message goes out without the actor; an update names it', async () => {
  await world.sweep();
  world.stop();
  const lagging = world.history.splice(0);
  world.pass(60);
  await world.sweep();
  world.pass(300);
  await world.sweep();
  expect(world.messages).toMatchObject([{ outcome: 'restored', actorNote: expect.stringContaining('Event history') }]);
  world.history.push(...lagging);
  await world.sweep();
  await world.sweep();
  expect(world.messages.slice(1)).toMatchObject([{ outcome: 'restored', revision: 2, actor: { userName: 'mallory' } }]);
  expect(world.messages[1]).not.toHaveProperty('actorNote');
});

describe('an exception', () => {
  const exception = {
    principals: [MALLORY.arn],
    cidrs: ['198.51.100.0/24'],
    vpcEndpoints: [],
    services: [],
    maximumDurationSeconds: 600,
    reason: 'Change 4711',
  };

  beforeEach(async () => {
    world = new World({ ...POLICY, exceptions: [exception] });
    world.addTrail();
    await world.sweep();
  });

  test('lets the trail be until its time is over, though history does not know the event yet', async () => {
    const event = world.stop();
    world.history.length = 0;
    await world.handler(event);
    world.pass(300);
    await world.sweep();
    expect(world.status().isLogging).toBe(false);
    expect(world.messages).toMatchObject([
      { outcome: 'expected', severity: 'low', exception: { reason: 'Change 4711' } },
    ]);
    world.pass(301);
    await world.sweep();
    expect(world.status().isLogging).toBe(true);
    expect(world.messages.slice(1)).toMatchObject([
      { outcome: 'restored', revision: 2, actor: { userName: 'mallory' } },
    ]);
  });

  test('is found in event history where the event was lost', async () => {
    world.stop();
    world.pass(60);
    await world.sweep();
    expect(world.status().isLogging).toBe(false);
    expect(world.messages).toMatchObject([{ outcome: 'expected' }]);
  });

  test('that somebody wrote into the table keeps no trail stopped for longer than the policy allows', async () => {
    const event = world.stop();
    await world.handler(event);
    for (const [id, item] of world.store.incidents) {
      const exception = { reason: 'forged', until: '2099-01-01T00:00:00.000Z' };
      world.store.incidents.set(id, { ...item, incident: { ...item.incident, exception } });
    }
    world.pass(601);
    await world.sweep();
    expect(world.status().isLogging).toBe(true);
  });

  test("whose event comes late or again does not cover somebody else's stop since", async () => {
    const expected = world.stop();
    world.pass(60);
    world.addTrail(TRAIL, { ...world.status(), isLogging: true, startedAt: world.now });
    world.pass(60);
    const mallory = { ...MALLORY, arn: `arn:aws:iam::${ACCOUNT}:user/eve`, userName: 'eve' };
    world.stop(TRAIL, { userIdentity: mallory });
    world.pass(10);
    await world.handler(expected);
    expect(world.status().isLogging).toBe(true);
    expect(world.messages).toMatchObject([{ outcome: 'restored', actor: { userName: 'eve' } }]);
  });

  test('that ends as expected is told quietly to the end, with its reason', async () => {
    await world.handler(world.stop());
    world.pass(60);
    world.addTrail(TRAIL, { ...world.status(), isLogging: true, startedAt: world.now });
    world.pass(300);
    await world.sweep();
    expect(world.messages).toMatchObject([
      { outcome: 'expected', severity: 'low' },
      { outcome: 'already-logging', severity: 'low', exception: { reason: 'Change 4711' } },
    ]);
  });

  test('of a stop says nothing of the deletion: the trail is created again, and told with the actor', async () => {
    const event = world.stop();
    world.trails.clear();
    await world.handler(event);
    await world.sweep();
    expect(world.messages).toMatchObject([{ outcome: 'restored', actor: { userName: 'mallory' } }]);
  });

  test('does not cover the same principal from elsewhere', async () => {
    const event = world.stop(TRAIL, { sourceIPAddress: '203.0.113.9' });
    await world.handler(event);
    expect(world.messages).toMatchObject([{ outcome: 'restored' }]);
  });

  test('whose actor cannot be determined does not keep the trail stopped', async () => {
    world.stop();
    world.fail('LookupEvents', 'AccessDeniedException', 'AccessDeniedException');
    world.pass(60);
    await world.sweep();
    expect(world.status().isLogging).toBe(true);
  });
});
