import { Deployed, synthesize } from './deployed';

// These wait for the guard's own timeouts and pauses, so they wait all at once.

let app: ReturnType<typeof synthesize>;

beforeAll(() => {
  app = synthesize();
});
afterAll(() => app.remove());

async function onGuard(play: (guard: Deployed) => Promise<void>): Promise<void> {
  const guard = await Deployed.start(app.assembly);
  try {
    await play(guard);
  } finally {
    await guard.end();
  }
}

test.concurrent.each([
  ['StartLogging', 'cloudtrail'],
  ['GetTrailStatus', 'cloudtrail'],
  ['GetItem', 'dynamodb'],
  ['PutItem', 'dynamodb'],
  ['Publish', 'sns'],
])('%s of %s hangs: it is called again in the same invocation', async (operation, service) => {
  await onGuard(async (guard) => {
    const planned = guard.fault(service, operation, { kind: 'hang' });
    await guard.stop();
    expect(planned.hits).toBe(1);
    expect(guard.isLogging).toBe(true);
    expect(guard.endings).toEqual(['end']);
    expect(guard.outcomes).toEqual(['restored']);
  });
});

test.concurrent('the table hangs for good: the message comes all the same', async () => {
  await onGuard(async (guard) => {
    guard.fault('dynamodb', undefined, { kind: 'hang' }, { times: 'always' });
    await guard.stop();
    expect(guard.isLogging).toBe(true);
    expect(guard.outcomes).toEqual(['restored']);
  });
});

test.concurrent('event history is throttled: restored, the actor said to be unknown', async () => {
  await onGuard(async (guard) => {
    await guard.sweep();
    guard.standIn.bus.loseNext();
    guard.fault('cloudtrail', 'LookupEvents', { kind: 'throttle' }, { times: 'always' });
    await guard.stop();
    await guard.sweep();
    expect(guard.incidents).toMatchObject([
      { outcome: 'restored', actorNote: expect.stringContaining('ThrottlingException') },
    ]);
  });
});
