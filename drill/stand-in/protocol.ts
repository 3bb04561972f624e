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

/** AWS Query: form-encoded calls, XML answers. Results are flat: nothing the guard calls needs more. */
export function queryProtocol(namespace: string): Protocol {
  const headers = { 'content-type': 'text/xml' };
  return {
    throttlingCode: 'Throttling',
    parse: ({ body }) => {
      const parameters: Json = Object.fromEntries(new URLSearchParams(body));
      return { operation: String(parameters.Action), parameters };
    },
    answer: ({ operation, requestId }, result) => {
      const fields = Object.entries(result).map(([key, value]) => `<${key}>${escapeXml(String(value))}</${key}>`);
      return {
        status: 200,
        headers,
        body:
          `<${operation}Response xmlns="${namespace}"><${operation}Result>${fields.join('')}</${operation}Result>` +
          `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`,
      };
    },
    error: ({ code, status, message }, requestId) => ({
      status,
      headers,
      body:
        `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type><Code>${escapeXml(code)}</Code>` +
        `<Message>${escapeXml(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    }),
  };
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
