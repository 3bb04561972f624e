import { Deployed, synthesize } from './deployed';

// These wait for the guard's own timeouts, so they wait all at once.

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
