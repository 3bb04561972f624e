import * as lambda from '@aws-sdk/client-lambda';
import { zipOf } from '../zip';
import type { Attack, Attacks } from './attack';

/** Answers as if all were well. */
const QUIET_CODE = 'exports.handler = async () => undefined;';

const onFunction =
  (send: (client: lambda.LambdaClient, FunctionName: string) => Promise<unknown>): Attack =>
  (hands, { guard }) =>
    send(hands.lambda, guard.function);

/** Keeps what is there, and has the function's runtime run otherwise. */
const changeEnvironment = onFunction(async (client, FunctionName) => {
  const { Environment } = await client.send(new lambda.GetFunctionConfigurationCommand({ FunctionName }));
  const Variables = { ...Environment?.Variables, NODE_OPTIONS: '--stack-trace-limit=3' };
  await client.send(new lambda.UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
});

/** By which the rule on trails invokes the function. */
const removePermission: Attack = async ({ lambda: client }, { guard }) => {
  const FunctionName = guard.function;
  const { Policy = '{}' } = await client.send(new lambda.GetPolicyCommand({ FunctionName }));
  const statements = JSON.parse(Policy).Statement as { Sid: string }[];
  const statement = statements.find((each) => JSON.stringify(each).includes(`rule/${guard.rule}"`));
  await client.send(new lambda.RemovePermissionCommand({ FunctionName, StatementId: statement?.Sid }));
};

/** On the function that does it all. */
export const GUARD_FUNCTION_ATTACKS: Attacks = {
  'guard-function-deleted': onFunction((client, FunctionName) =>
    client.send(new lambda.DeleteFunctionCommand({ FunctionName })),
  ),
  'guard-code-changed': onFunction((client, FunctionName) =>
    client.send(new lambda.UpdateFunctionCodeCommand({ FunctionName, ZipFile: zipOf({ 'index.js': QUIET_CODE }) })),
  ),
  'guard-function-changed': changeEnvironment,
  'guard-concurrency-changed': onFunction((client, FunctionName) =>
    client.send(new lambda.PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 })),
  ),
  'guard-retries-changed': onFunction((client, FunctionName) =>
    client.send(new lambda.PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 0 })),
  ),
  'guard-retries-updated': onFunction((client, FunctionName) =>
    client.send(new lambda.UpdateFunctionEventInvokeConfigCommand({ FunctionName, MaximumEventAgeInSeconds: 60 })),
  ),
  'guard-retries-deleted': onFunction((client, FunctionName) =>
    client.send(new lambda.DeleteFunctionEventInvokeConfigCommand({ FunctionName })),
  ),
  'guard-permission-removed': removePermission,
  'guard-permission-added': onFunction((client, FunctionName) =>
    client.send(
      new lambda.AddPermissionCommand({
        FunctionName,
        StatementId: 'everybody',
        Action: 'lambda:InvokeFunction',
        Principal: '999999999999',
      }),
    ),
  ),
};
