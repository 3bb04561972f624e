import { type Json, text } from './json';
import { type ApiCall, type Protocol, parseJson, type RawRequest } from './protocol';

interface Route {
  readonly operation: string;
  readonly method: string;
  /** `{FunctionName}` and `{StatementId}` stand for a part of the path. */
  readonly path: string;
  /** Lambda's names in records have a version. @default - the operation */
  readonly eventName?: string;
  readonly status?: number;
}

const functions = '/2015-03-31/functions';
const named = `${functions}/{FunctionName}`;
const asynchronous = '/2019-09-25/functions/{FunctionName}/event-invoke-config';

const routes: readonly Route[] = [
  { operation: 'Invoke', method: 'POST', path: `${named}/invocations` },
  { operation: 'ListFunctions', method: 'GET', path: functions, eventName: 'ListFunctions20150331' },
  { operation: 'GetFunction', method: 'GET', path: named, eventName: 'GetFunction20150331v2' },
  {
    operation: 'GetFunctionConfiguration',
    method: 'GET',
    path: `${named}/configuration`,
    eventName: 'GetFunctionConfiguration20150331v2',
  },
  {
    operation: 'UpdateFunctionConfiguration',
    method: 'PUT',
    path: `${named}/configuration`,
    eventName: 'UpdateFunctionConfiguration20150331v2',
  },
  { operation: 'UpdateFunctionCode', method: 'PUT', path: `${named}/code`, eventName: 'UpdateFunctionCode20150331v2' },
  { operation: 'DeleteFunction', method: 'DELETE', path: named, eventName: 'DeleteFunction20150331' },
  { operation: 'GetFunctionConcurrency', method: 'GET', path: '/2019-09-30/functions/{FunctionName}/concurrency' },
  {
    operation: 'PutFunctionConcurrency',
    method: 'PUT',
    path: '/2017-10-31/functions/{FunctionName}/concurrency',
    eventName: 'PutFunctionConcurrency20171031',
  },
  {
    operation: 'DeleteFunctionConcurrency',
    method: 'DELETE',
    path: '/2017-10-31/functions/{FunctionName}/concurrency',
    eventName: 'DeleteFunctionConcurrency20171031',
    status: 204,
  },
  { operation: 'GetFunctionEventInvokeConfig', method: 'GET', path: asynchronous },
  { operation: 'PutFunctionEventInvokeConfig', method: 'PUT', path: asynchronous },
  { operation: 'UpdateFunctionEventInvokeConfig', method: 'POST', path: asynchronous },
  { operation: 'DeleteFunctionEventInvokeConfig', method: 'DELETE', path: asynchronous, status: 204 },
  { operation: 'GetPolicy', method: 'GET', path: `${named}/policy`, eventName: 'GetPolicy20150331v2' },
  {
    operation: 'AddPermission',
    method: 'POST',
    path: `${named}/policy`,
    eventName: 'AddPermission20150331v2',
    status: 201,
  },
  {
    operation: 'RemovePermission',
    method: 'DELETE',
    path: `${named}/policy/{StatementId}`,
    eventName: 'RemovePermission20150331v2',
    status: 204,
  },
];

const byOperation = new Map(routes.map((route) => [route.operation, route]));

/** What CloudTrail calls an operation. */
export const recordedName = (operation: string): string => byOperation.get(operation)?.eventName ?? operation;

/** AWS REST JSON; the payload of an invocation is the body, all else about it is in headers. */
export const lambdaProtocol: Protocol = {
  throttlingCode: 'TooManyRequestsException',
  parse: (request) => {
    const path = request.url.pathname.replace(/\/$/, '');
    for (const route of routes) {
      const inPath = route.method === request.method ? match(route.path, path) : undefined;
      if (inPath) return { operation: route.operation, parameters: parametersOf(route.operation, inPath, request) };
    }
    return { operation: `${request.method} ${path}`, parameters: {} };
  },
  answer: ({ operation }: ApiCall, result) => (operation === 'Invoke' ? invoked(result) : answered(operation, result)),
  error: ({ code, status, message }) => ({
    status: code === 'TooManyRequestsException' ? 429 : code === 'AccessDeniedException' ? 403 : status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
    body: JSON.stringify({ Type: 'User', Message: message }),
  }),
};

function match(route: string, path: string): Json | undefined {
  const [wanted, given] = [route.split('/'), path.split('/')];
  if (wanted.length !== given.length) return undefined;
  const found: Json = {};
  for (const [index, part] of wanted.entries()) {
    const value = decodeURIComponent(given[index] ?? '');
    if (part.startsWith('{')) found[part.slice(1, -1)] = value;
    else if (part !== value) return undefined;
  }
  return found;
}

function parametersOf(operation: string, inPath: Json, { headers, body, url }: RawRequest): Json {
  if (operation === 'Invoke') {
    const InvocationType = headers['x-amz-invocation-type'] ?? 'RequestResponse';
    return { ...inPath, InvocationType, Payload: parseJson(body) };
  }
  const Qualifier = url.searchParams.get('Qualifier');
  return { ...inPath, ...(Qualifier !== null && { Qualifier }), ...parseJson(body) };
}

function answered(operation: string, result: Json) {
  const { status = 200 } = byOperation.get(operation) ?? {};
  const body = status === 204 ? '' : JSON.stringify(result);
  return { status, headers: { 'content-type': 'application/json' }, body };
}

function invoked({ StatusCode, FunctionError, Payload }: Json) {
  return {
    status: Number(StatusCode),
    headers: {
      'content-type': 'application/json',
      'x-amz-executed-version': '$LATEST',
      ...(FunctionError !== undefined && { 'x-amz-function-error': String(FunctionError) }),
    },
    body: text(Payload) ?? '',
  };
}
