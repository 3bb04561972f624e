import { AwsError } from './aws-error';
import { isJson, type Json } from './json';
import { parseJson } from './protocol';

/** A call that a service makes. `context` has condition keys in lower case. */
export interface ServiceRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
  /** @default cloudtrail.amazonaws.com */
  readonly service?: string;
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

function isLike(pattern: unknown, value: string): boolean {
  const source = String(pattern)
    .replace(/[\\^$.+()[\]{}|]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 's').test(value);
}

const isEqual = (wanted: unknown, value: string): boolean => String(wanted) === value;

const operators: Readonly<Record<string, (wanted: unknown, value: string) => boolean>> = {
  StringEquals: isEqual,
  StringLike: isLike,
  ArnEquals: isLike,
  ArnLike: isLike,
  Bool: isEqual,
};

/** `StringNotLikeIfExists` is the opposite of `StringLike` and tolerates that the key is missing. */
function readOperator(operator: string) {
  const [, kind = '', not = '', rest = '', ifExists = ''] =
    /^(String|Arn|Bool)(Not)?(Equals|Like)?(IfExists)?$/.exec(operator) ?? [];
  return { compare: operators[kind + rest], negates: not !== '', toleratesMissing: ifExists !== '' || not !== '' };
}

/** @returns the policy as it came, once it is clear that the stand-in can evaluate it */
export function checkPolicy(policy: unknown, malformedCode: string): string {
  const document = String(policy);
  for (const { Condition } of statementsOf(document, malformedCode)) {
    for (const operator of Object.keys(isJson(Condition) ? Condition : {})) {
      if (operator !== 'Null' && !readOperator(operator).compare) {
        throw new AwsError('NotImplemented', `the stand-in evaluates no condition ${operator}`, 501);
      }
    }
  }
  return document;
}

/** Whether a policy lets a service do something: a statement allows it and none denies it. */
export function allows(policy: string | undefined, request: ServiceRequest): boolean {
  const effects = effectsOf(policy, request);
  return effects.includes('Allow') && !effects.includes('Deny');
}

/** Whether a policy forbids it to everybody, whatever else allows it. */
export function denies(policy: string | undefined, request: ServiceRequest): boolean {
  return effectsOf(policy, request).includes('Deny');
}

function effectsOf(policy: string | undefined, request: ServiceRequest): unknown[] {
  if (policy === undefined) return [];
  return statementsOf(policy)
    .filter((statement) => applies(statement, request))
    .map(({ Effect }) => Effect);
}

function statementsOf(policy: string, malformedCode = 'MalformedPolicyDocument'): Json[] {
  const malformed = new AwsError(malformedCode, 'The policy is not in valid JSON format');
  try {
    const { Statement } = parseJson(policy);
    const statements = list(Statement ?? []);
    if (statements.every(isJson)) return statements;
  } catch {
    throw malformed;
  }
  throw malformed;
}

/** Trust policies have no resource, the policies of a role no principal. */
function applies(statement: Json, request: ServiceRequest): boolean {
  const { action, resource, context, service = 'cloudtrail.amazonaws.com' } = request;
  const { Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition } = statement;
  const isAction = (pattern: unknown): boolean => isLike(String(pattern).toLowerCase(), action.toLowerCase());
  const isResource = (pattern: unknown): boolean => isLike(pattern, resource);
  return (
    (Principal === undefined || names(Principal, service)) &&
    (NotPrincipal === undefined || !names(NotPrincipal, service)) &&
    (Action === undefined ? !list(NotAction).some(isAction) : list(Action).some(isAction)) &&
    (Resource === undefined || list(Resource).some(isResource)) &&
    (NotResource === undefined || !list(NotResource).some(isResource)) &&
    Object.entries(isJson(Condition) ? Condition : {}).every(([operator, keys]) =>
      Object.entries(isJson(keys) ? keys : {}).every(([key, wanted]) =>
        holds(operator, list(wanted), context[key.toLowerCase()]),
      ),
    )
  );
}

function names(principal: unknown, service: string): boolean {
  if (!isJson(principal)) return principal === '*';
  return list(principal.AWS).includes('*') || list(principal.Service).includes(service);
}

function holds(operator: string, wanted: readonly unknown[], value: string | undefined): boolean {
  if (operator === 'Null') return wanted.some((each) => String(each) === String(value === undefined));
  const { compare = isEqual, negates, toleratesMissing } = readOperator(operator);
  if (value === undefined) return toleratesMissing;
  return wanted.some((each) => compare(each, value)) !== negates;
}
