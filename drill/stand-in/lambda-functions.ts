import { isJson, type Json, text } from './json';
import { type Code, CodeStore } from './lambda-code';
import { type FunctionOptions, type FunctionState, LambdaFunction } from './lambda-function';
import { readPermission } from './lambda-permissions';
import { settingsOf } from './lambda-settings';
import type { Queues } from './sqs';
import type { Resource } from './template';
import type { World } from './world';

export interface Surroundings extends Omit<FunctionOptions, 'clock'> {
  readonly endpoint: string;
  readonly assetDirectory: (objectKey: string) => string;
}

/** The Lambda functions of the template. */
export class LambdaFunctions {
  readonly all: LambdaFunction[] = [];
  readonly code: CodeStore;
  readonly #clock = { aheadMs: 0 };

  constructor(
    private readonly world: World,
    private readonly queues: Queues,
    private readonly surroundings: Surroundings,
  ) {
    this.code = new CodeStore(surroundings.assetDirectory);
  }

  /** In the place of what there is of it. */
  addFunction({ properties, ref, attributes, logicalId }: Resource): void {
    const { Code: code, FunctionName: _name, ReservedConcurrentExecutions, ...configuration } = properties;
    if (!isJson(code) || (text(code.S3Key) === undefined && text(code.ZipFile) === undefined)) {
      throw new Error(`${logicalId}: the stand-in runs functions from file assets and inline code only`);
    }
    const state = this.#state(ref, String(attributes.Arn), configuration, this.code.deployed(code));
    const known = this.find(ref);
    known?.change(state);
    const made = known ?? this.#make(state);
    made.reservedConcurrency =
      ReservedConcurrentExecutions === undefined ? undefined : Number(ReservedConcurrentExecutions);
    made.async.change(undefined);
    made.permissions.clear();
  }

  addEventInvokeConfig({ properties, logicalId }: Resource): void {
    const { FunctionName, Qualifier: _latest, ...configuration } = properties;
    const { async } = this.get(String(FunctionName));
    async.change(configuration);
    const queue = async.onFailureQueue;
    if (queue === undefined) return;
    if (!queue.includes(':sqs:'))
      throw new Error(`${logicalId}: the stand-in has SQS destinations only, got: ${queue}`);
    this.queues.byArn(queue);
  }

  addPermission({ properties, logicalId }: Resource): void {
    const permission = readPermission({ ...properties, StatementId: `${this.world.accountId}-${logicalId}` });
    this.get(String(properties.FunctionName)).permissions.add(permission);
  }

  /** Changes configuration or code, as UpdateFunctionConfiguration and UpdateFunctionCode do. */
  change(changed: LambdaFunction, { configuration = {}, code }: { configuration?: Json; code?: Code }): void {
    const { settings, state } = changed;
    const merged = { ...state.configuration, ...configuration };
    changed.change(this.#state(settings.name, settings.arn, merged, code ?? state.code));
  }

  find(nameOrArn: string): LambdaFunction | undefined {
    return this.all.find(({ settings }) => settings.name === nameOrArn || settings.arn === nameOrArn);
  }

  get(nameOrArn: string): LambdaFunction {
    const found = this.find(nameOrArn);
    if (!found) throw new Error(`no function ${nameOrArn}, only: ${this.all.map(({ name }) => name).join(', ')}`);
    return found;
  }

  /** Lets time pass for the functions: what is due later is due now. Each starts anew. */
  async advanceClock(ms: number): Promise<void> {
    this.#clock.aheadMs += ms;
    await Promise.all(this.all.map((each) => each.recycle()));
  }

  /** Deletes a function, as an attacker would. */
  async delete(nameOrArn: string): Promise<void> {
    const [deleted] = this.all.splice(this.all.indexOf(this.get(nameOrArn)), 1);
    await deleted?.stop();
  }

  async stop(): Promise<void> {
    await Promise.all(this.all.map((each) => each.stop()));
    this.code.remove();
  }

  #make(state: FunctionState): LambdaFunction {
    const { assetDirectory, ...options } = this.surroundings;
    const made = new LambdaFunction(this.world, this.queues, state, { ...options, clock: this.#clock });
    this.all.push(made);
    return made;
  }

  #state(name: string, arn: string, configuration: Json, code: Code): FunctionState {
    const roleArn = String(configuration.Role);
    const known = this.find(name);
    // The session of a function's role is named after the function.
    const caller =
      known && known.state.configuration.Role === roleArn
        ? known.caller
        : this.world.callers.register({ type: 'AssumedRole', roleArn, sessionName: name });
    const place = { region: this.world.region, endpoint: this.surroundings.endpoint };
    return { settings: settingsOf({ name, arn, caller, code }, configuration, place), configuration, code };
  }
}
