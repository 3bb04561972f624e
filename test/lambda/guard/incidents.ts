import * as v from 'valibot';
import { RecordSchema } from '../../../lambda/common/record';
import { parseTrailArn, type TrailArn } from '../../../lambda/common/scope';
import { catalogued } from '../../../lambda/common/target';
import { tellChanges } from '../../../lambda/guard/changes';
import { type Facts, incidentOf } from '../../../lambda/guard/incident';
import type { Incident, Outcome } from '../../../lib/contract/incident';
import { DELIVERY_FAILING, STOP_LOGGING } from '../../../lib/contract/techniques';
import { IDENTITIES, type Json } from '../../fixtures/identities';
import { stopLogging, TRAIL_ARN } from '../../fixtures/records';
import { FIXTURE_CONFIGURATION } from '../../fixtures/techniques/configuration';
import { exception, policy } from './policy';

export const STOPPED = new Date('2026-03-02T10:00:00.250Z');
export const STARTED = new Date('2026-03-02T10:00:09.500Z');
export const trail = parseTrailArn(TRAIL_ARN) as TrailArn;

const stopped = { isLogging: false, stoppedAt: STOPPED, startedAt: new Date('2026-01-01T00:00:00Z') };
const restored = { isLogging: true, stoppedAt: STOPPED, startedAt: STARTED };
const start = (result: 'succeeded' | 'failed', detail?: string) => ({
  actions: [{ action: 'cloudtrail:StartLogging', result, at: STARTED.toISOString(), ...(detail ? { detail } : {}) }],
});
const check = (result: 'passed' | 'failed' | 'unknown', detail?: string) => ({
  checks: [{ check: 'GetTrailStatus shows IsLogging', result, ...(detail ? { detail } : {}) }],
});

/** What is typical of each outcome. */
const FACTS: Readonly<Record<Outcome, Partial<Facts>>> = {
  restored: { status: restored, ...start('succeeded'), ...check('passed') },
  'already-logging': { status: restored, ...check('passed') },
  'restore-failed': {
    status: stopped,
    ...start('failed', 'ThrottlingException: Rate exceeded'),
    ...check('failed'),
  },
  'restore-unverified': { ...start('succeeded'), ...check('unknown', 'GetTrailStatus failed: TimeoutError: late') },
  observed: { status: stopped },
  expected: { status: stopped, exception: { reason: exception().reason, until: '2026-03-02T11:00:00.000Z' } },
  'not-permitted': {
    status: stopped,
    actorNote: 'Who stopped it is in the event history of account 444455556666 only.',
  },
  'stopped-before-guard': { status: stopped, detectedBy: 'sweep' },
  'trail-missing': { detectedBy: 'sweep', ...check('failed') },
  attempted: {},
  adopted: {
    technique: catalogued('trail-updated'),
    baselineVersion: 2,
    changes: tellChanges(
      [{ field: 'S3KeyPrefix', relation: 'moved' }],
      FIXTURE_CONFIGURATION,
      { ...FIXTURE_CONFIGURATION, S3KeyPrefix: 'other' },
      () => 'kept',
    ),
  },
  'delivery-failing': {
    technique: DELIVERY_FAILING,
    detectedBy: 'sweep',
    checks: [{ check: 'CloudTrail delivers', result: 'failed', detail: 'LatestDeliveryError: NoSuchBucket' }],
  },
  'delivery-recovered': {
    technique: DELIVERY_FAILING,
    detectedBy: 'sweep',
    checks: [{ check: 'CloudTrail delivers', result: 'passed' }],
  },
  reported: {
    technique: catalogued('log-bucket-policy-deleted'),
    commands: ['aws s3api put-bucket-policy --bucket logs --policy file://policy.json'],
  },
};

export const OUTCOMES = Object.keys(FACTS) as Outcome[];

/** Where nobody is named. */
const WITHOUT_ACTOR: readonly Outcome[] = [
  'not-permitted',
  'stopped-before-guard',
  'trail-missing',
  'delivery-failing',
  'delivery-recovered',
];

/** An incident of an outcome, of the call that `fields` change. */
export function incident(outcome: Outcome, fields: Json = {}, facts: Partial<Facts> = {}): Incident {
  const denied = outcome === 'attempted' ? { errorCode: 'AccessDenied', errorMessage: 'not authorized' } : {};
  const call = stopLogging({ eventID: '00000000-0000-4000-8000-00000000000a', ...denied, ...fields });
  return incidentOf(
    {
      id: `${TRAIL_ARN}#${STOPPED.toISOString()}`,
      outcome,
      technique: STOP_LOGGING,
      trail,
      detectedBy: 'event',
      detectedAt: STARTED,
      ...(WITHOUT_ACTOR.includes(outcome) ? {} : { record: v.parse(RecordSchema, call) }),
      ...FACTS[outcome],
      ...facts,
    },
    policy(),
  );
}

export const incidentBy = (name: keyof typeof IDENTITIES) => incident('restored', { userIdentity: IDENTITIES[name] });
