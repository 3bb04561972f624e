import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { Json } from '../../fixtures/identities';

/** Instead of an answer, once. */
export type Fault =
  | { readonly status: number; readonly code: string }
  /** The connection breaks off in the middle of the answer. */
  | 'partial'
  /** It breaks before one. */
  | 'broken';

export interface Lookup {
  readonly region: string;
  readonly StartTime: number;
  readonly EndTime: number;
  readonly MaxResults: number;
  readonly LookupAttributes?: readonly { readonly AttributeKey: string; readonly AttributeValue: string }[];
  readonly NextToken?: string;
}

/** LookupEvents over JSON 1.1, as AWS documents it: newest first, a Region at a time, one attribute, tokens of one query. */
export class HistoryServer {
  /** By Region. A text is answered as it is: CloudTrail never writes such, and the guard must survive it. */
  readonly events = new Map<string, (Json | string)[]>();
  readonly faults = new Map<string, Fault[]>();
  /** What each Region always answers. */
  readonly always = new Map<string, Fault>();
  readonly lookups: Lookup[] = [];
  pageSize = 50;
  /** Records of this time and later are not shown yet. */
  visibleUntil = Number.POSITIVE_INFINITY;
  /** Some servers end a span before its end. */
  isEndExclusive = false;
  /** AWS does not promise that the key of a session is among the resources of the call that made it. */
  isWithoutResources = false;
  readonly #clients = new Map<string, CloudTrailClient>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<HistoryServer> {
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        const region = /\/([a-z0-9-]+)\/cloudtrail\/aws4_request/.exec(request.headers.authorization ?? '')?.[1] ?? '';
        const input = JSON.parse(body) as Omit<Lookup, 'region'>;
        history.lookups.push({ region, ...input });
        const fault = history.always.get(region) ?? history.faults.get(region)?.shift();
        if (fault === 'broken') return void request.socket.destroy();
        const { status, answer } = fault && fault !== 'partial' ? failure(fault) : history.#answer(region, input);
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
        if (fault !== 'partial') return void response.end(JSON.stringify(answer));
        response.write(JSON.stringify(answer).slice(0, 10), () => request.socket.destroy());
      });
    });
    const history = new HistoryServer(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return history;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  reset(): void {
    this.events.clear();
    this.faults.clear();
    this.always.clear();
    this.lookups.length = 0;
    this.pageSize = 50;
    this.visibleUntil = Number.POSITIVE_INFINITY;
    this.isEndExclusive = false;
    this.isWithoutResources = false;
  }

  /** Each in the Region that it names. */
  add(...records: readonly Json[]): this {
    for (const record of records) {
      const region = String(record.awsRegion);
      this.events.set(region, [...(this.events.get(region) ?? []), record]);
    }
    return this;
  }

  readonly clientOf = (region: string): CloudTrailClient => {
    const { port } = this.server.address() as AddressInfo;
    const client =
      this.#clients.get(region) ??
      new CloudTrailClient({
        region,
        endpoint: `http://127.0.0.1:${port}`,
        credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
        maxAttempts: 1,
      });
    this.#clients.set(region, client);
    return client;
  };

  #answer(region: string, input: Omit<Lookup, 'region'>): { status: number; answer: Json } {
    const { NextToken, ...query } = input;
    const [offset, of] = NextToken === undefined ? [0, ''] : (JSON.parse(NextToken) as [number, string]);
    if (NextToken !== undefined && of !== JSON.stringify(query)) {
      return failure({ status: 400, code: 'InvalidNextTokenException' });
    }
    const found = (this.events.get(region) ?? [])
      .filter((event) => typeof event === 'string' || this.#fits(event, input))
      .reverse()
      .sort((a, b) => timeOf(b) - timeOf(a));
    const page = found.slice(offset, offset + this.pageSize);
    const next = offset + this.pageSize;
    return {
      status: 200,
      answer: {
        Events: page.map((event) =>
          typeof event === 'string'
            ? { CloudTrailEvent: event }
            : { EventId: event.eventID, EventTime: timeOf(event) / 1_000, CloudTrailEvent: JSON.stringify(event) },
        ),
        ...(next < found.length ? { NextToken: JSON.stringify([next, JSON.stringify(query)]) } : {}),
      },
    };
  }

  #fits(event: Json, { StartTime, EndTime, LookupAttributes = [] }: Omit<Lookup, 'region'>): boolean {
    const time = timeOf(event);
    const end = EndTime * 1_000;
    return (
      time >= StartTime * 1_000 &&
      (this.isEndExclusive ? time < end : time <= end) &&
      time < this.visibleUntil &&
      LookupAttributes.every(
        ({ AttributeKey, AttributeValue }) =>
          !(this.isWithoutResources && AttributeKey === 'ResourceName') &&
          attributesOf(event, AttributeKey).includes(AttributeValue),
      )
    );
  }
}

function failure({ status, code }: Exclude<Fault, string>): { status: number; answer: Json } {
  return { status, answer: { __type: code, message: 'from the test' } };
}

function timeOf(event: Json | string): number {
  return typeof event === 'string' ? Number.POSITIVE_INFINITY : Date.parse(String(event.eventTime));
}

interface Recorded {
  readonly eventID?: string;
  readonly eventName?: string;
  readonly eventSource?: string;
  readonly userIdentity?: { readonly accessKeyId?: string; readonly arn?: string; readonly type?: string };
  readonly responseElements?: { readonly credentials?: { readonly accessKeyId?: string } } | null;
}

function attributesOf(event: Json, key: string): unknown[] {
  const { eventID, eventName, eventSource, userIdentity, responseElements } = event as Recorded;
  switch (key) {
    case 'EventId':
      return [eventID];
    case 'EventName':
      return [eventName];
    case 'EventSource':
      return [eventSource];
    case 'AccessKeyId':
      return [userIdentity?.accessKeyId];
    case 'Username':
      return userIdentity?.type === 'Root' ? ['root'] : [userIdentity?.arn?.split('/').at(-1)];
    case 'ResourceName':
      return [responseElements?.credentials?.accessKeyId];
    default:
      return [];
  }
}
