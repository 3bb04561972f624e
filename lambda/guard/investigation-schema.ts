import * as v from 'valibot';
import type { Investigation } from '../../lib/contract/investigation';
import { safeText } from '../common/text';

/**
 * What the investigator answers. Its texts come from event history, where anybody may have written them: they are made
 * harmless here, at the only way in. What is not in the contract is left out.
 */

/** A text of an answer, made harmless. */
export const text = v.pipe(
  v.string(),
  v.transform((value) => safeText(value, 1_024)),
);
const time = v.pipe(v.string(), v.isoTimestamp());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const list = <Schema extends v.GenericSchema>(item: Schema, most = 250) =>
  v.pipe(v.array(item), v.maxLength(most), v.readonly());

const finding = { undetermined: v.optional(list(text)) };
const counted = v.object({ name: text, count });

const call = v.object({
  eventId: text,
  eventName: text,
  eventSource: text,
  at: time,
  region: text,
  by: text,
  errorCode: v.optional(text),
  on: v.optional(text),
});

const credential = v.object({ kind: text, id: text, of: v.optional(text), eventId: text, at: time, by: text });

const who = v.object({
  ...finding,
  credential: v.optional(v.picklist(['root', 'long-lived', 'temporary', 'service'])),
  console: v.optional(v.boolean()),
  mfaAuthenticated: v.optional(v.boolean()),
  credentialCreatedAt: v.optional(time),
  person: v.optional(text),
  accountAlias: v.optional(text),
  accountName: v.optional(text),
  organizationPath: v.optional(text),
  chain: v.optional(
    list(
      v.object({
        eventId: text,
        eventName: text,
        at: time,
        roleArn: v.optional(text),
        sessionName: v.optional(text),
        by: text,
        byArn: v.optional(text),
        byAccessKeyId: v.optional(text),
        sourceIpAddress: v.optional(text),
        userAgent: v.optional(text),
      }),
    ),
  ),
});

const origin = v.object({
  ...finding,
  kind: v.optional(
    v.picklist([
      'ec2-instance',
      'elastic-ip',
      'nat-gateway',
      'network-interface',
      'vpc-endpoint',
      'aws-service',
      'outside',
    ]),
  ),
  resourceId: v.optional(text),
  roleArn: v.optional(text),
  name: v.optional(text),
  callsFromHere: v.optional(count),
  otherAddresses: v.optional(list(counted)),
  notes: v.optional(list(text)),
});

const expected = v.object({
  ...finding,
  exceptions: v.optional(list(v.object({ reason: text, applies: v.boolean(), why: text }))),
  earlierCalls: v.optional(v.object({ count, since: time, latest: v.optional(call) })),
  calendars: v.optional(list(v.object({ name: text, state: v.picklist(['OPEN', 'CLOSED']) }))),
});

const alerts = v.object({
  ...finding,
  sources: v.optional(list(text)),
  since: v.optional(time),
  findings: v.optional(
    list(
      v.object({
        source: v.picklist(['GuardDuty', 'Security Hub']),
        id: text,
        title: text,
        severity: text,
        at: time,
        names: v.picklist(['principal', 'access key', 'address']),
      }),
    ),
  ),
});

const activity = v.object({
  ...finding,
  from: v.optional(time),
  to: v.optional(time),
  total: v.optional(count),
  errors: v.optional(count),
  services: v.optional(list(counted)),
  regions: v.optional(list(counted)),
  assumedRoles: v.optional(list(v.object({ roleArn: text, accountId: text, at: time }))),
  sensitive: v.optional(list(call)),
  credentials: v.optional(list(credential)),
});

const dark = v.object({
  ...finding,
  windows: list(
    v.object({
      from: time,
      to: v.optional(time),
      seconds: v.optional(v.number()),
      kind: v.picklist(['stopped', 'changed']),
    }),
  ),
  regions: list(text),
  complete: v.boolean(),
  total: count,
  errors: count,
  actors: list(
    v.object({
      name: text,
      arn: v.optional(text),
      isSuspect: v.boolean(),
      calls: count,
      errors: count,
      sensitive: count,
    }),
  ),
  services: list(counted),
  sensitive: list(call),
  credentials: list(credential),
  list: v.optional(v.object({ bucket: text, key: text, records: count })),
});

const severity = v.picklist(['informational', 'low', 'medium', 'high', 'critical']);

export const InvestigationSchema = v.object({
  stage: v.picklist(['first', 'complete']),
  at: time,
  seconds: v.number(),
  apiCalls: count,
  who,
  origin,
  expected,
  alerts,
  activity,
  dark: v.optional(dark),
  criticality: v.object({
    severity,
    riskScore: v.pipe(v.number(), v.minValue(0), v.maxValue(99)),
    reasons: list(text),
  }),
}) satisfies v.GenericSchema<unknown, Investigation>;
