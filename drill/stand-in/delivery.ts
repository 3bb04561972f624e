import { isJson, type Json } from './json';
import type { LambdaFunctions } from './lambda-functions';
import type { Queues } from './sqs';
import type { World } from './world';

export interface Target {
  readonly arn: string;
  readonly maximumRetryAttempts: number;
  readonly deadLetterArn?: string;
}

/** Reads a target as rules and schedules have it. Both retry 185 times unless told otherwise (AWS facts 4). */
export function readTarget(properties: Json, owner: string): Target {
  const { Arn, RetryPolicy, DeadLetterConfig } = properties;
  if (!String(Arn).includes(':lambda:')) throw new Error(`${owner}: the stand-in delivers to Lambda only, got: ${Arn}`);
  const attempts = isJson(RetryPolicy) ? RetryPolicy.MaximumRetryAttempts : undefined;
  return {
    arn: String(Arn),
    maximumRetryAttempts: attempts === undefined ? 185 : Number(attempts),
    ...(isJson(DeadLetterConfig) && { deadLetterArn: String(DeadLetterConfig.Arn) }),
  };
}

export interface Failure {
  readonly kind: 'missing' | 'error';
  readonly code: string;
  readonly message: string;
  readonly attempts: number;
}

/** How EventBridge and EventBridge Scheduler hand something over to a function: asynchronous Invoke calls. */
export class Delivery {
  constructor(
    private readonly world: World,
    private readonly functions: LambdaFunctions,
    private readonly queues: Queues,
    /** AWS backs off exponentially for up to 24 hours; here every wait is this short. */
    private readonly retryDelayMs: number,
  ) {}

  /** @param attributes names the message attributes of a dead letter, which differ between the two services */
  deliver(target: Target, payload: string, from: string, attributes: (failure: Failure) => Json): void {
    this.world.background.run(async () => {
      for (let attempts = 0; ; attempts += 1) {
        const failed = this.#invoke(target.arn, payload);
        if (!failed) return;
        // A target that does not exist is not tried again (AWS facts 4).
        if (failed.kind === 'missing' || attempts >= target.maximumRetryAttempts) {
          const failure = { ...failed, attempts };
          if (target.deadLetterArn !== undefined) {
            this.queues.deadLetter(target.deadLetterArn, from, failure.code, payload, attributes(failure));
          }
          return;
        }
        await this.world.background.sleep(this.retryDelayMs);
      }
    });
  }

  #invoke(arn: string, payload: string): Omit<Failure, 'attempts'> | undefined {
    const lambda = this.functions.find(arn);
    if (!lambda) return { kind: 'missing', code: 'ResourceNotFoundException', message: `Function not found: ${arn}` };
    const planned = this.world.faults.hit('lambda', 'Invoke', { FunctionName: arn });
    if (planned?.fault.kind === 'error') {
      return { kind: 'error', code: planned.fault.code, message: planned.fault.message ?? planned.fault.code };
    }
    if (planned) return { kind: 'error', code: 'TooManyRequestsException', message: 'Rate Exceeded.' };
    lambda.invokeAsync(payload);
    return undefined;
  }
}
