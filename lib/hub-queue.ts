import { Duration } from 'aws-cdk-lib';
import { type EventPattern, type IEventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface HubQueueProps {
  readonly eventBus: IEventBus;
  /** What of the bus comes into the queue; a rule each. */
  readonly patterns: Readonly<Record<string, EventPattern>>;
  readonly retention: Duration;
  /** How long a message that was taken out stays away, and so when it is tried again. */
  readonly visibilityTimeout: Duration;
  /** Tries before a message is a dead letter. */
  readonly tries: number;
}

/** Events that wait for the hub's function, and those that it could not handle to the end. */
export class HubQueue extends Construct {
  public readonly queue: Queue;
  public readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, props: HubQueueProps) {
    super(scope, id);
    this.deadLetterQueue = new Queue(this, 'DeadLetterQueue', {
      enforceSSL: true,
      encryption: QueueEncryption.SQS_MANAGED,
      // The longest that SQS knows: what lies here is evidence.
      retentionPeriod: Duration.days(14),
    });
    this.queue = new Queue(this, 'Queue', {
      enforceSSL: true,
      encryption: QueueEncryption.SQS_MANAGED,
      retentionPeriod: props.retention,
      visibilityTimeout: props.visibilityTimeout,
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: props.tries },
    });
    for (const [name, eventPattern] of Object.entries(props.patterns)) {
      new Rule(this, name, {
        description: 'TrailGuard: what the guards of the organization report',
        eventBus: props.eventBus,
        eventPattern,
        targets: [new SqsQueue(this.queue, { deadLetterQueue: this.deadLetterQueue })],
      });
    }
  }
}
