import { isJson, type Json, text } from './json';
import type { Queues } from './sqs';

interface Failed {
  readonly payload: string;
  readonly requestId: string;
  readonly attempts: number;
  readonly error: object;
}

/** How a function is invoked without an answer: its event-invoke configuration. */
export class AsyncSettings {
  /** Absent: Lambda's own defaults. */
  configuration: Json | undefined;
  modifiedAt = Date.now();

  /** Two retries unless it is said otherwise (AWS facts 5). */
  get maximumRetryAttempts(): number {
    return Number(this.configuration?.MaximumRetryAttempts ?? 2);
  }

  get onFailureQueue(): string | undefined {
    const destinations = this.configuration?.DestinationConfig;
    const onFailure = isJson(destinations) ? destinations.OnFailure : undefined;
    return isJson(onFailure) ? text(onFailure.Destination) : undefined;
  }

  change(configuration: Json | undefined): void {
    this.configuration = configuration;
    this.modifiedAt = Date.now();
  }

  /** The record for a destination: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
  giveUp({ payload, requestId, attempts, error }: Failed, functionArn: string, queues: Queues): void {
    if (this.onFailureQueue === undefined) return;
    const invocationRecord = {
      version: '1.0',
      timestamp: new Date().toISOString(),
      requestContext: { requestId, functionArn, condition: 'RetriesExhausted', approximateInvokeCount: attempts },
      requestPayload: JSON.parse(payload) as unknown,
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: error,
    };
    queues.deadLetter(this.onFailureQueue, functionArn, 'RetriesExhausted', JSON.stringify(invocationRecord));
  }
}
