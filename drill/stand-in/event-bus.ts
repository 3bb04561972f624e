import { randomUUID } from 'node:crypto';
import { AwsError } from './aws-error';
import type { CloudTrailRecord } from './cloudtrail-record';
import type { Delivery, Target } from './delivery';
import { type BusEvent, Rule } from './event-rule';
import { type Json, text } from './json';
import { type ApiCall, jsonProtocol, parseJson, type Service } from './protocol';
import type { Resource } from './template';
import type { World } from './world';

interface Matched {
  readonly event: BusEvent;
  readonly rules: readonly Rule[];
}

/** The default event bus. Best effort (AWS facts 1.4): a drill can lose, double, delay and reorder events. */
export class EventBus implements Service {
  readonly signingName = 'events';
  readonly protocol = jsonProtocol('1.1');
  readonly rules: Rule[] = [];
  /** The custom events that PutEvents took, oldest first. */
  readonly put: BusEvent[] = [];
  #lose = 0;
  #duplicate = 0;
  #held: Matched[] | undefined;

  constructor(
    private readonly world: World,
    private readonly delivery: Delivery,
    /** How long an event is on its way; may be changed at any time. */
    public deliveryDelayMs: number,
  ) {}

  addRule(resource: Resource): void {
    this.rules.push(new Rule(resource));
  }

  rule(name: string): Rule {
    const rule = this.rules.find((candidate) => candidate.name === name);
    if (!rule) throw new Error(`no rule "${name}", only: ${this.rules.map((each) => each.name).join(', ')}`);
    return rule;
  }

  /** Loses the next events that a rule would have matched. */
  loseNext(count = 1): void {
    this.#lose += count;
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

  /** Takes a CloudTrail record, unless no trail is there to record it. The envelope is that of AWS facts 3. */
  publish(record: CloudTrailRecord, recorded: boolean): void {
    const event: BusEvent = {
      version: '0',
      id: randomUUID(),
      'detail-type': 'AWS API Call via CloudTrail',
      source: `aws.${record.eventSource.replace('.amazonaws.com', '')}`,
      account: record.recipientAccountId,
      time: record.eventTime,
      region: record.awsRegion,
      resources: [],
      detail: record,
    };
    if (recorded) this.#take(event);
    else this.#note(event, 'lost', [], 'no trail is logging');
  }

  /** PutEvents: custom events, whose source may not begin with `aws.` (AWS facts 4). */
  handle({ operation, parameters, caller }: ApiCall): Json {
    if (operation !== 'PutEvents') {
      throw new AwsError('UnknownOperationException', `the stand-in does not know ${operation}`);
    }
    const results = (parameters.Entries as Json[]).map((entry) => this.#putCustom(entry, caller.accountId));
    return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
  }

  #putCustom(entry: Json, account: string): Json {
    const source = text(entry.Source) ?? '';
    if (source.startsWith('aws.')) {
      const ErrorMessage = 'Not authorized for the source.';
      return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage };
    }
    const event: BusEvent = {
      version: '0',
      id: randomUUID(),
      'detail-type': text(entry.DetailType) ?? '',
      source,
      account,
      time: new Date().toISOString().replace(/\.\d+/, ''),
      region: this.world.region,
      resources: entry.Resources ?? [],
      detail: parseJson(text(entry.Detail) ?? ''),
    };
    this.put.push(event);
    this.#take(event);
    return { EventId: event.id };
  }

  #take(event: BusEvent): void {
    const rules = this.rules.filter((rule) => rule.fits(event));
    if (rules.length === 0) {
      this.#note(event, 'unmatched', []);
    } else if (this.#lose > 0) {
      this.#lose -= 1;
      this.#note(event, 'lost', rules, 'planned by the drill');
    } else {
      this.#accept({ event, rules });
    }
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

  #deliver({ event, rules }: Matched): void {
    this.#note(event, 'matched', rules);
    this.world.background.run(async () => {
      if (this.deliveryDelayMs > 0) await this.world.background.sleep(this.deliveryDelayMs);
      for (const rule of rules) {
        for (const target of rule.targets) this.#send(event, rule, target);
      }
    });
  }

  /** Message attributes of a dead letter as EventBridge writes them (AWS facts 4). */
  #send(event: BusEvent, rule: Rule, target: Target): void {
    this.delivery.deliver(target, JSON.stringify(event), rule.arn, ({ kind, code, message, attempts }) => ({
      RULE_ARN: rule.arn,
      TARGET_ARN: target.arn,
      ERROR_CODE: kind === 'missing' ? 'NO_RESOURCE' : code,
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
