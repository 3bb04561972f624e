import * as v from 'valibot';
import type { OwnParts } from '../../lib/contract/own-parts';

/** The only version there is: another guard's, older or newer, is not guessed at. */
export const MANIFEST_VERSION: OwnParts['version'] = 1;

const text = v.pipe(v.string(), v.nonEmpty());
const number = v.union([v.number(), v.pipe(v.string(), v.regex(/^\d+$/, 'no number'))]);
const document = v.record(v.string(), v.unknown());
const texts = v.record(v.string(), v.string());

const rule = v.object({
  name: text,
  pattern: document,
  targets: v.array(
    v.object({
      id: text,
      arn: text,
      roleArn: v.optional(text),
      deadLetterArn: v.optional(text),
      inputTransformer: v.optional(v.object({ InputPathsMap: texts, InputTemplate: text })),
    }),
  ),
});

const schedule = v.object({
  name: text,
  groupName: text,
  expression: text,
  description: v.string(),
  target: v.object({
    arn: text,
    roleArn: text,
    input: text,
    deadLetterArn: text,
    maximumEventAgeInSeconds: number,
    maximumRetryAttempts: number,
  }),
});

const ownFunction = v.object({
  name: text,
  roleArn: text,
  runtime: text,
  handler: text,
  timeout: number,
  memorySize: number,
  environment: texts,
  layers: v.optional(v.array(text)),
  subnetIds: v.optional(v.array(text)),
  securityGroupIds: v.optional(v.array(text)),
  keyArn: v.optional(text),
  deadLetterArn: text,
  maximumEventAgeInSeconds: number,
  maximumRetryAttempts: number,
  permissions: v.array(v.object({ principal: text, sourceArn: v.optional(text) })),
});

const role = v.object({
  name: text,
  trustPolicy: document,
  policies: v.record(v.string(), document),
  managedPolicyArns: v.array(text),
  permissionsBoundaryArn: v.optional(text),
});

const topic = v.object({
  arn: text,
  policy: v.optional(document),
  keyId: v.optional(text),
  subscriptions: v.array(v.object({ protocol: text, endpoint: text })),
});

/** What CloudFormation tells of the guard's parts. What is not in the contract is left out. */
export const OwnPartsSchema = v.object({
  version: v.literal(MANIFEST_VERSION),
  rules: v.array(rule),
  schedule,
  functions: v.pipe(v.array(ownFunction), v.nonEmpty()),
  roles: v.array(role),
  topics: v.array(topic),
  table: v.object({ name: text, arn: text, policy: document }),
  queue: v.object({ url: text, arn: text, policy: v.optional(document), retentionSeconds: number }),
  alarms: v.array(v.object({ name: text, properties: document })),
  logGroups: v.array(v.object({ name: text, retentionInDays: v.optional(number) })),
}) satisfies v.GenericSchema<unknown, OwnParts>;
