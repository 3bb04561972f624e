import { isJson, type Json, text } from './json';

export interface BusEvent extends Json {
  readonly id: string;
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: Json;
}

/** What EventBridge or EventBridge Scheduler hands something over to. */
export interface Target {
  readonly id: string;
  readonly arn: string;
  readonly maximumRetryAttempts: number;
  readonly deadLetterArn?: string;
  readonly roleArn?: string;
  /** As the API takes and tells it. */
  readonly properties: Json;
}

/** Reads a target as rules and schedules have it. Both retry 185 times unless told otherwise (AWS facts 4). */
export function readTarget(properties: Json): Target {
  const { Id, Arn, RoleArn, RetryPolicy, DeadLetterConfig } = properties;
  const attempts = isJson(RetryPolicy) ? RetryPolicy.MaximumRetryAttempts : undefined;
  return {
    id: String(Id),
    arn: String(Arn),
    maximumRetryAttempts: attempts === undefined ? 185 : Number(attempts),
    ...(isJson(DeadLetterConfig) && text(DeadLetterConfig.Arn) && { deadLetterArn: String(DeadLetterConfig.Arn) }),
    ...(text(RoleArn) && { roleArn: String(RoleArn) }),
    properties,
  };
}

/** What a target gets of an event. */
export function inputOf(
  { properties }: Target,
  event: BusEvent,
  rule: { readonly arn: string; readonly name: string },
) {
  const { Input, InputPath, InputTransformer } = properties;
  if (text(Input) !== undefined) return String(Input);
  if (text(InputPath) !== undefined) return JSON.stringify(at(event, String(InputPath)) ?? null);
  if (!isJson(InputTransformer)) return JSON.stringify(event);
  const paths = isJson(InputTransformer.InputPathsMap) ? InputTransformer.InputPathsMap : {};
  const values: Json = {
    ...Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, at(event, String(path))])),
    'aws.events.event': event,
    'aws.events.event.json': event,
    'aws.events.event.ingestion-time': new Date().toISOString(),
    'aws.events.rule-arn': rule.arn,
    'aws.events.rule-name': rule.name,
  };
  return transformed(String(InputTransformer.InputTemplate), values);
}

/**
 * Within quotation marks a value is text, elsewhere JSON; of what is not in the event nothing is left.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
function transformed(template: string, values: Json): string {
  let isQuoted = false;
  return template.replace(/\\.|"|<([^<>"]+)>/gs, (found: string, name: string | undefined) => {
    if (found === '"') isQuoted = !isQuoted;
    if (name === undefined || !(name in values)) return found;
    const value = values[name];
    if (value === undefined) return isQuoted ? '' : '""';
    if (!isQuoted) return JSON.stringify(value);
    return JSON.stringify(typeof value === 'string' ? value : JSON.stringify(value)).slice(1, -1);
  });
}

/** `$.detail.userIdentity.arn`, `$.detail.items[0]`, `$`. */
function at(event: unknown, path: string): unknown {
  const steps = path.slice(1).match(/[^.[\]'"]+/g) ?? [];
  return steps.reduce<unknown>((value, step) => {
    if (Array.isArray(value)) return value[Number(step)];
    return isJson(value) ? value[step] : undefined;
  }, event);
}
