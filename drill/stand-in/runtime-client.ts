/**
 * What the Node.js runtime of Lambda does inside an execution environment: load the handler, then fetch, run and answer
 * one invocation after the other. AWS's own client (npm `aws-lambda-ric`) needs a native module.
 *
 * It runs in a process of its own that knows nothing of this file: `runtimeClient` gives its source text. So the function
 * must not use anything from outside itself.
 */
function run(clockAheadMs: number): void {
  const { request, Agent } = require('node:http') as typeof import('node:http');
  const { resolve } = require('node:path') as typeof import('node:path');
  const { AWS_LAMBDA_RUNTIME_API, LAMBDA_TASK_ROOT = '', _HANDLER = '', ...env } = process.env;
  type Handler = (event: unknown, context: unknown) => Promise<unknown>;
  const agent = new Agent({ keepAlive: true });

  // The function sees another time; how long it may still run is told in the time of the stand-in.
  const { now } = Date;
  if (clockAheadMs !== 0) {
    globalThis.Date = new Proxy(Date, {
      construct: (date, values) => Reflect.construct(date, values.length > 0 ? values : [now() + clockAheadMs]),
      get: (date, name) => (name === 'now' ? () => now() + clockAheadMs : Reflect.get(date, name)),
    });
  }

  const call = (method: string, path: string, body?: unknown) =>
    new Promise<{ headers: import('node:http').IncomingHttpHeaders; body: string }>((done, failed) => {
      const url = `http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/${path}`;
      const sent = request(url, { method, agent }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => done({ headers: response.headers, body: text }));
      });
      sent.on('error', failed);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });

  const describe = (error: unknown) =>
    error instanceof Error
      ? { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] }
      : { errorType: typeof error, errorMessage: String(error), trace: [] };

  const load = (): Handler => {
    const [file = '', name = ''] = _HANDLER.split('.');
    const handler: unknown = require(resolve(LAMBDA_TASK_ROOT, file))[name];
    const refuse = (type: string, message: string): never => {
      throw Object.assign(new Error(message), { name: type });
    };
    if (typeof handler !== 'function')
      return refuse('Runtime.HandlerNotFound', `${_HANDLER} is undefined or not exported`);
    // Node.js 24 on Lambda has no callbacks any more (AWS facts 5).
    if (handler.length > 2)
      return refuse('Runtime.CallbackHandlerDeprecated', 'callback-based handlers are not supported');
    return handler as Handler;
  };

  const serve = async (handler: Handler): Promise<never> => {
    for (;;) {
      const { headers, body } = await call('GET', 'invocation/next');
      const id = String(headers['lambda-runtime-aws-request-id']);
      const deadline = Number(headers['lambda-runtime-deadline-ms']);
      const context = {
        awsRequestId: id,
        invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
        functionName: env.AWS_LAMBDA_FUNCTION_NAME,
        functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
        memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
        logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
        logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
        getRemainingTimeInMillis: () => deadline - now(),
      };
      try {
        const result = await handler(JSON.parse(body), context);
        await call('POST', `invocation/${id}/response`, result ?? null);
      } catch (error) {
        await call('POST', `invocation/${id}/error`, describe(error));
      }
    }
  };

  const start = async (): Promise<void> => {
    let handler: Handler;
    try {
      handler = load();
    } catch (error) {
      await call('POST', 'init/error', describe(error));
      process.exit(1);
    }
    // The stand-in is gone: so is this environment.
    await serve(handler).catch(() => process.exit(1));
  };
  void start();
}

/** @param clockAheadMs how much later it is for the function */
export const runtimeClient = (clockAheadMs: number): string => `(${run})(${clockAheadMs});`;
