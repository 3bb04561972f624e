import { AwsError } from './aws-error';
import type { RecordedCall } from './cloudtrail-record';
import type { Json } from './json';
import type { ApiCall, Protocol, Service } from './protocol';

/** Whoever writes calls down: CloudTrail. */
export interface CallRecorder {
  recordCall(call: RecordedCall): unknown;
}

/** How CloudTrail records a call of a service. */
export interface Description extends Pick<RecordedCall, 'requestParameters' | 'spelledAsRecorded' | 'resources'> {
  /** @default - the operation */
  readonly eventName?: string;
  /** @default - the Region that was called */
  readonly region?: string;
  /** @default - the answer, unless the call only reads; null if there is nothing in it */
  readonly responseElements?: Json | null;
  /** The same, for what is made up of the answer: secrets are not recorded, dates are written otherwise. */
  readonly recordAnswer?: (answer: Json) => Json;
  /** @default - whether the operation's name begins so */
  readonly readOnly?: boolean;
}

export interface RecordedService extends Service {
  /** Asked before the call takes effect. Nothing where CloudTrail records no management event. */
  describe(call: ApiCall): Description | undefined;
}

/** What a service does, by the names of its operations. */
export type Operations = Readonly<Record<string, (call: ApiCall) => Json>>;

export function perform(operations: Operations, call: ApiCall, unknownCode = 'UnknownOperationException'): Json {
  const operation = operations[call.operation];
  if (operation) return operation(call);
  throw new AwsError(unknownCode, `the stand-in does not know ${call.operation}`);
}

const readOnly = /^(Describe|Get|Head|List)/;

/** A service whose calls come into event history and onto the bus, as CloudTrail has them. */
export class Recorded implements Service {
  readonly signingName: string;
  readonly permissionPrefix: string;
  readonly protocol: Protocol;

  constructor(
    private readonly service: RecordedService,
    private readonly cloudTrail: CallRecorder,
  ) {
    this.signingName = service.signingName;
    this.permissionPrefix = service.permissionPrefix ?? service.signingName;
    this.protocol = service.protocol;
  }

  async handle(call: ApiCall): Promise<Json> {
    const description = this.service.describe(call);
    try {
      const answer = await this.service.handle(call);
      this.#record(call, description, { answer });
      return answer;
    } catch (error) {
      if (error instanceof AwsError) this.#record(call, description, { error });
      throw error;
    }
  }

  action(operation: string): string {
    return this.service.action?.(operation) ?? operation;
  }

  resource(call: ApiCall): string {
    return this.service.resource?.(call) ?? '*';
  }

  refused(call: ApiCall, error: AwsError): void {
    this.#record(call, this.service.describe(call), { error });
  }

  #record(
    { caller, operation, region, requestId, raw }: ApiCall,
    description: Description | undefined,
    { answer = {}, error }: { readonly answer?: Json; readonly error?: AwsError },
  ): void {
    if (!description) return;
    const { recordAnswer, ...described } = description;
    const isRead = description.readOnly ?? readOnly.test(operation);
    const recorded = recordAnswer ? (error ? {} : recordAnswer(answer)) : isRead ? {} : answer;
    this.cloudTrail.recordCall({
      caller,
      eventSource: `${this.signingName}.amazonaws.com`,
      eventName: operation,
      region,
      requestId,
      userAgent: raw.headers['user-agent'],
      responseElements: Object.keys(recorded).length > 0 ? recorded : null,
      ...described,
      ...(isRead && !recordAnswer && { responseElements: null }),
      readOnly: isRead,
      ...(error && { error }),
    });
  }
}
