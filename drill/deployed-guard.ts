import { InvokeCommand, type LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import type { BaselineAnswer, BaselineRequest } from '../lib/contract/baseline-request';
import { ENV_POLICY, ENV_TABLE_NAME } from '../lib/contract/environment';
import type { GuardPolicy } from '../lib/contract/policy';

const NO_GUARD = 'No guard is deployed in this account and Region: deploy one first, or name another with --region.';

/** A guard's function, known by its environment. */
export interface DeployedGuard {
  readonly functionName: string;
  readonly tableName?: string;
  readonly policy: GuardPolicy;
}

export async function deployedGuards(client: LambdaClient): Promise<DeployedGuard[]> {
  const guards: DeployedGuard[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
    for (const { FunctionName: functionName = '', Environment } of Functions) {
      const { [ENV_POLICY]: policy, [ENV_TABLE_NAME]: tableName } = Environment?.Variables ?? {};
      if (policy !== undefined) {
        guards.push({ functionName, ...(tableName ? { tableName } : {}), policy: JSON.parse(policy) as GuardPolicy });
      }
    }
  }
  return guards;
}

/** @throws unless the name says which one, or there is only one */
export function chooseGuard(guards: readonly DeployedGuard[], functionName: string | undefined): DeployedGuard {
  const chosen = functionName === undefined ? guards : guards.filter((guard) => guard.functionName === functionName);
  const [guard, another] = chosen;
  if (guards.length === 0) {
    throw new Error(NO_GUARD);
  }
  const names = guards.map((deployed) => deployed.functionName).join(', ');
  if (guard === undefined) {
    throw new Error(`--function ${functionName}: is not the function of a guard; here are: ${names}`);
  }
  if (another !== undefined) {
    throw new Error(`several guards are deployed here: choose one with --function: ${names}`);
  }
  return guard;
}

/** @throws if the guard could not do it, in its own words */
export async function askGuard(
  client: LambdaClient,
  { functionName }: DeployedGuard,
  request: BaselineRequest,
): Promise<BaselineAnswer> {
  const { FunctionError, Payload } = await client.send(
    new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(request) }),
  );
  const payload = JSON.parse(Payload?.transformToString() || 'null') as
    | (Partial<BaselineAnswer> & { readonly errorMessage?: string })
    | null;
  if (FunctionError !== undefined) {
    throw new Error(`${functionName} failed: ${payload?.errorMessage ?? FunctionError}`);
  }
  if (payload?.trail === undefined) {
    throw new Error(`${functionName} gave no answer: the deployed guard may be older than baselines, deploy it again`);
  }
  if (payload.error !== undefined) {
    throw new Error(`${payload.trail}: ${payload.error}`);
  }
  return { ...payload, trail: payload.trail };
}

/** Why the deployed guards would not restore a trail that they have never seen; undefined where one would. */
export function reasonNotCovered(guards: readonly DeployedGuard[]): string | undefined {
  const policies = guards.map(({ policy }) => policy);
  if (policies.length === 0) {
    return NO_GUARD;
  }
  if (policies.every(({ trails }) => trails !== undefined)) {
    return (
      `The guard deployed here guards only ${policies.flatMap(({ trails = [] }) => trails).join(', ')}, not a drill's own ` +
      'trail. To rehearse anyway, deploy a second guard without the property `trails` into a stack of its own for the time ' +
      'of the drill.'
    );
  }
  if (policies.every(({ trails, response }) => trails !== undefined || response === 'observe')) {
    return 'The guard deployed here only observes: it would not start the trail. Set its `responseMode` to RESTORE for the drill.';
  }
  return undefined;
}
