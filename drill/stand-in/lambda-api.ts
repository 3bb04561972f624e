import { AwsError } from './aws-error';
import { type Json, text } from './json';
import type { LambdaFunctions } from './lambda-functions';
import { type ApiCall, type Protocol, parseJson, type Service } from './protocol';

/** `POST /2015-03-31/functions/<name or ARN>/invocations`: the payload is the body, all else is in headers. */
const protocol: Protocol = {
  throttlingCode: 'TooManyRequestsException',
  parse: ({ method, url, headers, body }) => {
    const [, name] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(url.pathname) ?? [];
    if (method !== 'POST' || name === undefined) return { operation: `${method} ${url.pathname}`, parameters: {} };
    const InvocationType = headers['x-amz-invocation-type'] ?? 'RequestResponse';
    const parameters = { FunctionName: decodeURIComponent(name), InvocationType, Payload: parseJson(body) };
    return { operation: 'Invoke', parameters };
  },
  answer: (_call, { StatusCode, FunctionError, Payload }) => ({
    status: Number(StatusCode),
    headers: {
      'content-type': 'application/json',
      'x-amz-executed-version': '$LATEST',
      ...(FunctionError !== undefined && { 'x-amz-function-error': String(FunctionError) }),
    },
    body: text(Payload) ?? '',
  }),
  error: ({ code, status, message }) => ({
    status: code === 'TooManyRequestsException' ? 429 : code === 'AccessDeniedException' ? 403 : status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
    body: JSON.stringify({ Type: 'User', Message: message }),
  }),
};

/** The API of Lambda, as far as functions invoke each other. That is a data event: event history has nothing of it. */
export class LambdaApi implements Service {
  readonly signingName = 'lambda';
  readonly protocol = protocol;

  constructor(private readonly functions: LambdaFunctions) {}

  action(operation: string): string {
    return operation === 'Invoke' ? 'InvokeFunction' : operation;
  }

  resource({ parameters }: ApiCall): string {
    const name = String(parameters.FunctionName);
    return this.functions.find(name)?.settings.arn ?? name;
  }

  async handle({ operation, parameters }: ApiCall): Promise<Json> {
    if (operation !== 'Invoke')
      throw new AwsError('UnknownOperationException', `the stand-in does not know ${operation}`);
    const name = String(parameters.FunctionName);
    const invoked = this.functions.find(name);
    if (!invoked) throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, 404);
    if (parameters.InvocationType === 'Event') {
      invoked.invokeAsync(JSON.stringify(parameters.Payload));
      return { StatusCode: 202 };
    }
    const outcome = await invoked.invoke(parameters.Payload);
    return outcome.ok
      ? { StatusCode: 200, Payload: outcome.payload }
      : { StatusCode: 200, FunctionError: 'Unhandled', Payload: JSON.stringify(outcome.error) };
  }
}
