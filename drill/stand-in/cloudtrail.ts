import { AwsError } from './aws-error';
import { EventHistory, type HistoryOptions } from './cloudtrail-history';
import { type CloudTrailRecord, type RecordedCall, record } from './cloudtrail-record';
import { type Trail, type TrailSettings, trailArn } from './cloudtrail-trail';
import { type NewTrail, Trails } from './cloudtrail-trails';
import type { EventBus } from './event-bus';
import { epochSeconds, type Json, text } from './json';
import { type ApiCall, jsonProtocol, type Service } from './protocol';
import type { World } from './world';

export interface CloudTrailOptions extends HistoryOptions {
  /** How long GetTrailStatus tells the old status after a start or stop (AWS facts 1.3). */
  statusLagMs: number;
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
  readonly #operations: Record<string, (call: ApiCall) => Json> = {
    CreateTrail: (call) => this.#create(call),
    DescribeTrails: (call) => this.#describe(call),
    GetTrailStatus: (call) => this.#status(call),
    StartLogging: (call) => this.#setLogging(call, true),
    StopLogging: (call) => this.#setLogging(call, false),
    DeleteTrail: (call) => this.#delete(call),
    LookupEvents: ({ parameters, region, caller }) => this.#history.lookup(parameters, region, caller.accountId),
  };

  /** `options` may be changed at any time. */
  constructor(
    private readonly world: World,
    private readonly bus: EventBus,
    readonly options: CloudTrailOptions,
  ) {
    this.#history = new EventHistory(options);
    this.#trails = new Trails(world, options);
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
    const { region = this.world.region, readOnly = false, responseElements = null } = call;
    return this.#record(
      { ...call, region, readOnly, responseElements },
      this.#trails.areRecording(call.caller.accountId, region),
    );
  }

  handle(call: ApiCall): Json {
    const operation = this.#operations[call.operation];
    if (!operation) throw new AwsError('UnknownOperationException', `the stand-in does not know ${call.operation}`);
    const recordedBefore = this.#trails.areRecording(call.caller.accountId, call.region);
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
    const reaches = this.#trails.areRecording(call.caller.accountId, call.region);
    this.#recordApiCall(call, reaches, { responseElements: null, error });
  }

  /** Listing and looking up work on `*` only, all else on a trail (AWS facts 2.3). */
  resource({ parameters, region, caller }: ApiCall): string {
    const name = text(parameters.Name);
    return name === undefined ? '*' : trailArn(name, this.world.partition, region, caller.accountId);
  }

  #create({ parameters, region, caller }: ApiCall): Json {
    const { Name, TagsList: _tags, ...settings } = parameters as unknown as { Name: string } & TrailSettings & Json;
    const arn = trailArn(Name, this.world.partition, region, caller.accountId);
    if (this.trails.some((trail) => trail.arn === arn)) {
      throw new AwsError(
        'TrailAlreadyExistsException',
        `Trail ${Name} already exists for customer: ${caller.accountId}`,
      );
    }
    // A new trail does not log until StartLogging.
    const trail = this.addTrail({
      ...settings,
      Name,
      homeRegion: region,
      accountId: caller.accountId,
      isLogging: false,
    });
    const {
      HomeRegion: _region,
      HasCustomEventSelectors: _custom,
      HasInsightSelectors: _insight,
      ...result
    } = trail.describe();
    return result;
  }

  #describe(call: ApiCall): Json {
    const { parameters, region, caller } = call;
    const { includeShadowTrails = true, trailNameList = [] } = parameters;
    const seen = this.#trails
      .seenFrom(call)
      .filter((trail) => includeShadowTrails === true || !trail.isShadow(region, caller.accountId));
    const names = Array.isArray(trailNameList) ? trailNameList.map(String) : [];
    const wanted = names.map((name) => trailArn(name, this.world.partition, region, caller.accountId));
    const found = wanted.length === 0 ? seen : seen.filter((trail) => wanted.includes(trail.arn));
    return { trailList: found.map((trail) => trail.describe()) };
  }

  #status(call: ApiCall): Json {
    const trail = this.#trails.find(call);
    const { isLogging, startedAt, stoppedAt } = trail.visibleStatus;
    return {
      IsLogging: isLogging,
      ...(startedAt !== undefined && { StartLoggingTime: epochSeconds(startedAt) }),
      ...(stoppedAt !== undefined && { StopLoggingTime: epochSeconds(stoppedAt) }),
      ...(trail.latestDeliveryError !== undefined && { LatestDeliveryError: trail.latestDeliveryError }),
    };
  }

  #setLogging(call: ApiCall, isLogging: boolean): Json {
    this.#trails.findForWrite(call).setLogging(isLogging, this.options.statusLagMs);
    return {};
  }

  #delete(call: ApiCall): Json {
    this.#trails.remove(this.#trails.findForWrite(call));
    return {};
  }

  #recordApiCall(call: ApiCall, before: boolean, outcome: Pick<RecordedCall, 'responseElements' | 'error'>): void {
    const { caller, region, operation, parameters, requestId, raw } = call;
    const after = this.#trails.areRecording(caller.accountId, region);
    const answered = Object.keys(outcome.responseElements ?? {}).length > 0;
    this.#record(
      {
        caller,
        region,
        eventSource,
        eventName: operation,
        readOnly: readOnly.test(operation),
        requestParameters: parameters,
        requestId,
        userAgent: raw.headers['user-agent'],
        ...outcome,
        responseElements: answered ? outcome.responseElements : null,
      },
      // The trail records its own start, and its own stop or end as well (AWS facts 1.2).
      after || (before && this.options.stopEventReachesBus),
    );
  }

  #record(call: RecordedCall, recorded: boolean): CloudTrailRecord {
    const made = record(call);
    this.#history.add(made, call.caller.userName);
    // An event goes to the bus of the account and Region where it happened (AWS facts 1.6, 1.7). Read-only events go to
    // rules in a state that the guard's rule is not in (AWS facts 1.5).
    const here = call.region === this.world.region && call.caller.accountId === this.world.accountId;
    if (here && !made.readOnly) this.bus.publish(made, recorded);
    return made;
  }
}
