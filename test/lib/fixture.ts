import { App, Stack, type StackProps } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { TrailGuard, type TrailGuardProps } from '../../lib';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';
export const IN_REGION: StackProps = { env: { account: ACCOUNT, region: REGION } };

/** A template as JSON; what a test looks up in it is checked by the test's own expectation. */
export type Json = Record<string, unknown>;

export interface Guarded {
  readonly stack: Stack;
  readonly guard: TrailGuard;
  readonly template: Template;
}

/** A guard in a stack of its own; props may need the stack, and more may be asked of the guard before the synthesis. */
export function guarded(
  props: TrailGuardProps | ((stack: Stack) => TrailGuardProps) = {},
  stackProps: StackProps = {},
  more: (guard: TrailGuard) => unknown = () => undefined,
): Guarded {
  const stack = new Stack(new App(), 'Stack', stackProps);
  const guard = new TrailGuard(stack, 'TrailGuard', typeof props === 'function' ? props(stack) : props);
  more(guard);
  return { stack, guard, template: Template.fromStack(stack) };
}

/** What belongs to the functions that the guard asks. */
const OTHERS = /^TrailGuard(Investigator|Containment)/;

/** The only resource of a type, or the guard's own where its other functions have one too. */
export function only(template: Template, type: string): { id: string; properties: Json; resource: Json } {
  const all = Object.entries(template.findResources(type));
  const found = all.length > 1 ? all.filter(([id]) => !OTHERS.test(id)) : all;
  if (found.length !== 1) throw new Error(`${found.length} resources of type ${type}`);
  const [[id, resource] = ['', {}]] = found;
  return { id, properties: (resource.Properties ?? {}) as Json, resource };
}

export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Principal?: unknown;
  readonly Condition?: Json;
}

/** Every statement of the identity policies in the template. */
export function identityStatements(template: Template): Statement[] {
  return Object.values(template.findResources('AWS::IAM::Policy')).flatMap(
    (policy) => policy.Properties.PolicyDocument.Statement as Statement[],
  );
}

export function statement(template: Template, sid: string): Statement | undefined {
  return identityStatements(template).find(({ Sid }) => Sid === sid);
}

/** The warnings of a stack, as texts. */
export function warnings(stack: Stack): string[] {
  return Annotations.fromStack(stack)
    .findWarning('*', Match.anyValue())
    .map(({ entry }) => String(entry.data));
}

/** What the function is told: the policy in its environment, with placeholders for what only deployment knows. */
export function policyInEnvironment(template: Template): Json {
  const { properties } = guardFunction(template);
  const value = (properties.Environment as { Variables: Json }).Variables.TRAIL_GUARD_POLICY;
  return JSON.parse(flat(value)) as Json;
}

export function guardFunction(template: Template): { id: string; properties: Json } {
  return only(template, 'AWS::Lambda::Function');
}

/** Joins what CloudFormation would join; a reference becomes `<name>`. */
export function flat(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[name, argument] = ['', undefined]] = Object.entries(value as Json);
  if (name === 'Fn::Join') {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.map(flat).join(separator);
  }
  return `<${([] as unknown[]).concat(argument).join('.')}>`;
}

/** The error that something throws. */
export function thrownBy(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}

/** The calls that put a trail back. */
export const CHANGES = [
  'cloudtrail:StartLogging',
  'cloudtrail:UpdateTrail',
  'cloudtrail:PutEventSelectors',
  'cloudtrail:PutInsightSelectors',
  'cloudtrail:PutEventConfiguration',
  'cloudtrail:AddTags',
  'cloudtrail:CreateTrail',
];
