import { matches } from './event-pattern';
import { type BusEvent, readTarget, type Target } from './event-target';
import { isJson, type Json, text } from './json';
import type { Resource } from './template';

export interface RuleDefinition {
  readonly name: string;
  readonly arn: string;
  readonly busName: string;
  readonly pattern: Json;
  readonly state?: string;
  readonly description?: string | undefined;
}

export class Rule {
  /** `ENABLED` or `DISABLED`: a drill may change it, as an attacker would. */
  state: string;
  readonly name: string;
  readonly arn: string;
  readonly busName: string;
  readonly pattern: Json;
  readonly description: string | undefined;
  targets: readonly Target[];

  constructor({ name, arn, busName, pattern, state, description }: RuleDefinition, targets: readonly Target[] = []) {
    this.name = name;
    this.arn = arn;
    this.busName = busName;
    this.pattern = pattern;
    this.state = state ?? 'ENABLED';
    this.description = description;
    this.targets = targets;
  }

  static of({ properties, ref, attributes, logicalId }: Resource): Rule {
    const { EventPattern, State = 'ENABLED', Targets = [], ScheduleExpression, EventBusName, Description } = properties;
    if (!isJson(EventPattern) || ScheduleExpression !== undefined) {
      throw new Error(`${logicalId}: the stand-in has rules with a pattern only`);
    }
    if (State !== 'ENABLED' && State !== 'DISABLED') {
      throw new Error(`${logicalId}: the stand-in has no rules in state ${State}`);
    }
    const targets = (Targets as Json[]).map((target) => readTarget(target));
    const other = targets.find(({ arn }) => !/:(lambda|sns|sqs|events):/.test(arn));
    if (other) {
      throw new Error(`${logicalId}: the stand-in delivers to Lambda, SNS, SQS and event buses, got: ${other.arn}`);
    }
    const definition = {
      name: ref.slice(ref.lastIndexOf('|') + 1),
      arn: String(attributes.Arn),
      busName: busNameOf(text(EventBusName)),
      pattern: EventPattern,
      state: State,
      description: text(Description),
    };
    return new Rule(definition, targets);
  }

  fits(event: BusEvent): boolean {
    return this.state === 'ENABLED' && matches(this.pattern, event);
  }

  /** DescribeRule's answer. */
  describe(): Json {
    return {
      Name: this.name,
      Arn: this.arn,
      EventPattern: JSON.stringify(this.pattern),
      State: this.state,
      ...(this.description !== undefined && { Description: this.description }),
      EventBusName: this.busName,
    };
  }
}

/** Of a bus's name or ARN; the default bus unless told. */
export function busNameOf(nameOrArn: string | undefined): string {
  return nameOrArn === undefined ? 'default' : nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
}
