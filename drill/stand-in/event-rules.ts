import { AwsError } from './aws-error';
import type { Operations } from './delivery-chain-recorder';
import { busNameOf, Rule } from './event-rule';
import { type BusEvent, readTarget } from './event-target';
import { isJson, type Json, text } from './json';
import { type ApiCall, parseJson } from './protocol';
import type { Resource } from './template';
import type { World } from './world';

/** The rules of all event buses. */
export class Rules {
  readonly all: Rule[] = [];

  constructor(private readonly world: World) {}

  /** In the place of one by the same name. */
  addRule(resource: Resource): void {
    this.#put(Rule.of(resource));
  }

  matching(event: BusEvent, busName: string): Rule[] {
    return this.all.filter((rule) => rule.busName === busName && rule.fits(event));
  }

  readonly operations: Operations = {
    DescribeRule: (call) => this.#find(call).describe(),
    ListRules: ({ parameters: { NamePrefix, EventBusName } }) => ({
      Rules: this.all
        .filter(({ name, busName }) => {
          return name.startsWith(text(NamePrefix) ?? '') && busName === busNameOf(text(EventBusName));
        })
        .map((rule) => rule.describe()),
    }),
    ListRuleNamesByTarget: ({ parameters: { TargetArn, EventBusName } }) => ({
      RuleNames: this.all
        .filter(({ busName, targets }) => {
          return busName === busNameOf(text(EventBusName)) && targets.some(({ arn }) => arn === TargetArn);
        })
        .map(({ name }) => name),
    }),
    ListTargetsByRule: (call) => ({ Targets: this.#find(call).targets.map(({ properties }) => properties) }),
    // What is not said is not kept, but for the targets.
    PutRule: (call) => {
      const { Name, EventPattern, State, Description, EventBusName } = call.parameters;
      const busName = busNameOf(text(EventBusName));
      const definition = {
        name: String(Name),
        arn: this.#arn(String(Name), busName, call),
        busName,
        pattern: patternOf(EventPattern),
        state: text(State) ?? 'ENABLED',
        description: text(Description),
      };
      this.#put(new Rule(definition, this.#known(call)?.targets ?? []));
      return { RuleArn: definition.arn };
    },
    EnableRule: (call) => this.#setState(call, 'ENABLED'),
    DisableRule: (call) => this.#setState(call, 'DISABLED'),
    DeleteRule: (call) => {
      const rule = this.#known(call);
      if (!rule) return {};
      if (rule.targets.length > 0)
        throw new AwsError('ValidationException', "Rule can't be deleted since it has targets.");
      this.all.splice(this.all.indexOf(rule), 1);
      return {};
    },
    PutTargets: (call) => {
      const rule = this.#find(call);
      const put = list(call.parameters.Targets).filter(isJson).map(readTarget);
      rule.targets = [...rule.targets.filter(({ id }) => !put.some((target) => target.id === id)), ...put];
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    RemoveTargets: (call) => {
      const rule = this.#find(call);
      const ids = list(call.parameters.Ids);
      rule.targets = rule.targets.filter(({ id }) => !ids.includes(id));
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
  };

  #put(rule: Rule): void {
    const index = this.all.findIndex(({ arn }) => arn === rule.arn);
    if (index < 0) this.all.push(rule);
    else this.all[index] = rule;
  }

  #setState(call: ApiCall, state: string): Json {
    this.#find(call).state = state;
    return {};
  }

  #known({ parameters: { Name, Rule: rule, EventBusName } }: ApiCall): Rule | undefined {
    const [wanted, bus] = [String(Name ?? rule), busNameOf(text(EventBusName))];
    return this.all.find(({ name, busName }) => name === wanted && busName === bus);
  }

  #find(call: ApiCall): Rule {
    const rule = this.#known(call);
    if (rule) return rule;
    const { Name, Rule: named, EventBusName } = call.parameters;
    const message = `Rule ${Name ?? named} does not exist on EventBus ${busNameOf(text(EventBusName))}.`;
    throw new AwsError('ResourceNotFoundException', message);
  }

  #arn(name: string, busName: string, { region, caller }: ApiCall): string {
    const path = busName === 'default' ? name : `${busName}/${name}`;
    return `arn:${this.world.partition}:events:${region}:${caller.accountId}:rule/${path}`;
  }
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function patternOf(pattern: unknown): Json {
  try {
    return parseJson(String(pattern));
  } catch {
    throw new AwsError('InvalidEventPatternException', 'Event pattern is not valid.');
  }
}
