import { AwsError } from './aws-error';
import type { CloudTrailRecord } from './cloudtrail-record';
import type { Delivery } from './delivery';
import { type Description, perform, type RecordedService } from './delivery-chain-recorder';
import { customEvent, eventOf } from './event-envelope';
import { busNameOf, type Rule } from './event-rule';
import { Rules } from './event-rules';
import { type BusEvent, inputOf, type Target } from './event-target';
import { type Json, text } from './json';
import { type ApiCall, jsonProtocol } from './protocol';
import type { Resource } from './template';
import type { World } from './world';

interface Matched {
  readonly event: BusEvent;
  readonly busName: string;
  readonly rules: readonly Rule[];
}

/** Event buses, of which the default one is always there. Best effort (AWS facts 1.4): events are lost, doubled, late. */
export class EventBus implements RecordedService {
  readonly signingName = 'events';
  readonly protocol = jsonProtocol('1.1');
  readonly rules: Rules;
  /** The custom events that PutEvents took, oldest first. */
  readonly put: BusEvent[] = [];
  /** What was put on, or forwarded to, buses of other accounts and Regions, oldest first. */
  readonly elsewhere: { readonly bus: string; readonly event: BusEvent }[] = [];
  readonly #custom = new Set<string>();
  #lose = 0;
  #duplicate = 0;
  #held: Matched[] | undefined;

  constructor(
    private readonly world: World,
    private readonly delivery: Delivery,
    /** How long an event is on its way; may be changed at any time. */
    public deliveryDelayMs: number,
  ) {
    this.rules = new Rules(world);
  }

  /** A custom bus of the template. */
  addBus({ ref }: Resource): void {
    this.#custom.add(ref);
  }

  addRule(resource: Resource): void {
    this.rules.addRule(resource);
  }

  rule(name: string): Rule {
    const { all } = this.rules;
    const rule = all.find((candidate) => candidate.name === name);
    if (!rule) throw new Error(`no rule "${name}", only: ${all.map((each) => each.name).join(', ')}`);
    return rule;
  }

  /** Loses the next events that a rule would have matched. */
  loseNext(count = 1): void {
    this.#lose += count;
  }

  /** From now on none is lost. */
  loseNone(): void {
    this.#lose = 0;
  }

  /** Delivers the next events that a rule matches twice: delivery is at least once (AWS facts 1.4). */
  duplicateNext(count = 1): void {
    this.#duplicate += count;
  }

  /** Holds matched events back until `release`. */
  hold(): void {
    this.#held ??= [];
  }

  /** Delivers what was held back, in the order that `reorder` gives. */
  release(reorder: (events: BusEvent[]) => BusEvent[] = (events) => events): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const event of reorder(held.map((each) => each.event))) {
      const matched = held.find((each) => each.event === event);
      if (matched) this.#deliver(matched);
    }
  }

  /** Takes a CloudTrail record, unless no trail is there to record it. */
  publish(record: CloudTrailRecord, recorded: boolean): void {
    const event = eventOf(record);
    if (recorded) this.receive(event);
    else this.#note(event, 'lost', [], 'no trail is logging');
  }

  /** Takes an event as it is, such as one that a bus of another account or Region forwards. */
  receive(event: BusEvent, busName = 'default'): void {
    const rules = this.rules.matching(event, busName);
    if (rules.length === 0) {
      this.#note(event, 'unmatched', []);
    } else if (this.#lose > 0) {
      this.#lose -= 1;
      this.#note(event, 'lost', rules, 'planned by the drill');
    } else {
      this.#accept({ event, busName, rules });
    }
  }

  handle(call: ApiCall): Json {
    return call.operation === 'PutEvents' ? this.#putEvents(call) : perform(this.rules.operations, call);
  }

  /** Putting events is a data event. */
  describe({ operation, parameters }: ApiCall): Description | undefined {
    return operation === 'PutEvents' ? undefined : { requestParameters: parameters };
  }

  resource({ parameters, region, caller }: ApiCall): string {
    const { Name, Rule: rule } = parameters;
    return `arn:${this.world.partition}:events:${region}:${caller.accountId}:rule/${Name ?? rule}`;
  }

  /** Custom events, whose source may not begin with `aws.` (AWS facts 4). */
  #putEvents(call: ApiCall): Json {
    const results = (call.parameters.Entries as Json[]).map((entry) => this.#putCustom(entry, call));
    return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
  }

  #putCustom(entry: Json, { caller, region }: ApiCall): Json {
    const source = text(entry.Source) ?? '';
    if (source.startsWith('aws.')) {
      const ErrorMessage = 'Not authorized for the source.';
      return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage };
    }
    const event = customEvent(entry, caller.accountId, region);
    this.put.push(event);
    const bus = text(entry.EventBusName) ?? 'default';
    if (!this.#hand(event, bus)) throw new AwsError('ResourceNotFoundException', `Event bus ${bus} does not exist.`);
    return { EventId: event.id };
  }

  /** @returns false if the bus should be here and is not */
  #hand(event: BusEvent, bus: string): boolean {
    const [, , , region = '', account = ''] = bus.startsWith('arn:') ? bus.split(':') : [];
    const isHere = region === '' || (region === this.world.region && account === this.world.accountId);
    if (!isHere) {
      this.elsewhere.push({ bus, event });
      return true;
    }
    const name = busNameOf(bus);
    if (name !== 'default' && !this.#custom.has(name)) return false;
    this.receive(event, name);
    return true;
  }

  #accept(matched: Matched): void {
    const copies = this.#duplicate > 0 ? [matched, matched] : [matched];
    this.#duplicate = Math.max(0, this.#duplicate - 1);
    if (this.#held) {
      this.#held.push(...copies);
      this.#note(matched.event, 'held', matched.rules);
    } else {
      for (const copy of copies) this.#deliver(copy);
    }
  }

  /** To the rules that match when the event arrives: one that was changed meanwhile does as it is now. */
  #deliver({ event, busName, rules }: Matched): void {
    this.#note(event, 'matched', rules);
    this.world.background.run(async () => {
      if (this.deliveryDelayMs > 0) await this.world.background.sleep(this.deliveryDelayMs);
      for (const rule of this.rules.matching(event, busName)) {
        for (const target of rule.targets) this.#send(event, rule, target);
      }
    });
  }

  /** Message attributes of a dead letter as EventBridge writes them (AWS facts 4). */
  #send(event: BusEvent, rule: Rule, target: Target): void {
    if (target.arn.includes(':event-bus/')) {
      // In AWS this takes a role, except on the same account's own buses.
      if (target.roleArn === undefined || this.delivery.mayAct(target.roleArn, 'events:PutEvents')) {
        this.#hand(event, target.arn);
      }
      return;
    }
    const codes = { missing: 'NO_RESOURCE', denied: 'NO_PERMISSIONS', error: undefined };
    const input = inputOf(target, event, rule);
    this.delivery.deliver(target, input, rule.arn, ({ kind, code, message, attempts }) => ({
      RULE_ARN: rule.arn,
      TARGET_ARN: target.arn,
      ERROR_CODE: codes[kind] ?? code,
      ERROR_MESSAGE: message,
      ...(kind === 'error' && { EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts' }),
      RETRY_ATTEMPTS: String(attempts),
    }));
  }

  #note(
    event: BusEvent,
    disposition: 'matched' | 'unmatched' | 'lost' | 'held',
    rules: readonly Rule[],
    reason?: string,
  ): void {
    this.world.timeline.add({
      kind: 'event',
      name: text(event.detail.eventName) ?? event['detail-type'],
      source: event.source,
      eventId: event.id,
      disposition,
      rules: rules.map((rule) => rule.name),
      ...(reason !== undefined && { reason }),
    });
  }
}
