import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Schedule } from 'aws-cdk-lib/aws-scheduler';
import { GUARD_TECHNIQUES } from './contract/techniques';
import { callOn, functionValue, type OwnCall, paddedCall, type Value } from './own-parts-calls';
import type { OwnPartsNames } from './own-parts-names';
import { type CommonDetail, callsOnRules } from './own-parts-patterns';

/** What the guard cannot do without: whoever puts one of these out of action silences it. */
export interface VitalParts {
  readonly function: LambdaFunction;
  /** The function's role first. */
  readonly roles: readonly IRole[];
  readonly schedule: Schedule;
}

/** Calls on the function after which it runs as before, or that the guard itself tells and undoes. */
const NOT_VITAL: readonly string[] = [
  'AddPermission',
  'PutFunctionEventInvokeConfig',
  'UpdateFunctionEventInvokeConfig',
  'DeleteFunctionEventInvokeConfig',
];

/** The calls after which there may be no guard any more to tell of them, in groups that belong together. */
export function vitalCalls({ function: own, roles, schedule }: VitalParts, names: OwnPartsNames): OwnCall[][] {
  const on = (service: string, parameter: string, ...values: Value[]) =>
    callOn(`${service}.amazonaws.com`, callsOf(service), { [parameter]: values });
  return [
    callsOnRules([{ suffix: names.ownRules }]),
    [on('lambda', 'functionName', functionValue(names.function(own)))],
    [on('scheduler', 'name', names.schedule(schedule.scheduleName))],
    [on('iam', 'roleName', ...roles.map((role) => names.role(role))), paddedCall(callsOf('iam'))],
    [callOn('cloudformation.amazonaws.com', ['DeleteStack'], { stackName: [names.stackName(), names.stackId()] })],
  ];
}

/**
 * But for what CloudFormation does, which is a deployment, and what the guard itself does, which is a repair. A call that
 * no service makes for somebody tells no `invokedBy`, and a user's call no role.
 */
export function unlessExpected(guardRole: IRole, names: OwnPartsNames): CommonDetail {
  const otherThan = (value: string) => [{ 'anything-but': [value] }, { exists: false }];
  return {
    userIdentity: {
      invokedBy: otherThan('cloudformation.amazonaws.com'),
      sessionContext: { sessionIssuer: { arn: otherThan(names.roleArn(guardRole)) } },
    },
  };
}

function callsOf(service: string): string[] {
  return GUARD_TECHNIQUES.filter(({ eventSource }) => eventSource === `${service}.amazonaws.com`)
    .map(({ eventName }) => eventName)
    .filter((eventName) => !NOT_VITAL.includes(eventName));
}
