import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';

/** Hands a payload to another function, which goes on by itself: Lambda tries it again, and keeps what it fails on. */
export type Invoke = (functionName: string, payload: object) => Promise<void>;

export function createInvoke(client: LambdaClient): Invoke {
  return async (functionName, payload) => {
    await client.send(
      new InvokeCommand({ FunctionName: functionName, InvocationType: 'Event', Payload: JSON.stringify(payload) }),
    );
  };
}
