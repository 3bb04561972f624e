import type { Target } from './event-target';
import type { Json } from './json';
import type { LambdaFunctions } from './lambda-functions';
import type { Topics } from './sns';
import type { Queues } from './sqs';
import type { World } from './world';

export interface Failure {
  readonly kind: 'missing' | 'denied' | 'error';
  readonly code: string;
  readonly message: string;
  readonly attempts: number;
}

type Refusal = Omit<Failure, 'attempts'> | undefined;

export interface Receivers {
  readonly functions: LambdaFunctions;
  readonly queues: Queues;
  readonly topics: Topics;
  /** Whether a role of the template may still do what it was made for. */
  readonly mayAct: (roleArn: string, action: string) => boolean;
}

/** How EventBridge and EventBridge Scheduler hand something over: to a function by asynchronous Invoke calls. */
export class Delivery {
  constructor(
    private readonly world: World,
    private readonly receivers: Receivers,
    /** AWS backs off exponentially for up to 24 hours; here every wait is this short. */
    private readonly retryDelayMs: number,
  ) {}

  mayAct(roleArn: string, action: string): boolean {
    return this.receivers.mayAct(roleArn, action);
  }

  /** @param attributes names the message attributes of a dead letter, which differ between the two services */
  deliver(target: Target, payload: string, from: string, attributes: (failure: Failure) => Json): void {
    this.world.background.run(async () => {
      for (let attempts = 0; ; attempts += 1) {
        const failed = this.#hand(target, payload, from);
        if (!failed) return;
        // A target that does not exist or may not be called is not tried again (AWS facts 4).
        if (failed.kind !== 'error' || attempts >= target.maximumRetryAttempts) {
          const failure = { ...failed, attempts };
          if (target.deadLetterArn !== undefined) {
            this.receivers.queues.deadLetter(target.deadLetterArn, from, failure.code, payload, attributes(failure));
          }
          return;
        }
        await this.world.background.sleep(this.retryDelayMs);
      }
    });
  }

  #hand(target: Target, payload: string, from: string): Refusal {
    const [, , service] = target.arn.split(':');
    if (service === 'lambda') return this.#invoke(target, payload, from);
    if (service === 'sns') return this.#publish(target, payload, from);
    const { queues } = this.receivers;
    const queue = service === 'sqs' ? queues.find(target.arn) : undefined;
    if (!queue) return missing(target.arn);
    queue.send(payload);
    return undefined;
  }

  #invoke({ arn, roleArn }: Target, payload: string, from: string): Refusal {
    const lambda = this.receivers.functions.find(arn);
    if (!lambda) return missing(arn);
    const isAllowed =
      roleArn === undefined
        ? lambda.permissions.allows('events.amazonaws.com', from)
        : this.mayAct(roleArn, 'lambda:InvokeFunction');
    if (!isAllowed) return denied(`lambda:InvokeFunction on resource: ${arn}`);
    const planned = this.world.faults.hit('lambda', 'Invoke', { FunctionName: arn });
    if (planned?.fault.kind === 'error') {
      return { kind: 'error', code: planned.fault.code, message: planned.fault.message ?? planned.fault.code };
    }
    if (planned) return { kind: 'error', code: 'TooManyRequestsException', message: 'Rate Exceeded.' };
    lambda.invokeAsync(payload);
    return undefined;
  }

  #publish({ arn }: Target, payload: string, from: string): Refusal {
    const { topics } = this.receivers;
    if (!topics.byArn(arn)) return missing(arn);
    if (!topics.letsPublish(arn, 'events.amazonaws.com', from)) return denied(`sns:Publish on resource: ${arn}`);
    topics.publish(arn, payload);
    return undefined;
  }
}

const missing = (arn: string): Refusal => {
  const what = arn.includes(':lambda:') ? 'Function' : 'Target';
  return { kind: 'missing', code: 'ResourceNotFoundException', message: `${what} not found: ${arn}` };
};

const denied = (what: string): Refusal => ({
  kind: 'denied',
  code: 'AccessDeniedException',
  message: `The service is not authorized to perform: ${what}`,
});
