import * as v from 'valibot';
import { InvestigationSchema } from '../guard/investigation-schema';
import { REGION } from './guard-ids';

/**
 * An incident as a guard of any version 1 tells it, with texts that were made harmless before. What identifies and rates
 * it must be right; a detail of another shape than expected is left out, so that it cannot keep the incident from being
 * told, and a detail that this version does not know is kept in the table.
 */

const text = (length = 1_024) => v.pipe(v.string(), v.maxLength(length));
const time = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.check((value) => !Number.isNaN(Date.parse(value)), 'Invalid time'),
);
const detail = <Schema extends v.GenericSchema>(schema: Schema) => v.fallback(v.optional(schema), undefined);
const severity = v.picklist(['informational', 'low', 'medium', 'high', 'critical']);
const score = v.pipe(v.number(), v.minValue(0), v.maxValue(100));
const list = <Schema extends v.GenericSchema>(item: Schema, most = 250) => v.pipe(v.array(item), v.maxLength(most));
const rating = v.object({ severity, riskScore: score });
const seconds = v.pipe(v.number(), v.minValue(0));

const OUTCOMES = [
  'restored',
  'already-logging',
  'restore-failed',
  'restore-unverified',
  'observed',
  'expected',
  'not-permitted',
  'stopped-before-guard',
  'trail-missing',
  'attempted',
  'adopted',
  'delivery-failing',
  'delivery-recovered',
  'reported',
] as const;
// Of a later version: a person has to look.
const outcome = v.fallback(v.picklist(OUTCOMES), 'reported');

const darkWindow = v.object({ stoppedAt: time, startedAt: v.optional(time), seconds: v.optional(seconds) });

const actor = v.object({
  type: text(64),
  displayName: text(),
  arn: v.optional(text()),
  accountId: v.optional(text(32)),
  principalId: v.optional(text()),
  userName: v.optional(text()),
  accessKeyId: v.optional(text(64)),
  sessionIssuerArn: v.optional(text()),
  sessionName: v.optional(text()),
  mfaAuthenticated: v.optional(v.boolean()),
  invokedBy: v.optional(text()),
  identityCenterUserId: v.optional(text()),
});

const call = v.object({
  eventId: text(64),
  eventName: text(128),
  eventTime: time,
  sourceIpAddress: v.optional(text()),
  vpcEndpointId: v.optional(text()),
  userAgent: v.optional(text()),
  errorCode: v.optional(text()),
  errorMessage: v.optional(text()),
});

export const CoreSchema = v.object({
  schemaVersion: v.pipe(v.string(), v.regex(/^1\.\d{1,4}$/)),
  id: v.pipe(text(), v.minLength(1), v.maxBytes(1_024)),
  revision: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
  outcome,
  account: v.string(),
  region: v.pipe(v.string(), v.regex(REGION)),
  trail: v.object({
    arn: v.optional(v.pipe(v.string(), v.regex(/^arn:[a-z0-9-]+:cloudtrail:[a-z0-9-]+:\d{12}:trail\/[\w.-]{3,128}$/))),
    name: v.optional(v.pipe(v.string(), v.regex(/^[\w.-]{1,128}$/))),
  }),
  technique: v.object({
    id: text(128),
    name: text(),
    effect: text(),
    attack: v.object({ id: text(32), name: text(128), tactic: text(128), formerId: text(32) }),
  }),
  severity,
  riskScore: score,
  detectedBy: v.fallback(v.picklist(['event', 'sweep']), 'event'),
  detectedAt: time,
});

export const DetailsSchema = v.looseObject({
  ratings: detail(v.object({ original: rating, current: rating })),
  actor: detail(actor),
  actorNote: detail(text(4_096)),
  call: detail(call),
  darkWindow: detail(darkWindow),
  exception: detail(v.object({ reason: text(), until: v.optional(text(64)) })),
  baselineVersion: detail(v.number()),
  changes: detail(
    list(
      v.object({
        field: text(128),
        relation: text(64),
        before: text(16_000),
        after: text(16_000),
        result: v.picklist(['restored', 'kept', 'failed', 'not-done']),
      }),
    ),
  ),
  occurrences: detail(v.pipe(v.number(), v.integer(), v.minValue(1))),
  repetitions: detail(
    list(
      v.object({
        incidentId: text(),
        at: time,
        outcome,
        technique: text(128),
        eventId: v.optional(text(64)),
        darkSeconds: v.optional(seconds),
        darkWindow: v.optional(darkWindow),
      }),
    ),
  ),
  coverageGaps: detail(list(text(4_096))),
  actions: v.fallback(
    list(
      v.object({
        action: text(),
        result: v.picklist(['succeeded', 'failed', 'not-done']),
        at: time,
        detail: v.optional(text(4_096)),
      }),
    ),
    [],
  ),
  checks: v.fallback(
    list(
      v.object({
        check: text(),
        result: v.picklist(['passed', 'failed', 'unknown']),
        detail: v.optional(text(4_096)),
      }),
    ),
    [],
  ),
  nextSteps: v.fallback(list(text(4_096)), []),
  investigation: detail(InvestigationSchema),
  containment: detail(
    v.object({
      status: v.picklist(['prepared', 'requested', 'succeeded', 'failed', 'refused']),
      action: v.optional(
        v.object({
          kind: v.picklist(['deactivate-access-key', 'deny-user', 'revoke-role-sessions']),
          principalArn: text(),
          accessKeyId: v.optional(text(64)),
        }),
      ),
      reason: v.optional(text()),
      at: v.optional(time),
    }),
  ),
});
