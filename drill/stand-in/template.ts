import { isJson, type Json } from './json';
import { identify, type PhysicalId } from './physical-id';
import type { Place } from './place';
import { Conditions } from './template-conditions';

export interface Resource extends PhysicalId {
  readonly logicalId: string;
  readonly type: string;
  /** With every intrinsic function resolved. */
  readonly properties: Json;
}

interface Declared {
  readonly Type: string;
  readonly Properties?: Json;
  readonly Metadata?: Json;
  readonly Condition?: string;
}

const noValue = Symbol('AWS::NoValue');

/** A synthesized CloudFormation template. Resolves the intrinsic functions that CDK writes, as a deployment would. */
export class Template {
  readonly #parameters: Json;
  readonly #resources: Readonly<Record<string, Declared>>;
  readonly #conditions: Conditions;
  readonly #physical = new Map<string, PhysicalId>();
  readonly #pseudo: Record<string, unknown>;

  /** @param values of parameters, for those without a default or in place of it */
  constructor(
    template: Json,
    private readonly place: Place,
    private readonly values: Readonly<Record<string, string>> = {},
  ) {
    const { accountId, region, partition, stackName } = place;
    this.#parameters = (template.Parameters as Json | undefined) ?? {};
    this.#resources = template.Resources as Record<string, Declared>;
    this.#conditions = new Conditions((template.Conditions as Json | undefined) ?? {}, (value) => this.resolve(value));
    this.#pseudo = {
      'AWS::AccountId': accountId,
      'AWS::Region': region,
      'AWS::Partition': partition,
      'AWS::StackName': stackName,
      'AWS::StackId': this.stackId,
      'AWS::URLSuffix': partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
      'AWS::NoValue': noValue,
    };
  }

  get stackId(): string {
    const { accountId, region, partition, stackName } = this.place;
    return `arn:${partition}:cloudformation:${region}:${accountId}:stack/${stackName}/stand-in`;
  }

  /** All resources. Fails on a type that the stand-in has never heard of: it might matter. */
  resources(): Resource[] {
    return Object.entries(this.#resources)
      .filter(([, { Condition }]) => Condition === undefined || this.#conditions.holds(Condition))
      .map(([logicalId, { Type, Properties = {} }]) => ({
        logicalId,
        type: Type,
        ...this.#identify(logicalId),
        properties: this.resolve(Properties) as Json,
      }));
  }

  /** What CloudFormation keeps beside a resource. */
  metadata(logicalId: string): Json {
    return this.resolve(this.#resources[logicalId]?.Metadata ?? {}) as Json;
  }

  resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((each) => this.resolve(each)).filter((each) => each !== noValue);
    if (!isJson(value)) return value;
    const [[name, argument] = ['', undefined], ...others] = Object.entries(value);
    if (others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) {
      return this.#intrinsic(name, argument);
    }
    const resolved = Object.entries(value).map(([key, inner]) => [key, this.resolve(inner)] as const);
    return Object.fromEntries(resolved.filter(([, inner]) => inner !== noValue));
  }

  #intrinsic(name: string, argument: unknown): unknown {
    switch (name) {
      case 'Ref':
        return this.#ref(String(argument));
      case 'Fn::GetAtt':
        return this.#attribute(Array.isArray(argument) ? argument.join('.') : String(argument));
      case 'Fn::Join': {
        const [separator, parts] = argument as [string, unknown];
        return (this.resolve(parts) as unknown[]).join(separator);
      }
      case 'Fn::Select': {
        const [index, list] = argument as [number | string, unknown];
        return (this.resolve(list) as unknown[])[Number(index)];
      }
      case 'Fn::Split': {
        const [separator, source] = argument as [string, unknown];
        return String(this.resolve(source)).split(separator);
      }
      case 'Fn::Sub':
        return this.#substitute(argument);
      case 'Fn::If': {
        const [condition, whenTrue, whenFalse] = argument as [string, unknown, unknown];
        return this.resolve(this.#conditions.holds(condition) ? whenTrue : whenFalse);
      }
      default:
        throw new Error(`template: the stand-in cannot resolve ${name}: ${JSON.stringify(argument)}`);
    }
  }

  #ref(name: string): unknown {
    if (name in this.#pseudo) return this.#pseudo[name];
    if (name in this.#resources) return this.#identify(name).ref;
    const parameter = this.#parameters[name];
    const value = this.values[name] ?? (isJson(parameter) ? parameter.Default : undefined);
    if (isJson(parameter) && value !== undefined) return value;
    throw new Error(`template: Ref to ${name}, which is no resource and no parameter with a value`);
  }

  #attribute(path: string): unknown {
    const dot = path.indexOf('.');
    const [logicalId, attribute] = [path.slice(0, dot), path.slice(dot + 1)];
    const value = this.#identify(logicalId).attributes[attribute];
    if (value !== undefined) return value;
    throw new Error(`template: the stand-in knows no attribute ${attribute} of ${logicalId}`);
  }

  #substitute(argument: unknown): string {
    const [template, variables] = (Array.isArray(argument) ? argument : [argument, {}]) as [string, Json];
    return template.replace(/\$\{(!?)([^}]+)\}/g, (_found, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (name in variables) return String(this.resolve(variables[name]));
      return String(name.includes('.') ? this.#attribute(name) : this.#ref(name));
    });
  }

  #identify(logicalId: string): PhysicalId {
    const known = this.#physical.get(logicalId);
    if (known) return known;
    const resource = this.#resources[logicalId];
    if (!resource) throw new Error(`template: no resource ${logicalId}`);
    const { Type, Properties = {} } = resource;
    const physicalId = identify(Type, logicalId, (property) => this.resolve(Properties[property]), this.place);
    this.#physical.set(logicalId, physicalId);
    return physicalId;
  }
}
