import { readTarget, type Target } from './delivery';
import { matches } from './event-pattern';
import { isJson, type Json } from './json';
import type { Resource } from './template';

export interface BusEvent extends Json {
  readonly id: string;
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: Json;
}

export class Rule {
  /** `ENABLED` or `DISABLED`: a drill may change it, as an attacker would. */
  state: string;
  readonly name: string;
  readonly arn: string;
  readonly pattern: Json;
  readonly targets: readonly Target[];

  constructor({ properties, ref, attributes, logicalId }: Resource) {
    const { EventPattern, State = 'ENABLED', Targets = [], ScheduleExpression, EventBusName } = properties;
    if (!isJson(EventPattern) || ScheduleExpression !== undefined || EventBusName !== undefined) {
      throw new Error(`${logicalId}: the stand-in has rules with a pattern on the default bus only`);
    }
    if (State !== 'ENABLED' && State !== 'DISABLED') {
      throw new Error(`${logicalId}: the stand-in has no rules in state ${State}`);
    }
    this.name = ref;
    this.arn = String(attributes.Arn);
    this.state = State;
    this.pattern = EventPattern;
    this.targets = (Targets as Json[]).map((target) => {
      if ('Input' in target || 'InputPath' in target || 'InputTransformer' in target) {
        throw new Error(`${logicalId}: the stand-in hands over whole events only`);
      }
      return readTarget(target, logicalId);
    });
  }

  fits(event: BusEvent): boolean {
    return this.state === 'ENABLED' && matches(this.pattern, event);
  }
}
