import { AwsError } from './aws-error';
import { configurationOperations } from './cloudtrail-configuration-operations';
import { EventHistory, type HistoryOptions } from './cloudtrail-history';
import { EventDataStores } from './cloudtrail-lake';
import { type CloudTrailRecord, type RecordedCall, record } from './cloudtrail-record';
import { tagOperations } from './cloudtrail-tag-operations';
import type { Trail } from './cloudtrail-trail';
import { type TrailOptions, trailOperations } from './cloudtrail-trail-operations';
import { type NewTrail, type Operations, Trails } from './cloudtrail-trails';
import type { EventBus } from './event-bus';
import { type Json, text } from './json';
import { type ApiCall, jsonProtocol, type Service } from './protocol';
import type { World } from './world';

export interface CloudTrailOptions extends HistoryOptions, TrailOptions {
  /** Whether the event that stops the only trail reaches the bus: works in practice, not promised (AWS facts 1.2). */
  stopEventReachesBus: boolean;
  /** What a member account gets for changing an organization trail: not documented which it is (AWS facts 1.7). */
  memberWriteError: string;
}

const eventSource = 'cloudtrail.amazonaws.com';
const readOnly = /^(Describe|Get|List|Lookup)/;

export class CloudTrail implements Service {
  readonly signingName = 'cloudtrail';
  readonly protocol = jsonProtocol('1.1');
  readonly #history: EventHistory;
  readonly #trails: Trails;
  readonly #operations: Operations;

  /** `options` may be changed at any time. */
  constructor(
    private readonly world: World,
    private readonly bus: EventBus,
    readonly options: CloudTrailOptions,
  ) {
    this.#history = new EventHistory(options);
    this.#trails = new Trails(world, options);
    const stores = new EventDataStores(world);
    this.#operations = {
      ...trailOperations(this.#trails, options),
      ...configurationOperations(this.#trails),
      ...tagOperations(this.#trails, stores),
      ...stores.operations,
      LookupEvents: ({ parameters, region, caller }) => this.#history.lookup(parameters, region, caller.accountId),
      // There is no organization here: the call is only recorded.
      DeregisterOrganizationDelegatedAdmin: () => ({}),
    };
  }

  /** Every record, oldest first, whether or not a trail or the bus got it. */
  get records(): CloudTrailRecord[] {
    return this.#history.records;
  }

  get trails(): readonly Trail[] {
    return this.#trails.all;
  }

  addTrail(trail: NewTrail): Trail {
    return this.#trails.add(trail);
  }

  /** Records a call to a service that the stand-in does not have, such as what an attacker did in the dark. */
  recordCall(
    call: Pick<RecordedCall, 'caller' | 'eventSource' | 'eventName' | 'requestParameters'> & Partial<RecordedCall>,
  ): CloudTrailRecord {
    const { caller, eventSource, region = this.world.region, readOnly = false, responseElements = null } = call;
    const recorded = this.#trails.areRecording({ accountId: caller.accountId, region, readOnly, eventSource });
    return this.#record({ ...call, region, readOnly, responseElements }, recorded);
  }

  handle(call: ApiCall): Json {
    const operation = this.#operations[call.operation];
    if (!operation) throw new AwsError('UnknownOperationException', `the stand-in does not know ${call.operation}`);
    const recordedBefore = this.#isRecorded(call);
    try {
      const result = operation(call);
      this.#recordApiCall(call, recordedBefore, { responseElements: result });
      return result;
    } catch (error) {
      if (error instanceof AwsError) this.#recordApiCall(call, recordedBefore, { responseElements: null, error });
      throw error;
    }
  }

  refused(call: ApiCall, error: AwsError): void {
    const reaches = this.#isRecorded(call);
    this.#recordApiCall(call, reaches, { responseElements: null, error });
  }

  /** Listing and looking up work on `*` only, all else on a trail or an event data store (AWS facts 2.3). */
  resource(call: ApiCall): string {
    const { Name, TrailName, ResourceId, EventDataStore } = call.parameters;
    if (call.operation === 'CreateEventDataStore') return '*';
    const trail = text(Name) ?? text(TrailName) ?? text(ResourceId);
    return trail === undefined ? (text(EventDataStore) ?? '*') : this.#trails.arn(trail, call);
  }

  #isRecorded({ caller, region, operation }: ApiCall): boolean {
    const { accountId } = caller;
    return this.#trails.areRecording({ accountId, region, readOnly: readOnly.test(operation), eventSource });
  }

  #recordApiCall(call: ApiCall, before: boolean, outcome: Pick<RecordedCall, 'responseElements' | 'error'>): void {
    const { caller, region, operation, parameters, requestId, raw } = call;
    const after = this.#isRecorded(call);
    const isRead = readOnly.test(operation);
    const answered = !isRead && Object.keys(outcome.responseElements ?? {}).length > 0;
    this.#record(
      {
        caller,
        region,
        eventSource,
        eventName: operation,
        readOnly: isRead,
        requestParameters: parameters,
        requestId,
        userAgent: raw.headers['user-agent'],
        ...outcome,
        responseElements: answered ? outcome.responseElements : null,
      },
      // The trail records its own start, and its own stop, end or narrowing as well (AWS facts 1.2).
      after || (before && this.options.stopEventReachesBus),
    );
  }

  #record(call: RecordedCall, recorded: boolean): CloudTrailRecord {
    const made = record(call);
    this.#history.add(made, call.caller.userName, call.at);
    // An event goes to the bus of the account and Region where it happened (AWS facts 1.6, 1.7). Read-only events go to
    // rules in a state that the guard's rule is not in (AWS facts 1.5). One of before has long been there.
    const here =
      call.region === this.world.region && call.caller.accountId === this.world.accountId && call.at === undefined;
    if (here && !made.readOnly) this.bus.publish(made, recorded);
    return made;
  }
}
