import { randomUUID } from 'node:crypto';
import { isJson, type Json } from './json';

export interface QueueMessage {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Json;
}

/** As SetQueueAttributes takes them. */
export type QueueSettings = Readonly<Record<string, string>>;

const defaults: QueueSettings = {
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  VisibilityTimeout: '30',
};

export class Queue {
  readonly #createdAt = Math.floor(Date.now() / 1000);
  #messages: QueueMessage[] = [];

  constructor(
    readonly url: string,
    readonly arn: string,
    public settings: QueueSettings,
  ) {}

  get name(): string {
    return this.arn.slice(this.arn.lastIndexOf(':') + 1);
  }

  send(body: string, attributes: Json = {}): string {
    const messageId = randomUUID();
    this.#messages.push({ messageId, body, attributes });
    return messageId;
  }

  messages(): readonly QueueMessage[] {
    return this.#messages;
  }

  purge(): void {
    this.#messages = [];
  }

  /** GetQueueAttributes' answer. */
  attributes(): Record<string, string> {
    return {
      ...defaults,
      ...this.settings,
      QueueArn: this.arn,
      ApproximateNumberOfMessages: String(this.#messages.length),
      CreatedTimestamp: String(this.#createdAt),
    };
  }
}

/** A template's properties as attributes: those have the same names, and text for values. */
export function settingsOf({ QueueName: _name, Tags: _tags, ...properties }: Json): QueueSettings {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, isJson(value) ? JSON.stringify(value) : String(value)]),
  );
}
