import { randomUUID } from 'node:crypto';
import type { Json } from './json';
import type { Resource } from './template';
import type { World } from './world';

export interface QueueMessage {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Json;
}

export class Queue {
  readonly name: string;
  readonly arn: string;
  readonly #messages: QueueMessage[] = [];

  constructor({ attributes }: Resource) {
    this.name = String(attributes.QueueName);
    this.arn = String(attributes.Arn);
  }

  send(body: string, attributes: Json = {}): void {
    this.#messages.push({ messageId: randomUUID(), body, attributes });
  }

  messages(): readonly QueueMessage[] {
    return this.#messages;
  }
}

/** SQS queues, filled by other services and read by the drill: the guard itself calls no SQS API. */
export class Queues {
  readonly all: Queue[] = [];

  constructor(private readonly world: World) {}

  addQueue(resource: Resource): void {
    this.all.push(new Queue(resource));
  }

  byArn(arn: string): Queue {
    const queue = this.all.find((candidate) => candidate.arn === arn);
    if (!queue) throw new Error(`no queue ${arn}, only: ${this.all.map((each) => each.arn).join(', ')}`);
    return queue;
  }

  deadLetter(arn: string, from: string, reason: string, body: string, attributes: Json = {}): void {
    const queue = this.byArn(arn);
    queue.send(body, attributes);
    this.world.timeline.add({ kind: 'deadLetter', queue: queue.name, from, reason });
  }
}
