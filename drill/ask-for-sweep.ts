import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { SWEEP_TRIGGER } from '../lib/contract/sweep';
import type { DeployedGuard } from './deployed-guard';

/** Has the guard look at every trail now. What it does not finish for another trail is not this drill's business. */
export async function askForSweep(client: LambdaClient, { functionName }: DeployedGuard): Promise<void> {
  const Payload = JSON.stringify({ trigger: SWEEP_TRIGGER });
  await client.send(new InvokeCommand({ FunctionName: functionName, Payload }));
}
