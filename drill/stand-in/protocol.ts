import type { AwsError } from './aws-error';
import type { Caller } from './callers';
import { isJson, type Json } from './json';

export interface RawRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ApiCall {
  readonly operation: string;
  readonly parameters: Json;
  readonly region: string;
  readonly caller: Caller;
  readonly requestId: string;
  readonly raw: RawRequest;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How a service's calls look on the wire. */
export interface Protocol {
  readonly throttlingCode: string;
  parse(request: RawRequest): Pick<ApiCall, 'operation' | 'parameters'>;
  answer(call: ApiCall, result: Json): Answer;
  error(error: AwsError, requestId: string): Answer;
}

export interface Service {
  /** The name in the credential scope of a signature. */
  readonly signingName: string;
  readonly protocol: Protocol;
  handle(call: ApiCall): Json | Promise<Json>;
  /** What IAM calls the service. @default - the signing name */
  readonly permissionPrefix?: string;
  /** What IAM calls an operation, where that is not its name. @default - the operation */
  action?(operation: string): string;
  /** The ARN that a refused call was about. @default - `*` */
  resource?(call: ApiCall): string;
  /** Hears of calls that failed before the service saw them. */
  refused?(call: ApiCall, error: AwsError): void;
}

export function parseJson(body: string): Json {
  const value: unknown = body === '' ? {} : JSON.parse(body);
  return isJson(value) ? value : {};
}

/** AWS JSON 1.0 and 1.1: the operation is in X-Amz-Target, the error's name in `__type`. */
export function jsonProtocol(version: '1.0' | '1.1'): Protocol {
  const contentType = `application/x-amz-json-${version}`;
  return {
    throttlingCode: 'ThrottlingException',
    parse: ({ headers, body }) => {
      const target = headers['x-amz-target'] ?? '';
      return { operation: target.slice(target.lastIndexOf('.') + 1), parameters: parseJson(body) };
    },
    answer: (_call, result) => ({
      status: 200,
      headers: { 'content-type': contentType },
      body: JSON.stringify(result),
    }),
    error: ({ code, status, message }) => ({
      status,
      headers: { 'content-type': contentType, 'x-amzn-errortype': code },
      body: JSON.stringify({ __type: code, message }),
    }),
  };
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeXml = (value: string): string => value.replace(/[&<>"]/g, (found) => escapes[found] ?? found);

/** An element a key, and for a list as many as it has values. */
export function writeXml(value: Json): string {
  const element = (name: string, inner: unknown): string =>
    `<${name}>${isJson(inner) ? writeXml(inner) : escapeXml(String(inner))}</${name}>`;
  return Object.entries(value)
    .flatMap(([name, inner]) => (Array.isArray(inner) ? inner : [inner]).map((each) => element(name, each)))
    .join('');
}

/** A form-encoded call, which names itself by `Action`. */
export function parseForm({ body }: RawRequest): Pick<ApiCall, 'operation' | 'parameters'> {
  const parameters: Json = Object.fromEntries(new URLSearchParams(body));
  return { operation: String(parameters.Action), parameters };
}

/**
 * AWS Query: form-encoded calls, XML answers.
 *
 * @param deniedCode what the service calls an AccessDeniedException
 */
export function queryProtocol(namespace: string, deniedCode: string): Protocol {
  const headers = { 'content-type': 'text/xml' };
  return {
    throttlingCode: 'Throttling',
    parse: parseForm,
    answer: ({ operation, requestId }, result) => ({
      status: 200,
      headers,
      body:
        `<${operation}Response xmlns="${namespace}"><${operation}Result>${writeXml(result)}</${operation}Result>` +
        `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`,
    }),
    error: (error, RequestId) => {
      const { code, status, message } = renameDenial(error, deniedCode);
      const fields = { Error: { Type: 'Sender', Code: code, Message: message }, RequestId };
      return {
        status,
        headers,
        body: `<ErrorResponse xmlns="${namespace}">${writeXml(fields)}</ErrorResponse>`,
      };
    },
  };
}

/** The services whose answers are XML have their own code for it, and another status. */
export function renameDenial(error: AwsError, deniedCode: string): Pick<AwsError, 'code' | 'status' | 'message'> {
  const { code, status, message } = error;
  return code === 'AccessDeniedException' ? { code: deniedCode, status: 403, message } : { code, status, message };
}

/** AWS REST JSON: path and query say what is wanted, the error's name is in a header. */
export function restJsonProtocol(parse: Protocol['parse']): Protocol {
  const contentType = 'application/json';
  return {
    throttlingCode: 'ThrottlingException',
    parse,
    answer: (_call, result) => ({
      status: 200,
      headers: { 'content-type': contentType },
      body: JSON.stringify(result),
    }),
    error: ({ code, status, message }) => ({
      status,
      headers: { 'content-type': contentType, 'x-amzn-errortype': code },
      body: JSON.stringify({ Message: message }),
    }),
  };
}
