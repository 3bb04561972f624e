import type {
  FunctionConfiguration,
  FunctionEventInvokeConfig,
  UpdateFunctionConfigurationCommandInput,
} from '@aws-sdk/client-lambda';
import type { FunctionPart } from '../../../lib/contract/own-parts';
import { type Difference, deleted } from './difference';
import { environmentDifferences } from './environment';
import { sameSetting } from './meaning';

/** As Lambda tells it. */
export interface FunctionState {
  readonly configuration: FunctionConfiguration;
  /** Reserved. */
  readonly concurrency?: number;
  /** Of asynchronous invocations: absent where they are as Lambda does them. */
  readonly retries?: Pick<
    FunctionEventInvokeConfig,
    'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds' | 'DestinationConfig'
  >;
}

/** What one UpdateFunctionConfiguration puts back. */
export const CONFIGURATION = 'guard-function-changed';
export const CONCURRENCY = 'guard-concurrency-changed';

/**
 * How a function differs, but for its code: that only a deployment can put back.
 *
 * @param isGuard whether it is the guard's own. In the others the guard changes no configuration: whoever got hold of it
 * could have other code run with their permissions.
 */
export function compareFunction(
  expected: FunctionPart,
  isGuard: boolean,
  state: FunctionState | undefined,
): Difference[] {
  if (state === undefined) {
    return [deleted('guard-function-deleted', false)];
  }
  return [
    ...configurationDifferences(expected, state.configuration).map((found) => ({
      technique: CONFIGURATION,
      repairable: isGuard,
      ...found,
    })),
    ...(state.concurrency === undefined
      ? []
      : [
          {
            technique: CONCURRENCY,
            field: 'reserved concurrency',
            expected: undefined,
            actual: state.concurrency,
            repairable: true,
          },
        ]),
    ...retriesDifference(expected, state.retries),
  ];
}

function configurationDifferences(
  expected: FunctionPart,
  actual: FunctionConfiguration,
): Omit<Difference, 'technique' | 'repairable'>[] {
  const { Layers, VpcConfig, FileSystemConfigs, DeadLetterConfig, KMSKeyArn, Environment } = actual;
  const { layers = [], subnetIds = [], securityGroupIds = [], keyArn } = expected;
  const settings: readonly (readonly [field: string, expected: unknown, actual: unknown])[] = [
    ['role', expected.roleArn, actual.Role],
    ['runtime', expected.runtime, actual.Runtime],
    ['handler', expected.handler, actual.Handler],
    ['timeout', expected.timeout, actual.Timeout],
    ['memory size', expected.memorySize, actual.MemorySize],
    ['layers', layers, (Layers ?? []).map(({ Arn }) => Arn)],
    // From a network without a way out, no call of the guard's reaches AWS.
    ['subnets', subnetIds, VpcConfig?.SubnetIds ?? []],
    ['security groups', securityGroupIds, VpcConfig?.SecurityGroupIds ?? []],
    ['file systems', [], (FileSystemConfigs ?? []).map(({ Arn }) => Arn)],
    ['dead-letter target', undefined, DeadLetterConfig?.TargetArn || undefined],
    // With a key that is switched off, the function does not start any more.
    ['key', keyArn, KMSKeyArn || undefined],
  ];
  return [
    ...settings
      .filter(([, wanted, found]) => !sameSetting(wanted, found))
      .map(([field, wanted, found]) => ({ field, expected: orNone(wanted), actual: orNone(found) })),
    // Lambda does not tell what it cannot decrypt; the key is told above.
    ...(Environment?.Error ? [] : environmentDifferences(expected.environment, Environment?.Variables ?? {})),
  ];
}

function orNone(value: unknown): unknown {
  return Array.isArray(value) && value.length === 0 ? undefined : value;
}

function retriesDifference(expected: FunctionPart, actual: FunctionState['retries']): Difference[] {
  const wanted = retriesOf(expected);
  if (actual === undefined) {
    return [{ technique: 'guard-retries-deleted', field: 'retries', expected: wanted, actual, repairable: true }];
  }
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = actual;
  const found = {
    MaximumRetryAttempts,
    MaximumEventAgeInSeconds,
    OnFailure: DestinationConfig?.OnFailure?.Destination,
    OnSuccess: DestinationConfig?.OnSuccess?.Destination,
  };
  const { DestinationConfig: destinations, ...numbers } = wanted;
  return sameSetting({ ...numbers, OnFailure: destinations.OnFailure.Destination }, found)
    ? []
    : [{ technique: 'guard-retries-changed', field: 'retries', expected: wanted, actual, repairable: true }];
}

/** As PutFunctionEventInvokeConfig takes them. */
export function retriesOf({ maximumRetryAttempts, maximumEventAgeInSeconds, deadLetterArn }: FunctionPart) {
  return {
    MaximumRetryAttempts: Number(maximumRetryAttempts),
    MaximumEventAgeInSeconds: Number(maximumEventAgeInSeconds),
    DestinationConfig: { OnFailure: { Destination: deadLetterArn } },
  };
}

/** As UpdateFunctionConfiguration takes it. What Lambda would have to change besides is in it only where it differs. */
export function configurationOf(
  expected: FunctionPart,
  { configuration }: FunctionState,
): UpdateFunctionConfigurationCommandInput {
  const { FileSystemConfigs, DeadLetterConfig, KMSKeyArn = '' } = configuration;
  const { keyArn = '' } = expected;
  return {
    FunctionName: expected.name,
    Role: expected.roleArn,
    Runtime: expected.runtime as UpdateFunctionConfigurationCommandInput['Runtime'],
    Handler: expected.handler,
    Timeout: Number(expected.timeout),
    MemorySize: Number(expected.memorySize),
    Environment: { Variables: expected.environment },
    Layers: [...(expected.layers ?? [])],
    ...networkOf(expected, configuration),
    ...(FileSystemConfigs?.length ? { FileSystemConfigs: [] } : {}),
    ...(DeadLetterConfig?.TargetArn ? { DeadLetterConfig: { TargetArn: '' } } : {}),
    ...(KMSKeyArn === keyArn ? {} : { KMSKeyArn: keyArn }),
  };
}

function networkOf({ subnetIds = [], securityGroupIds = [] }: FunctionPart, { VpcConfig }: FunctionConfiguration) {
  const same =
    sameSetting(subnetIds, VpcConfig?.SubnetIds ?? []) &&
    sameSetting(securityGroupIds, VpcConfig?.SecurityGroupIds ?? []);
  return same ? {} : { VpcConfig: { SubnetIds: [...subnetIds], SecurityGroupIds: [...securityGroupIds] } };
}
