import { AwsError } from './aws-error';
import type { CloudTrail } from './cloudtrail';
import type { RecordedCall } from './cloudtrail-record';
import type { Json } from './json';
import type { ApiCall, Protocol, Service } from './protocol';

/** How CloudTrail records a call of a service. */
export interface Description extends Pick<RecordedCall, 'requestParameters' | 'spelledAsRecorded' | 'resources'> {
  /** @default - the operation */
  readonly eventName?: string;
  /** @default - the Region that was called */
  readonly region?: string;
  /** @default - the answer; null if there is nothing in it */
  readonly responseElements?: Json | null;
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
  readonly protocol: Protocol;

  constructor(
    private readonly service: RecordedService,
    private readonly cloudTrail: CloudTrail,
  ) {
    this.signingName = service.signingName;
    this.protocol = service.protocol;
  }

  async handle(call: ApiCall): Promise<Json> {
    const description = this.service.describe(call);
    try {
      const result = await this.service.handle(call);
      const answered = Object.keys(result).length > 0;
      this.#record(call, description, { responseElements: answered ? result : null });
      return result;
    } catch (error) {
      if (error instanceof AwsError) this.#record(call, description, { responseElements: null, error });
      throw error;
    }
  }

  resource(call: ApiCall): string {
    return this.service.resource?.(call) ?? '*';
  }

  refused(call: ApiCall, error: AwsError): void {
    this.#record(call, this.service.describe(call), { responseElements: null, error });
  }

  #record(
    { caller, operation, region, requestId, raw }: ApiCall,
    description: Description | undefined,
    outcome: Pick<RecordedCall, 'responseElements' | 'error'>,
  ): void {
    if (!description) return;
    this.cloudTrail.recordCall({
      caller,
      eventSource: `${this.signingName}.amazonaws.com`,
      eventName: operation,
      region,
      readOnly: readOnly.test(operation),
      requestId,
      userAgent: raw.headers['user-agent'],
      ...outcome,
      ...description,
    });
  }
}
