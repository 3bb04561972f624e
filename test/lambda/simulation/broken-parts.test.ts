import { DENIED, recordOf } from './records';
import { eventOf, TRAIL, World } from './world';

const TABLE_CALLS = [
  ...['trails', 'saveTrail', 'incident', 'saveIncident', 'openIncidents', 'sweepCompleted'],
  ...['get', 'all', 'save', 'restored', 'saveCoverage'].map((call) => `baselines.${call}`),
];

let world: World;
beforeEach(async () => {
  world = new World();
  world.addTrail();
  await world.sweep();
  world.pass(60);
});

function tableUnreachable(): void {
  for (const call of TABLE_CALLS) {
    world.fail(call, ...Array(20).fill('TimeoutError'));
  }
}

describe('with the table unreachable', () => {
  test('an event restores and tells', async () => {
    const event = world.stop();
    tableUnreachable();
    await world.handler(event);
    expect(world.status().isLogging).toBe(true);
    expect(world.messages).toMatchObject([{ outcome: 'restored' }]);
    expect(world.metrics).toContain('StateFailures');
  });

  test('a sweep restores what was stopped since the deployment, tells, and fails for the alarm', async () => {
    world.stop();
    tableUnreachable();
    await expect(world.sweep()).rejects.toThrow('open incidents');
    expect(world.status().isLogging).toBe(true);
    expect(world.messages).toMatchObject([{ outcome: 'restored', actor: { userName: 'mallory' } }]);
    expect(world.store.sweeps).toBe(1);
  });

  test('a sweep leaves what was stopped before the deployment, and says nothing that it may have said already', async () => {
    world.addTrail(TRAIL, { isLogging: false, stoppedAt: new Date('2025-12-01T00:00:00Z') });
    tableUnreachable();
    await expect(world.sweep()).rejects.toThrow();
    expect(world.calls).not.toContain('StartLogging');
    expect(world.messages).toEqual([]);
  });
});

describe('with the topic broken', () => {
  test('a restore happens, and a later sweep sends the message once', async () => {
    const event = world.stop();
    world.fail('Publish', 'NotFoundException');
    await expect(world.handler(event)).rejects.toThrow('planned');
    expect(world.status().isLogging).toBe(true);
    expect(world.messages).toEqual([]);
    expect(world.metrics).toContain('MessageFailures');
    world.pass(300);
    await world.sweep();
    await world.sweep();
    expect(world.messages).toMatchObject([{ outcome: 'restored', revision: 1 }]);
  });
});

describe('a run that dies after it claimed a message', () => {
  let event: unknown;
  beforeEach(async () => {
    event = world.stop();
    // It never comes back from publishing; neither does it free its claim.
    world.fail('Publish', 'Killed');
    world.fail('saveIncident');
    const { saveIncident } = world.store;
    world.store.saveIncident = async (item, previous) =>
      item.leaseUntil > world.now.getTime() ? saveIncident.call(world.store, item, previous) : true;
    await expect(world.handler(event, 'dead')).rejects.toThrow();
    world.store.saveIncident = saveIncident;
  });

  test('is not doubled by another run while it may still live', async () => {
    world.pass(60);
    await world.sweep();
    expect(world.messages).toEqual([]);
  });

  test("is taken over by Lambda's retry of the same request", async () => {
    world.pass(60);
    await world.handler(event, 'dead');
    expect(world.messages.length).toBeGreaterThan(0);
  });

  test('is taken over by a sweep after its lease', async () => {
    world.pass(200);
    await world.sweep();
    expect(world.messages).toMatchObject([{ outcome: 'restored' }]);
  });
});

test('of a long list of messages that wait, a sweep sends some, and stops where the topic is still broken', async () => {
  for (let hour = 0; hour < 30; hour++) {
    world.fail('Publish', 'NotFoundException');
    const denied = recordOf('StopLogging', TRAIL.arn, world.now, { ...DENIED, errorCode: `Denied${hour}` });
    await expect(world.handler(eventOf(denied))).rejects.toThrow();
  }
  world.pass(300);
  world.fail('Publish', 'NotFoundException');
  world.calls.length = 0;
  await expect(world.sweep()).rejects.toThrow();
  expect(world.calls.filter((call) => call === 'Publish')).toHaveLength(1);
  // The trails were looked at all the same.
  expect(world.store.sweeps).toBe(2);
  await world.sweep();
  expect(world.messages).toHaveLength(20);
  await world.sweep();
  expect(world.messages).toHaveLength(30);
});

test("one trail's trouble does not keep the others from being restored", async () => {
  const other = { ...TRAIL, arn: `${TRAIL.arn}-other`, name: 'audit-other' };
  world.addTrail(other);
  await world.sweep();
  world.pass(60);
  world.stop();
  world.stop(other);
  world.fail('GetTrailStatus', 'InternalServerError');
  await expect(world.sweep()).rejects.toThrow('InternalServerError');
  expect([world.status(), world.status(other)].filter(({ isLogging }) => isLogging)).toHaveLength(1);
  await world.sweep();
  expect(world.status().isLogging && world.status(other).isLogging).toBe(true);
});

test('without DescribeTrails a sweep does not count as completed, but still sends what waits', async () => {
  const event = world.stop();
  world.fail('Publish', 'Throttling');
  await expect(world.handler(event)).rejects.toThrow();
  world.fail('DescribeTrails', 'ThrottlingException');
  world.pass(300);
  await expect(world.sweep()).rejects.toThrow('ThrottlingException');
  expect(world.messages).toHaveLength(1);
  expect(world.store.sweeps).toBe(1);
});
