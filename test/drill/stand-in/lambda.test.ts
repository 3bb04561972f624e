import type { StandIn } from '../../../drill/stand-in';
import { cleanUp, start } from './fixture';

afterEach(cleanUp);

const guard = (standIn: StandIn) => standIn.functions.get('guard');

async function answer(standIn: StandIn, event: object): Promise<unknown> {
  const outcome = await guard(standIn).invoke(event);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  return JSON.parse(outcome.payload);
}

const isAlive = (pid: unknown): boolean => {
  try {
    return process.kill(Number(pid), 0);
  } catch {
    return false;
  }
};

test('a function has the environment of Lambda and of the template, and nothing else', async () => {
  process.env.LEAK = 'from the parent';
  const standIn = await start({ region: 'eu-central-1' });
  const environment = (await answer(standIn, { do: 'environment' })) as Record<string, string>;
  delete process.env.LEAK;
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_LAMBDA_RUNTIME_API, ...rest } = environment;
  expect(AWS_ACCESS_KEY_ID).toMatch(/^ASIA[0-9A-F]{16}$/);
  expect(AWS_SECRET_ACCESS_KEY).toMatch(/^.{40}$/);
  expect(AWS_SESSION_TOKEN).toMatch(/^.{44}$/);
  expect(AWS_LAMBDA_RUNTIME_API).toMatch(/^127\.0\.0\.1:\d+$/);
  expect(rest).toEqual({
    AWS_DEFAULT_REGION: 'eu-central-1',
    AWS_ENDPOINT_URL: standIn.endpoint,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
    AWS_LAMBDA_FUNCTION_NAME: 'guard',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: 'JSON',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/guard',
    AWS_LAMBDA_LOG_LEVEL: 'INFO',
    AWS_LAMBDA_LOG_STREAM_NAME: 'stand-in',
    AWS_REGION: 'eu-central-1',
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    LAMBDA_TASK_ROOT: guard(standIn).settings.directory,
    LANG: 'en_US.UTF-8',
    PATH: process.env.PATH,
    TRAIL_GUARD_PLACE: 'aws/eu-central-1',
    TRAIL_GUARD_TABLE: 'guard-table',
    TRAIL_GUARD_TOPIC: 'arn:aws:sns:eu-central-1:111122223333:guard-topic',
    TZ: ':UTC',
    _HANDLER: 'index.handler',
  });
});

test('a handler gets its event and context', async () => {
  const standIn = await start();
  expect(await answer(standIn, { some: 'event' })).toEqual({ some: 'event' });
  const { remaining, ...context } = (await answer(standIn, { do: 'context' })) as Record<string, unknown>;
  expect(context).toEqual({
    awsRequestId: standIn.timeline.of('invocation').at(-1)?.requestId,
    functionName: 'guard',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:111122223333:function:guard',
    logGroupName: '/aws/lambda/guard',
    logStreamName: 'stand-in',
    memoryLimitInMB: '128',
  });
  expect(remaining).toBeGreaterThan(15_000);
  expect(remaining).toBeLessThanOrEqual(20_000);
});

test('environments are warm until recycled, and one invocation each', async () => {
  const standIn = await start();
  const first = await answer(standIn, { do: 'pid' });
  expect(await answer(standIn, { do: 'pid' })).toBe(first);
  await guard(standIn).recycle();
  expect(isAlive(first)).toBe(false);
  const [one, two, three] = await Promise.all([1, 2, 3].map(() => answer(standIn, { do: 'sleep', ms: 150 })));
  expect(one).not.toBe(first);
  expect(two).not.toBe(one);
  // Two at a time: the third has to wait for one of them.
  expect([one, two]).toContain(three);
  const cold = standIn.timeline.of('invocation').filter(({ phase, coldStart }) => phase === 'start' && coldStart);
  expect(cold).toHaveLength(3);
});

test('for functions it may be later, and yet they have as long to run', async () => {
  const standIn = await start();
  const now = async () => Number(await answer(standIn, { do: 'now' }));
  expect(Math.abs((await now()) - Date.now())).toBeLessThan(60_000);
  await standIn.functions.advanceClock(3_600_000);
  const later = await now();
  expect(later - Date.now()).toBeGreaterThan(3_500_000);
  expect(later - Date.now()).toBeLessThanOrEqual(3_600_000);
  const { remaining } = (await answer(standIn, { do: 'context' })) as { remaining: number };
  expect(remaining).toBeGreaterThan(15_000);
  expect(remaining).toBeLessThanOrEqual(20_000);
});

test('logs and metrics are kept', async () => {
  const standIn = await start();
  const metric = {
    _aws: {
      Timestamp: 1,
      CloudWatchMetrics: [
        { Namespace: 'TrailGuard', Dimensions: [['Guard']], Metrics: [{ Name: 'Restored', Unit: 'Count' }] },
      ],
    },
    Guard: 'main',
    Restored: 1,
  };
  await answer(standIn, { do: 'log', lines: ['plain', '{"level":"INFO","message":"hello"}', JSON.stringify(metric)] });
  const { logs, metrics } = guard(standIn);
  expect(
    logs
      .filter(({ stream }) => stream === 'stdout')
      .map(({ text }) => text)
      .slice(0, 2),
  ).toEqual(['plain', '{"level":"INFO","message":"hello"}']);
  expect(logs[1]?.json).toEqual({ level: 'INFO', message: 'hello' });
  expect(logs.filter(({ stream }) => stream === 'stderr').map(({ text }) => text)).toEqual(['to stderr']);
  expect(metrics).toEqual([
    { namespace: 'TrailGuard', name: 'Restored', value: 1, unit: 'Count', dimensions: { Guard: 'main' } },
  ]);
});

test('all that a function wrote is there when its invocation ends', async () => {
  const standIn = await start();
  const { logs } = guard(standIn);
  for (let count = 1; count <= 40; count += 1) {
    await answer(standIn, { do: 'log', lines: ['one', 'two'] });
    expect(logs).toHaveLength(count * 3);
  }
});

describe('a failing invocation', () => {
  test('is tried again, then told to the on-failure destination', async () => {
    const standIn = await start();
    const requestId = guard(standIn).invokeAsync(JSON.stringify({ do: 'throw' }));
    await standIn.settled();
    const attempts = standIn.timeline.of('invocation').filter(({ phase }) => phase === 'failed');
    expect(attempts).toMatchObject([
      { requestId, attempt: 1, coldStart: true, error: 'no luck' },
      { requestId, attempt: 2, coldStart: false, error: 'no luck' },
    ]);
    const [message] = standIn.queues.byArn('arn:aws:sqs:us-east-1:111122223333:guard-dead-letters').messages();
    const record = JSON.parse(message?.body ?? '{}');
    expect(record).toEqual({
      version: '1.0',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      requestContext: {
        requestId,
        functionArn: 'arn:aws:lambda:us-east-1:111122223333:function:guard:$LATEST',
        condition: 'RetriesExhausted',
        approximateInvokeCount: 2,
      },
      requestPayload: { do: 'throw' },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'RangeError', errorMessage: 'no luck', trace: expect.any(Array) },
    });
    expect(standIn.timeline.of('deadLetter')).toMatchObject([{ reason: 'RetriesExhausted' }]);
  });

  test('is tried three times by default, after the given waits', async () => {
    const standIn = await start({ retryDelaysMs: [50, 100] }, (resources) => {
      delete resources.InvokeConfig;
    });
    guard(standIn).invokeAsync(JSON.stringify({ do: 'throw' }));
    await standIn.settled();
    const [first, second, third, ...more] = standIn.timeline.of('invocation').filter(({ phase }) => phase === 'start');
    expect(more).toEqual([]);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(49);
    expect((third?.at ?? 0) - (second?.at ?? 0)).toBeGreaterThanOrEqual(99);
    expect(standIn.timeline.of('deadLetter')).toEqual([]);
  });

  test('by a crash ends the environment', async () => {
    const standIn = await start();
    expect(await guard(standIn).invoke({ do: 'exit' })).toMatchObject({
      ok: false,
      error: {
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringMatching(
          /^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 3$/,
        ),
      },
    });
    expect(await answer(standIn, { fine: true })).toEqual({ fine: true });
  });

  test('by the timeout ends the environment', async () => {
    const standIn = await start({}, (resources) => {
      Object.assign(resources.Handler?.Properties ?? {}, { Timeout: 1 });
    });
    const pid = await answer(standIn, { do: 'pid' });
    const outcome = await guard(standIn).invoke({ do: 'sleep', ms: 60_000 });
    expect(outcome).toMatchObject({
      ok: false,
      error: {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/),
      },
    });
    expect(isAlive(pid)).toBe(false);
    expect(await answer(standIn, { do: 'pid' })).not.toBe(pid);
  });

  test.each([
    ['index.callback', 'Runtime.CallbackHandlerDeprecated'],
    ['index.missing', 'Runtime.HandlerNotFound'],
    ['missing.handler', 'Error'],
  ])('by the handler %s is a failure to start', async (Handler, errorType) => {
    const standIn = await start({}, (resources) => {
      Object.assign(resources.Handler?.Properties ?? {}, { Handler });
    });
    expect(await guard(standIn).invoke({})).toMatchObject({ ok: false, error: { errorType } });
  });
});

test('a function without concurrency runs nothing', async () => {
  const standIn = await start({}, (resources) => {
    Object.assign(resources.Handler?.Properties ?? {}, { ReservedConcurrentExecutions: 0 });
  });
  guard(standIn).invokeAsync('{}');
  await standIn.stop();
  expect(standIn.timeline.of('invocation')).toEqual([]);
});

test('stop ends every process, busy or idle, and may be called again', async () => {
  const standIn = await start({ maxConcurrency: 3 });
  for (let index = 0; index < 2; index += 1) guard(standIn).invokeAsync(JSON.stringify({ do: 'sleep', ms: 60_000 }));
  const busy = () => guard(standIn).logs.map(({ json }) => json?.pid);
  while (busy().length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
  const idle = await guard(standIn).invoke({ do: 'pid' });
  const processes = [...busy(), idle.ok && idle.payload];
  expect(new Set(processes).size).toBe(3);
  expect(processes.map(isAlive)).toEqual([true, true, true]);
  await standIn.stop();
  await standIn.stop();
  expect(processes.map(isAlive)).toEqual([false, false, false]);
  await expect(fetch(standIn.endpoint)).rejects.toThrow('fetch failed');
});
