import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Incident } from '../../lib/contract/incident';
import { clientConfig, type Engine, eventually } from './engine';

/** A queue that is subscribed to the guard's topic, as a user's own tool would be. */
export class Inbox {
  readonly #incidents: Incident[] = [];

  private constructor(
    private readonly client: SQSClient,
    private readonly QueueUrl: string,
  ) {}

  static async subscribe(engine: Engine, TopicArn: string): Promise<Inbox> {
    const client = new SQSClient(clientConfig(engine));
    const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: 'inbox' }));
    const { Attributes: { QueueArn = '' } = {} } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
    );
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'sns.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: QueueArn,
          Condition: { ArnEquals: { 'aws:SourceArn': TopicArn } },
        },
      ],
    });
    await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
    const sns = new SNSClient(clientConfig(engine));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: QueueArn }));
    return new Inbox(client, QueueUrl);
  }

  /** Waits for a message about an incident like that. */
  async next(wanted: (incident: Incident) => boolean, withinMs?: number): Promise<Incident> {
    const [incident] = await eventually(
      'a message about the incident',
      () => this.received(wanted),
      (found) => found.length > 0,
      withinMs,
    );
    return incident as Incident;
  }

  /** All messages so far about incidents like that. */
  async received(wanted: (incident: Incident) => boolean): Promise<Incident[]> {
    const { Messages = [] } = await this.client.send(
      new ReceiveMessageCommand({ QueueUrl: this.QueueUrl, MaxNumberOfMessages: 10 }),
    );
    for (const { Body = '', ReceiptHandle } of Messages) {
      const notification = JSON.parse(Body) as { readonly Message: string };
      this.#incidents.push(JSON.parse(notification.Message) as Incident);
      await this.client.send(new DeleteMessageCommand({ QueueUrl: this.QueueUrl, ReceiptHandle }));
    }
    return this.#incidents.filter(wanted);
  }
}
