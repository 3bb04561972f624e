import { isJson, type Json, text } from './json';
import { type FunctionOptions, LambdaFunction } from './lambda-function';
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
  readonly #clock = { aheadMs: 0 };

  constructor(
    private readonly world: World,
    private readonly queues: Queues,
    private readonly surroundings: Surroundings,
  ) {}

  addFunction({ properties, ref, attributes, logicalId }: Resource): void {
    const { Code, Timeout = 3, Role, ReservedConcurrentExecutions } = properties;
    const objectKey = isJson(Code) ? text(Code.S3Key) : undefined;
    if (objectKey === undefined) throw new Error(`${logicalId}: the stand-in runs functions from file assets only`);
    const { assetDirectory, maxConcurrency, ...options } = this.surroundings;
    const directory = assetDirectory(objectKey);
    // The session of a function's role is named after the function.
    const caller = this.world.callers.register({ type: 'AssumedRole', roleArn: String(Role), sessionName: ref });
    const { credentials } = caller;
    const settings = {
      name: ref,
      arn: String(attributes.Arn),
      caller,
      directory,
      timeoutMs: Number(Timeout) * 1000,
      environment: {
        ...this.#runtimeEnvironment(properties, ref, directory),
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_SESSION_TOKEN: credentials.sessionToken ?? '',
        ...readVariables(properties.Environment),
        AWS_ENDPOINT_URL: options.endpoint,
      },
    };
    const concurrency =
      ReservedConcurrentExecutions === undefined ? maxConcurrency : Number(ReservedConcurrentExecutions);
    this.all.push(
      new LambdaFunction(this.world, this.queues, settings, {
        ...options,
        maxConcurrency: concurrency,
        clock: this.#clock,
      }),
    );
  }

  addEventInvokeConfig({ properties, logicalId }: Resource): void {
    const { FunctionName, MaximumRetryAttempts = 2, DestinationConfig } = properties;
    const onFailure = isJson(DestinationConfig) ? DestinationConfig.OnFailure : undefined;
    const queue = isJson(onFailure) ? String(onFailure.Destination) : undefined;
    if (queue !== undefined) {
      if (!queue.includes(':sqs:'))
        throw new Error(`${logicalId}: the stand-in has SQS destinations only, got: ${queue}`);
      this.queues.byArn(queue);
    }
    this.get(String(FunctionName)).asyncSettings = {
      maximumRetryAttempts: Number(MaximumRetryAttempts),
      ...(queue !== undefined && { onFailureQueue: queue }),
    };
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
  }

  /** The variables that Lambda sets: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
  #runtimeEnvironment(properties: Json, name: string, directory: string): Record<string, string> {
    const { Handler, Runtime, MemorySize = 128, LoggingConfig } = properties;
    const logging = isJson(LoggingConfig) ? LoggingConfig : {};
    return {
      _HANDLER: String(Handler),
      AWS_DEFAULT_REGION: this.world.region,
      AWS_EXECUTION_ENV: `AWS_Lambda_${Runtime}`,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize),
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_FORMAT: text(logging.LogFormat) ?? 'Text',
      AWS_LAMBDA_LOG_GROUP_NAME: text(logging.LogGroup) ?? `/aws/lambda/${name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: 'stand-in',
      AWS_REGION: this.world.region,
      LAMBDA_RUNTIME_DIR: '/var/runtime',
      LAMBDA_TASK_ROOT: directory,
      LANG: 'en_US.UTF-8',
      TZ: ':UTC',
      ...(logging.ApplicationLogLevel !== undefined && {
        AWS_LAMBDA_LOG_LEVEL: String(logging.ApplicationLogLevel),
      }),
    };
  }
}

function readVariables(environment: unknown): Record<string, string> {
  const variables = isJson(environment) && isJson(environment.Variables) ? environment.Variables : {};
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]));
}
