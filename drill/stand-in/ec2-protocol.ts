import { isJson, type Json } from './json';
import { type Protocol, parseForm, renameDenial, writeXml } from './protocol';

const namespace = 'http://ec2.amazonaws.com/doc/2016-11-15/';
const headers = { 'content-type': 'text/xml;charset=UTF-8' };

/** EC2's own form of AWS Query: no result element around the answer, and lists of `item`s. */
export const ec2Protocol: Protocol = {
  throttlingCode: 'RequestLimitExceeded',
  parse: parseForm,
  answer: ({ operation, requestId }, result) => ({
    status: 200,
    headers,
    body: `<${operation}Response xmlns="${namespace}">${writeXml({ requestId, ...asItems(result) })}</${operation}Response>`,
  }),
  error: (error, RequestID) => {
    const { code, status, message } = renameDenial(error, 'UnauthorizedOperation');
    const body = writeXml({ Response: { Errors: { Error: { Code: code, Message: message } }, RequestID } });
    return { status, headers, body };
  },
};

function asItems(value: Json): Json {
  const written = (inner: unknown): unknown => {
    if (Array.isArray(inner)) return { item: inner.map(written) };
    return isJson(inner) ? asItems(inner) : inner;
  };
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => [name, written(inner)]),
  );
}

/** `<name>.1`, `<name>.2`, ... */
export function listOf(parameters: Json, name: string): string[] {
  const list: string[] = [];
  for (let value = parameters[`${name}.1`]; value !== undefined; value = parameters[`${name}.${list.length + 1}`]) {
    list.push(String(value));
  }
  return list;
}

/** `Filter.1.Name`, `Filter.1.Value.1`, ... */
export function filtersOf(parameters: Json): { readonly name: string; readonly values: readonly string[] }[] {
  const filters: { name: string; values: string[] }[] = [];
  for (let index = 1; parameters[`Filter.${index}.Name`] !== undefined; index += 1) {
    filters.push({
      name: String(parameters[`Filter.${index}.Name`]),
      values: listOf(parameters, `Filter.${index}.Value`),
    });
  }
  return filters;
}
