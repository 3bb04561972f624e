import { AwsError } from './aws-error';
import { type Description, type Operations, perform, type RecordedService } from './delivery-chain-recorder';
import { epochSeconds, type Json } from './json';
import { type ApiCall, jsonProtocol } from './protocol';
import type { Resource } from './template';
import type { World } from './world';

interface Alarm {
  /** As PutMetricAlarm takes it. */
  readonly definition: Json;
  readonly updatedAt: number;
}

/** CloudWatch's alarms: they are kept, and never go off. */
export class Alarms implements RecordedService {
  readonly signingName = 'monitoring';
  readonly permissionPrefix = 'cloudwatch';
  readonly protocol = jsonProtocol('1.0');
  readonly #alarms = new Map<string, Alarm>();

  constructor(private readonly world: World) {}

  /** In the place of one by the same name. A template has the properties of the API. */
  addAlarm({ ref, properties: { Tags: _tags, ...definition } }: Resource): void {
    this.#put({ ...definition, AlarmName: ref });
  }

  get names(): string[] {
    return [...this.#alarms.keys()];
  }

  handle(call: ApiCall): Json {
    return perform(this.#operations, call);
  }

  describe({ parameters }: ApiCall): Description {
    return { requestParameters: parameters };
  }

  resource({ parameters, region, caller }: ApiCall): string {
    const [name] = namesIn(parameters);
    return name === undefined ? '*' : this.#arn(name, region, caller.accountId);
  }

  readonly #operations: Operations = {
    DescribeAlarms: ({ parameters, region, caller }) => {
      const { AlarmNames, AlarmNamePrefix = '' } = parameters;
      const all = [...this.#alarms].filter(([name]) =>
        Array.isArray(AlarmNames) ? AlarmNames.includes(name) : name.startsWith(String(AlarmNamePrefix)),
      );
      return {
        MetricAlarms: all.map(([name, alarm]) => describe(this.#arn(name, region, caller.accountId), alarm)),
        CompositeAlarms: [],
      };
    },
    PutMetricAlarm: ({ parameters }) => {
      this.#put(parameters);
      return {};
    },
    DeleteAlarms: ({ parameters }) => {
      const names = namesIn(parameters);
      // All of them, or none.
      if (!names.some((name) => this.#alarms.has(name))) throw new AwsError('ResourceNotFound', 'no such alarm', 404);
      for (const name of names) this.#alarms.delete(name);
      return {};
    },
    EnableAlarmActions: ({ parameters }) => this.#setActions(parameters, true),
    DisableAlarmActions: ({ parameters }) => this.#setActions(parameters, false),
  };

  #put(definition: Json): void {
    this.#alarms.set(String(definition.AlarmName), { definition, updatedAt: Date.now() });
  }

  #setActions(parameters: Json, ActionsEnabled: boolean): Json {
    for (const name of namesIn(parameters)) {
      const alarm = this.#alarms.get(name);
      if (alarm) this.#put({ ...alarm.definition, ActionsEnabled });
    }
    return {};
  }

  #arn(name: string, region: string, accountId: string): string {
    return `arn:${this.world.partition}:cloudwatch:${region}:${accountId}:alarm:${name}`;
  }
}

function namesIn({ AlarmNames, AlarmName }: Json): string[] {
  if (Array.isArray(AlarmNames)) return AlarmNames.map(String);
  return AlarmName === undefined ? [] : [String(AlarmName)];
}

function describe(AlarmArn: string, { definition, updatedAt }: Alarm): Json {
  return {
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    ...definition,
    AlarmArn,
    StateValue: 'OK',
    AlarmConfigurationUpdatedTimestamp: epochSeconds(updatedAt),
  };
}
