import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IRule } from 'aws-cdk-lib/aws-events';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Schedule } from 'aws-cdk-lib/aws-scheduler';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { GUARD_TECHNIQUES, TECHNIQUES } from './contract/techniques';
import type { OwnPartsNames } from './own-parts-names';

/** Calls on the guard's own parts in an event pattern. */
export interface OwnCall {
  readonly eventSource: string[];
  readonly eventName: (string | { readonly prefix: string })[];
  readonly requestParameters: Readonly<Record<string, readonly Value[]>>;
}

/** A value of an event, as a pattern has it. */
export type Value = string | boolean | { readonly prefix: string } | { readonly suffix: string } | Wildcard;

interface Wildcard {
  readonly wildcard: string;
}

/** What the calls are on. */
export interface NamedParts {
  readonly rules: readonly IRule[];
  readonly schedule: Schedule;
  readonly functions: readonly LambdaFunction[];
  readonly roles: readonly IRole[];
  /** To which one may still be added. */
  readonly topics: readonly ITopic[];
  readonly table: Table;
  readonly queue: IQueue;
  readonly alarms: readonly Alarm[];
}

/** The most topics that a guard has: for people, and for chat applications. */
const TOPICS = 2;

/**
 * Every catalogued call on these parts that no other pattern matches: by the names of the parts, which a denied call does
 * not have. So an attempt on a part is seen only where the other patterns match the call whatever it is made on.
 */
export function callsOnOwnParts(parts: NamedParts, names: OwnPartsNames): OwnCall[] {
  const calls = GUARD_TECHNIQUES.filter(({ target }) => target === 'guard').filter(
    ({ eventSource, eventName }) =>
      !TECHNIQUES.some(
        (other) =>
          other.target !== 'guard' &&
          other.when === undefined &&
          other.eventSource === eventSource &&
          other.eventName === eventName,
      ),
  );
  const named = Object.entries(valuesOf(parts, names)).flatMap(([service, parameters]) =>
    Object.entries(parameters).flatMap(([parameter, values]): OwnCall[] => {
      const eventSource = `${service}.amazonaws.com`;
      const eventNames = calls
        .filter((call) => call.eventSource === eventSource && call.targetParameters.includes(parameter))
        .map(({ eventName }) => eventName);
      return eventNames.length === 0 || values.length === 0
        ? []
        : [callOn(eventSource, eventNames, { [parameter]: values })];
    }),
  );
  return [...named, paddedCall(calls.map(({ eventName }) => eventName))];
}

/**
 * Calls with a document that was made too long for a record, by white space for instance: CloudTrail leaves the parameters
 * out, and with them the role.
 */
export function paddedCall(eventNames: readonly string[]): OwnCall {
  const paddable = ['PutRolePolicy', 'UpdateAssumeRolePolicy'].filter((name) => eventNames.includes(name));
  return callOn('iam.amazonaws.com', paddable, { omitted: [true] });
}

/** With names as they are in records. */
export function callOn(
  eventSource: string,
  eventNames: readonly string[],
  requestParameters: OwnCall['requestParameters'],
): OwnCall {
  return {
    eventSource: [eventSource],
    eventName: eventNames.flatMap((name) => (eventSource === 'lambda.amazonaws.com' ? versioned(name) : [name])),
    requestParameters,
  };
}

/** Lambda's names carry a version, which begins with a year. Other calls begin with DeleteFunction too. */
function versioned(name: string): OwnCall['eventName'] {
  return name === 'DeleteFunction' ? [name, { prefix: `${name}20` }] : [{ prefix: name }];
}

/** The names, in each request parameter that callers may name the parts in, in every form that the service takes. */
function valuesOf(parts: NamedParts, names: OwnPartsNames): Record<string, Record<string, readonly Value[]>> {
  const rules: Value[] = [...parts.rules.map((rule) => names.rule(rule)), { suffix: names.ownRules }];
  const alarms = parts.alarms.map((alarm) => names.alarm(alarm));
  return {
    events: { name: rules, rule: rules },
    scheduler: { name: [names.schedule(parts.schedule.scheduleName)] },
    lambda: { functionName: parts.functions.map((each) => functionValue(names.function(each))) },
    iam: { roleName: parts.roles.map((role) => names.role(role)) },
    sns: { topicArn: names.topicArns(parts.topics, TOPICS) },
    dynamodb: {
      resourceArn: [names.tableArn(parts.table)],
      tableName: [names.tableName(parts.table), names.tableArn(parts.table)],
    },
    sqs: { queueUrl: [{ suffix: `/${names.queue(parts.queue)}` }] },
    monitoring: { alarmNames: alarms, alarmName: alarms },
    logs: { logGroupName: parts.functions.map(({ logGroup }) => names.logGroup(logGroup)) },
    cloudformation: { stackName: [names.stackName(), names.stackId()] },
  };
}

/** A name, an ARN or a part of one, with or without a qualifier. */
export function functionValue(name: string): Wildcard {
  return { wildcard: `*${name}*` };
}
