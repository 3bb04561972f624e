import { catalogued } from '../../../lambda/common/target';
import { safeText } from '../../../lambda/common/text';
import type { Incident } from '../../../lib/contract/incident';
import type { Investigation } from '../../../lib/contract/investigation';
import type { IdentityName, Json } from '../../fixtures/identities';
import { IDENTITIES } from '../../fixtures/identities';
import { TRAIL_ARN } from '../../fixtures/records';
import { FIXTURE_CONFIGURATION } from '../../fixtures/techniques/configuration';
import { incident, incidentBy, OUTCOMES, STARTED } from '../guard/incidents';
import { COMPLETE, FIRST } from './investigations';

/** The first message of an incident by each kind of identity. */
const BY_ACTOR = Object.fromEntries(
  (Object.keys(IDENTITIES) as IdentityName[]).map((name) => [`by ${name}`, incidentBy(name)]),
);

const BY_OUTCOME = Object.fromEntries(OUTCOMES.map((outcome) => [`outcome ${outcome}`, incident(outcome)]));

const INVESTIGATED: Incident = {
  ...incident('restored'),
  revision: 3,
  severity: COMPLETE.criticality.severity,
  riskScore: COMPLETE.criticality.riskScore,
  ratings: { original: { severity: 'medium', riskScore: 47 }, current: { severity: 'high', riskScore: 73 } },
  evidence: FIXTURE_CONFIGURATION,
  investigation: COMPLETE,
  containment: {
    status: 'prepared',
    action: {
      kind: 'deactivate-access-key',
      principalArn: IDENTITIES.IAMUser.arn,
      accessKeyId: IDENTITIES.IAMUser.accessKeyId,
      effect: 'Nothing that uses this key works any more.',
      command: 'aws iam update-access-key --user-name mallory --access-key-id AKIAEXAMPLEEXAMPLE03 --status Inactive',
      undo: 'aws iam update-access-key --user-name mallory --access-key-id AKIAEXAMPLEEXAMPLE03 --status Active',
    },
  },
};

const ALL: Readonly<Record<string, Incident>> = {
  ...BY_ACTOR,
  ...BY_OUTCOME,
  'by nobody known': withoutActor(incident('restored')),
  'from IPv6': incident('restored', { sourceIPAddress: '2001:db8::66' }),
  'from a VPC endpoint': incident('restored', { sourceIPAddress: '10.0.0.9', vpcEndpointId: 'vpce-0123456789abcdef0' }),
  'from an AWS service': incident('restored', {
    userIdentity: IDENTITIES.AWSService,
    sourceIPAddress: 'cloudformation.amazonaws.com',
    userAgent: 'cloudformation.amazonaws.com',
  }),
  'denied without error message': incident('attempted', { errorMessage: null }),
  'failed, not denied': incident('attempted', { errorCode: 'TrailNotFoundException' }),
  'of an unknown trail': { ...incident('attempted'), trail: {} },
  'a bucket policy': incident('reported', {}, { technique: catalogued('log-bucket-policy-deleted') }),
  repeated: {
    ...incident('restored'),
    revision: 4,
    occurrences: 7,
    severity: 'critical',
    riskScore: 99,
    repetitions: [1, 2].map((minute) => ({
      incidentId: `${TRAIL_ARN}#2026-03-02T10:0${minute}:00.000Z`,
      at: `2026-03-02T10:0${minute}:00.000Z`,
      outcome: 'restored',
      technique: 'stop-logging',
      darkSeconds: 9,
      darkWindow: { stoppedAt: `2026-03-02T10:0${minute}:00.000Z` },
    })),
  },
  'investigated at once': {
    ...incidentBy('AssumedRole'),
    revision: 2,
    investigation: FIRST,
    containment: { status: 'refused', reason: 'It is the role of the pipeline, which is never touched' },
  },
  investigated: INVESTIGATED,
};

/** One of each kind that the channels must tell, by name. Next steps are of the guard, and told by its own tests. */
export const INCIDENTS: Readonly<Record<string, Incident>> = Object.fromEntries(
  Object.entries(ALL).map(([name, told]) => [name, { ...told, nextSteps: ['Ask the owner.', 'Close the gap.'] }]),
);

export const KINDS = Object.keys(INCIDENTS);

/** As the guard makes it of an event and of an answer that are full of this text. */
export function hostile(text: string): Incident {
  const long = text.repeat(Math.ceil(10_240 / Math.max(1, text.length)));
  const identity = ['arn', 'accountId', 'principalId', 'userName', 'accessKeyId', 'invokedBy'];
  const fields: Json = {
    sourceIPAddress: long,
    vpcEndpointId: long,
    userAgent: long,
    errorCode: long,
    errorMessage: long,
    userIdentity: {
      ...IDENTITIES.AssumedRole,
      ...Object.fromEntries(identity.map((field) => [field, long])),
      sessionContext: { sessionIssuer: { arn: long, userName: long } },
    },
  };
  return {
    ...incident('attempted', fields),
    investigation: withTexts(COMPLETE, safeText(long, 1_024)),
    containment: { status: 'refused', reason: safeText(long, 1_024) },
  };
}

/** As much as there can be in one incident, or more. */
export function huge(records: number, text = '"'): Incident {
  const long = safeText(text.repeat(1024));
  const many = <T>(items: readonly T[] | undefined) =>
    Array.from({ length: records }, (_, index) => items?.[index % items.length]).filter((item) => item !== undefined);
  const full = withTexts(COMPLETE, safeText(text.repeat(1024), 1_024));
  const { activity, dark } = full;
  const change = {
    field: 'Tags',
    relation: 'mixed',
    before: long.repeat(8),
    after: long.repeat(8),
    result: 'kept',
  } as const;
  return {
    ...INVESTIGATED,
    ...hostileActor(long),
    changes: Array.from({ length: 14 }, () => change),
    evidence: { ...FIXTURE_CONFIGURATION, Tags: { tag: text.repeat(45_000 / text.length) } },
    repetitions: many(INCIDENTS.repeated?.repetitions),
    occurrences: records,
    coverageGaps: many([long]),
    nextSteps: many([long]),
    actions: many([
      {
        action: 'cloudtrail:StartLogging',
        result: 'failed',
        at: STARTED.toISOString(),
        detail: long.repeat(4),
      } as const,
    ]).slice(0, 20),
    checks: many([
      { check: 'GetTrailStatus shows IsLogging', result: 'passed', detail: long.repeat(4) } as const,
    ]).slice(0, 20),
    investigation: {
      ...full,
      activity: { ...activity, sensitive: many(activity.sensitive), credentials: many(activity.credentials) },
      ...(dark
        ? {
            dark: {
              ...dark,
              sensitive: many(dark.sensitive),
              credentials: many(dark.credentials),
              actors: many(dark.actors),
              undetermined: many([long]),
            },
          }
        : {}),
      criticality: { ...full.criticality, reasons: many([long]) },
    },
  };
}

function hostileActor(text: string): Pick<Incident, 'actor' | 'call'> {
  const { actor, call } = hostile(text);
  return { ...(actor ? { actor } : {}), ...(call ? { call } : {}) };
}

function withoutActor({ actor: _, call: __, ...rest }: Incident): Incident {
  return { ...rest, actorNote: 'Event history does not name who stopped it (yet).' };
}

/** Each text that an attacker can choose. */
function withTexts(investigation: Investigation, text: string): Investigation {
  const chosen = ['name', 'by', 'on', 'of', 'id', 'person', 'title', 'why', 'sessionName', 'errorCode'];
  return JSON.parse(JSON.stringify(investigation), (key, value) =>
    typeof value === 'string' && chosen.includes(key) ? text : value,
  );
}
