import { AwsError } from './aws-error';
import { epochSeconds, type Json } from './json';
import { functionOf } from './lambda-api-configuration';
import type { LambdaFunction } from './lambda-function';
import type { LambdaFunctions } from './lambda-functions';
import type { ApiCall } from './protocol';

/** How a function may be invoked: how often at once, and what becomes of what it fails on. */
export function invocationOperations(functions: LambdaFunctions) {
  const find = (call: ApiCall): LambdaFunction => functionOf(functions, call);
  return {
    GetFunctionConcurrency: (call: ApiCall): Json => concurrencyOf(find(call)),
    PutFunctionConcurrency: (call: ApiCall): Json => {
      const changed = find(call);
      changed.reservedConcurrency = Number(call.parameters.ReservedConcurrentExecutions);
      return concurrencyOf(changed);
    },
    DeleteFunctionConcurrency: (call: ApiCall): Json => {
      find(call).reservedConcurrency = undefined;
      return {};
    },
    GetFunctionEventInvokeConfig: (call: ApiCall): Json => describe(configured(find(call))),
    PutFunctionEventInvokeConfig: (call: ApiCall): Json => {
      const changed = find(call);
      changed.async.change(settingsIn(call));
      return describe(changed);
    },
    UpdateFunctionEventInvokeConfig: (call: ApiCall): Json => {
      const changed = configured(find(call));
      changed.async.change({ ...changed.async.configuration, ...settingsIn(call) });
      return describe(changed);
    },
    DeleteFunctionEventInvokeConfig: (call: ApiCall): Json => {
      configured(find(call)).async.change(undefined);
      return {};
    },
  };
}

function concurrencyOf({ reservedConcurrency }: LambdaFunction): Json {
  return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
}

function settingsIn({ parameters: { FunctionName: _name, Qualifier: _latest, ...settings } }: ApiCall): Json {
  return settings;
}

function configured(found: LambdaFunction): LambdaFunction {
  if (found.async.configuration) return found;
  const message = `The function ${found.settings.arn}:$LATEST doesn't have an EventInvokeConfig`;
  throw new AwsError('ResourceNotFoundException', message, 404);
}

function describe({ settings, async: { configuration = {}, modifiedAt } }: LambdaFunction): Json {
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = configuration;
  return {
    FunctionArn: `${settings.arn}:$LATEST`,
    LastModified: epochSeconds(modifiedAt),
    ...(MaximumRetryAttempts !== undefined && { MaximumRetryAttempts: Number(MaximumRetryAttempts) }),
    ...(MaximumEventAgeInSeconds !== undefined && { MaximumEventAgeInSeconds: Number(MaximumEventAgeInSeconds) }),
    DestinationConfig: { OnSuccess: {}, OnFailure: {}, ...(DestinationConfig as Json | undefined) },
  };
}
