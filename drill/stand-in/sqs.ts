import { createHash } from 'node:crypto';
import { AwsError } from './aws-error';
import { type Description, type Operations, perform, type RecordedService } from './delivery-chain-recorder';
import { isJson, type Json, text } from './json';
import { type ApiCall, jsonProtocol } from './protocol';
import { Queue, settingsOf } from './sqs-queue';
import type { Resource } from './template';
import type { World } from './world';

/** SQS queues, filled by other services and read by the drill: nobody receives by the API. */
export class Queues implements RecordedService {
  readonly signingName = 'sqs';
  readonly protocol = jsonProtocol('1.0');
  readonly all: Queue[] = [];

  constructor(private readonly world: World) {}

  /** Its settings in the place of those of one that is there. */
  addQueue({ ref, attributes, properties }: Resource): void {
    const known = this.find(String(attributes.Arn));
    if (known) known.settings = settingsOf(properties);
    else this.all.push(new Queue(ref, String(attributes.Arn), settingsOf(properties)));
  }

  addPolicy({ properties: { Queues: urls, PolicyDocument } }: Resource): void {
    for (const url of Array.isArray(urls) ? urls : []) {
      const queue = this.all.find((each) => each.url === url);
      if (queue) queue.settings = { ...queue.settings, Policy: JSON.stringify(PolicyDocument) };
    }
  }

  find(arn: string): Queue | undefined {
    return this.all.find((candidate) => candidate.arn === arn);
  }

  byArn(arn: string): Queue {
    const queue = this.find(arn);
    if (!queue) throw new Error(`no queue ${arn}, only: ${this.all.map((each) => each.arn).join(', ')}`);
    return queue;
  }

  /** To a queue that is not there any more it is lost. */
  deadLetter(arn: string, from: string, reason: string, body: string, attributes: Json = {}): void {
    const queue = this.find(arn);
    queue?.send(body, attributes);
    const name = arn.slice(arn.lastIndexOf(':') + 1);
    this.world.timeline.add({ kind: 'deadLetter', queue: name, from, reason: queue ? reason : `${reason}: lost` });
  }

  handle(call: ApiCall): Json {
    return perform(this.#operations, call);
  }

  /** Sending is a data event. */
  describe({ operation, parameters }: ApiCall): Description | undefined {
    return operation === 'SendMessage' ? undefined : { requestParameters: parameters };
  }

  resource({ parameters, region, caller }: ApiCall): string {
    const name = String(parameters.QueueName ?? parameters.QueueUrl)
      .split('/')
      .at(-1);
    return `arn:${this.world.partition}:sqs:${region}:${caller.accountId}:${name}`;
  }

  readonly #operations: Operations = {
    GetQueueUrl: ({ parameters: { QueueName } }) => {
      const queue = this.all.find(({ name }) => name === QueueName);
      if (queue) return { QueueUrl: queue.url };
      throw noQueue();
    },
    GetQueueAttributes: ({ parameters }) => {
      const names = Array.isArray(parameters.AttributeNames) ? parameters.AttributeNames : [];
      const all = Object.entries(this.#find(parameters).attributes());
      return { Attributes: Object.fromEntries(all.filter(([name]) => names.includes('All') || names.includes(name))) };
    },
    SetQueueAttributes: ({ parameters }) => {
      const queue = this.#find(parameters);
      queue.settings = merged(queue.settings, parameters.Attributes);
      return {};
    },
    CreateQueue: (call) => {
      const { QueueName, Attributes } = call.parameters;
      const { region, accountId } = this.world;
      const url = `https://sqs.${region}.amazonaws.com/${accountId}/${QueueName}`;
      if (!this.all.some((each) => each.url === url)) {
        this.all.push(new Queue(url, this.resource(call), merged({}, Attributes)));
      }
      return { QueueUrl: url };
    },
    DeleteQueue: ({ parameters }) => {
      this.all.splice(this.all.indexOf(this.#find(parameters)), 1);
      return {};
    },
    PurgeQueue: ({ parameters }) => {
      this.#find(parameters).purge();
      return {};
    },
    SendMessage: ({ parameters }) => {
      const body = String(parameters.MessageBody);
      const MD5OfMessageBody = createHash('md5').update(body).digest('hex');
      return { MessageId: this.#find(parameters).send(body), MD5OfMessageBody };
    },
  };

  #find({ QueueUrl }: Json): Queue {
    const queue = this.all.find(({ url }) => url === QueueUrl);
    if (queue) return queue;
    throw noQueue();
  }
}

function merged(settings: Readonly<Record<string, string>>, attributes: unknown): Record<string, string> {
  const given = isJson(attributes) ? Object.entries(attributes).map(([name, value]) => [name, text(value) ?? '']) : [];
  const all = { ...settings, ...(Object.fromEntries(given) as Record<string, string>) };
  // An empty policy is none.
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}

const noQueue = (): AwsError =>
  new AwsError('QueueDoesNotExist', 'The specified queue does not exist for this wsdl version.');
