import type { Caller } from './callers';
import { isJson, type Json, text } from './json';
import type { Code } from './lambda-code';

/** What an execution environment is made from. */
export interface FunctionSettings {
  readonly name: string;
  readonly arn: string;
  /** The session of its role. */
  readonly caller: Caller;
  readonly directory: string;
  readonly timeoutMs: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** @param configuration as a template has it, and as the API takes and tells it */
export function settingsOf(
  { name, arn, caller, code }: { name: string; arn: string; caller: Caller; code: Code },
  configuration: Json,
  place: { readonly region: string; readonly endpoint: string },
): FunctionSettings {
  const { credentials } = caller;
  return {
    name,
    arn,
    caller,
    directory: code.directory,
    timeoutMs: Number(configuration.Timeout ?? 3) * 1000,
    environment: {
      ...runtimeEnvironment(configuration, name, code.directory, place.region),
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_SESSION_TOKEN: credentials.sessionToken ?? '',
      AWS_ENDPOINT_URL: place.endpoint,
      // Whoever changes these can lead the function's calls elsewhere, as in AWS.
      ...variablesOf(configuration),
    },
  };
}

export function variablesOf({ Environment }: Json): Record<string, string> {
  const variables = isJson(Environment) && isJson(Environment.Variables) ? Environment.Variables : {};
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]));
}

/** The variables that Lambda sets: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
function runtimeEnvironment(configuration: Json, name: string, directory: string, region: string) {
  const { Handler, Runtime, MemorySize = 128, LoggingConfig } = configuration;
  const logging = isJson(LoggingConfig) ? LoggingConfig : {};
  return {
    _HANDLER: String(Handler),
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${Runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize),
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: text(logging.LogFormat) ?? 'Text',
    AWS_LAMBDA_LOG_GROUP_NAME: text(logging.LogGroup) ?? `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'stand-in',
    AWS_REGION: region,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    LAMBDA_TASK_ROOT: directory,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    ...(logging.ApplicationLogLevel !== undefined && { AWS_LAMBDA_LOG_LEVEL: String(logging.ApplicationLogLevel) }),
  };
}
