import type { OwnParts } from '../../../lib/contract/own-parts';
import type { Json } from '../../fixtures/identities';
import { CODE, type Parts } from './parts';
import { isAssumable, mayCall } from './roles';

/** Somebody's server that answers everything. */
export const ENDPOINT = 'https://203.0.113.7';
/** Somebody's server that answers as CloudTrail would if all were well. */
export const CLOUDTRAIL_ENDPOINT = 'https://203.0.113.8';

/** A table's policy that lets the guard do nothing. */
export const DENIED_TABLE = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Principal: '*', Action: 'dynamodb:*', Resource: '*' }],
});

/** Whether Lambda would run the guard's code, with what it needs, and its calls would go to AWS. */
export function runs({ functions: [guard] }: OwnParts, parts: Parts): boolean {
  const found = parts.functions.get(guard?.name ?? '');
  if (!guard || !found || found.concurrency === 0 || found.code !== CODE) {
    return false;
  }
  const { Handler, Timeout, Layers, Environment } = found.configuration;
  const variables = (Environment as { Variables: Record<string, string> }).Variables;
  const isWhole = Object.keys(guard.environment).every((name) => name in variables);
  return (
    isWhole &&
    Handler === guard.handler &&
    Number(Timeout) >= Number(guard.timeout) &&
    Layers === undefined &&
    variables.AWS_ENDPOINT_URL === undefined &&
    variables.NODE_OPTIONS === undefined &&
    isAssumable(parts.roles.get(roleOf(parts, guard.name)), 'lambda.amazonaws.com')
  );
}

/** The role that the function has at present. */
export function roleOf(parts: Parts, functionName: string): string {
  return String(parts.functions.get(functionName)?.configuration.Role).split('/').at(-1) ?? '';
}

/** Whether the guard's calls of CloudTrail go to somebody else. */
export function isDeceived({ functions: [guard] }: OwnParts, parts: Parts): boolean {
  const configuration = parts.functions.get(guard?.name ?? '')?.configuration;
  const { Variables } = (configuration?.Environment ?? { Variables: {} }) as { Variables: Json };
  return Variables.AWS_ENDPOINT_URL_CLOUDTRAIL !== undefined;
}

/** Whether the schedule still calls the guard, as often as the template says. */
export function isScheduled({ schedule, functions: [guard] }: OwnParts, parts: Parts): boolean {
  const found = parts.schedules.get(schedule.name);
  const { Arn, RoleArn, Input } = (found?.Target ?? {}) as Json;
  const role = parts.roles.get(String(RoleArn).split('/').at(-1) ?? '');
  return (
    found?.State === 'ENABLED' &&
    found.ScheduleExpression === schedule.expression &&
    String(Arn).endsWith(`:function:${guard?.name}`) &&
    Input === schedule.target.input &&
    isAssumable(role, 'scheduler.amazonaws.com') &&
    mayCall(role, 'lambda:InvokeFunction')
  );
}

/** Whether the table lets the guard read and write. */
export function remembers({ table }: OwnParts, parts: Parts): boolean {
  const found = parts.tables.get(table.name);
  return found !== undefined && found.policy !== DENIED_TABLE;
}
