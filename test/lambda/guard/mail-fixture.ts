import { nextSteps } from '../../../lambda/guard/next-steps';
import type { IncidentContainment } from '../../../lib/contract/containment';
import type { Incident } from '../../../lib/contract/incident';
import type { CallFinding, Investigation } from '../../../lib/contract/investigation';
import { ACCOUNT, assumedRole, IDENTITIES, type Json, OTHER_ACCOUNT, REGION } from '../../fixtures/identities';
import { deniedStopLogging } from '../../fixtures/records';
import { incident, STARTED, STOPPED } from './incidents';

const EVENT = '00000000-0000-4000-8000-0000000000b1';

/** One of each kind of actor, with what the investigator would find out of them. */
const ACTORS = {
  root: {
    fields: { userIdentity: IDENTITIES.Root },
    who: { credential: 'root', console: true, mfaAuthenticated: true },
  },
  user: {
    fields: {},
    who: {
      credential: 'long-lived',
      console: false,
      mfaAuthenticated: false,
      credentialCreatedAt: '2025-11-20T08:00:00.000Z',
      accountAlias: 'example-prod',
      accountName: 'production',
      organizationPath: 'o-exampleorg/r-ab12/ou-ab12-prod1234/',
    },
  },
  role: {
    fields: {
      userIdentity: IDENTITIES.AssumedRole,
      sourceIPAddress: '10.0.4.17',
      vpcEndpointId: 'vpce-0123456789abcdef0',
    },
    who: {
      credential: 'temporary',
      console: false,
      mfaAuthenticated: false,
      credentialCreatedAt: '2026-03-02T09:12:44.000Z',
      person: 'bob',
      chain: [
        {
          eventId: EVENT,
          eventName: 'AssumeRole',
          at: '2026-03-02T09:12:44.000Z',
          roleArn: `arn:aws:iam::${ACCOUNT}:role/ops/admin`,
          sessionName: 'eve',
          by: 'deploy-17 (role deploy)',
          byArn: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/deploy-17`,
          byAccessKeyId: 'ASIAEXAMPLEEXAMPLE08',
          sourceIpAddress: '10.0.4.17',
        },
        {
          eventId: '00000000-0000-4000-8000-0000000000b2',
          eventName: 'AssumeRole',
          at: '2026-03-02T09:01:10.000Z',
          roleArn: `arn:aws:iam::${ACCOUNT}:role/deploy`,
          sessionName: 'deploy-17',
          by: 'bob',
          byArn: `arn:aws:iam::${ACCOUNT}:user/bob`,
          byAccessKeyId: 'AKIAEXAMPLEEXAMPLE09',
          sourceIpAddress: '203.0.113.9',
        },
      ],
    },
    origin: {
      kind: 'ec2-instance',
      resourceId: 'i-0123456789abcdef0',
      roleArn: `arn:aws:iam::${ACCOUNT}:role/build-host`,
      name: 'build-host',
      callsFromHere: 14,
      otherAddresses: [{ name: '203.0.113.9', count: 2 }],
    },
  },
  'Identity Center': {
    fields: { userIdentity: IDENTITIES.IdentityCenterSession },
    who: { credential: 'temporary', console: true, mfaAuthenticated: true, person: 'eve@example.com' },
  },
  federated: {
    fields: { userIdentity: IDENTITIES.FederatedUser },
    who: { credential: 'temporary', person: 'alice', undetermined: ['the identity provider: no record names it'] },
  },
  service: {
    fields: { userIdentity: IDENTITIES.AWSService, sourceIPAddress: 'cloudformation.amazonaws.com' },
    who: { credential: 'service' },
    origin: { kind: 'aws-service' },
  },
  'cross-account': {
    fields: { userIdentity: assumedRole(`arn:aws:iam::${OTHER_ACCOUNT}:role/partner`, 'job') },
    who: {
      credential: 'temporary',
      undetermined: [`the role chain: the records of account ${OTHER_ACCOUNT} cannot be read from here`],
    },
  },
  denied: {
    fields: deniedStopLogging({ eventID: '00000000-0000-4000-8000-00000000000a' }),
    who: { credential: 'long-lived' },
  },
} as const satisfies Record<string, { fields: Json; who: Investigation['who']; origin?: Investigation['origin'] }>;

export type ActorKind = keyof typeof ACTORS;

export const ACTOR_KINDS = Object.keys(ACTORS) as ActorKind[];

const call = (fields: Partial<CallFinding>): CallFinding => ({
  eventId: EVENT,
  eventName: 'CreateAccessKey',
  eventSource: 'iam.amazonaws.com',
  at: '2026-03-02T10:00:03.000Z',
  region: 'us-east-1',
  by: 'mallory',
  ...fields,
});

/** What the investigator answers about one of them; `complete` is the second answer. */
export function investigationOf(kind: ActorKind, stage: Investigation['stage'] = 'complete'): Investigation {
  const known: { who: Investigation['who']; origin?: Investigation['origin'] } = ACTORS[kind];
  const by = incident('restored', ACTORS[kind].fields).actor?.displayName ?? 'unknown';
  const credentials = [
    {
      kind: 'access key',
      id: 'AKIAEXAMPLEEXAMPLE77',
      of: 'backdoor',
      eventId: EVENT,
      at: '2026-03-02T10:00:03.000Z',
      by,
    },
  ];
  return {
    stage,
    at: stage === 'first' ? '2026-03-02T10:00:41.000Z' : '2026-03-02T10:16:02.000Z',
    seconds: 9.4,
    apiCalls: 61,
    who: known.who,
    origin: known.origin ?? { kind: 'outside', callsFromHere: 8, otherAddresses: [] },
    expected: {
      exceptions: [{ reason: 'yearly maintenance', applies: false, why: 'another principal' }],
      earlierCalls: { count: 0, since: '2025-12-02T10:00:00.000Z' },
      calendars: [{ name: 'change-freeze', state: 'CLOSED' }],
    },
    alerts: {
      sources: ['GuardDuty', 'Security Hub'],
      since: '2026-02-28T10:00:00.000Z',
      findings:
        kind === 'user'
          ? [
              {
                source: 'GuardDuty',
                id: 'f1',
                title: 'UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B',
                severity: 'MEDIUM',
                at: '2026-03-02T08:41:00.000Z',
                names: 'principal',
              },
            ]
          : [],
    },
    activity: {
      from: '2026-03-01T10:00:00.000Z',
      to: '2026-03-02T10:00:41.000Z',
      total: 31,
      errors: 4,
      services: [
        { name: 'iam.amazonaws.com', count: 17 },
        { name: 's3.amazonaws.com', count: 12 },
        { name: 'cloudtrail.amazonaws.com', count: 2 },
      ],
      regions: [{ name: 'us-east-1', count: 18 }],
      assumedRoles: [],
      sensitive: [call({ eventName: 'ListUsers', at: '2026-03-02T09:58:00.000Z', by })],
      credentials: [],
      undetermined: ['the activity in me-south-1: the Region did not answer in time'],
    },
    ...(kind === 'denied'
      ? {}
      : {
          dark: {
            windows: [{ from: STOPPED.toISOString(), to: STARTED.toISOString(), seconds: 9.25, kind: 'stopped' }],
            regions: [REGION, 'us-east-1', 'eu-west-1'],
            complete: stage === 'complete',
            total: 9,
            errors: 1,
            actors: [
              { name: by, isSuspect: true, calls: 4, errors: 1, sensitive: 2 },
              { name: 'ci-runner (role ci)', isSuspect: false, calls: 5, errors: 0, sensitive: 0 },
            ],
            services: [
              { name: 'iam.amazonaws.com', count: 4 },
              { name: 's3.amazonaws.com', count: 5 },
            ],
            sensitive: [
              call({ by, on: 'user/backdoor' }),
              call({
                eventName: 'PutBucketPolicy',
                eventSource: 's3.amazonaws.com',
                at: '2026-03-02T10:00:05.000Z',
                region: REGION,
                by,
                on: 'customer-data',
                errorCode: 'AccessDenied',
              }),
            ],
            credentials,
            ...(stage === 'complete'
              ? { list: { bucket: 'trail-guard-dark', key: 'dark/2026/03/02/incident.jsonl', records: 9 } }
              : {}),
          },
        }),
    criticality: {
      severity: kind === 'denied' ? 'low' : 'critical',
      riskScore: kind === 'denied' ? 21 : 99,
      reasons: kind === 'denied' ? ['Nothing was changed'] : ['A new access key was made in the dark', 'No MFA'],
    },
  };
}

export const PREPARED: IncidentContainment = {
  status: 'prepared',
  action: {
    kind: 'deactivate-access-key',
    principalArn: `arn:aws:iam::${ACCOUNT}:user/dev/mallory`,
    accessKeyId: 'AKIAEXAMPLEEXAMPLE03',
    effect: 'The access key stops working at once, for whoever uses it. Sessions that were made with it go on.',
    command: 'aws iam update-access-key --user-name mallory --access-key-id AKIAEXAMPLEEXAMPLE03 --status Inactive',
    undo: 'aws iam update-access-key --user-name mallory --access-key-id AKIAEXAMPLEEXAMPLE03 --status Active',
  },
};

/** The incident of one of them, as it is told when the investigator is through. */
export function investigated(kind: ActorKind, more: Partial<Incident> = {}): Incident {
  const outcome = kind === 'denied' ? 'attempted' : 'restored';
  const investigation = investigationOf(kind);
  const { nextSteps: _, ...known } = incident(outcome, ACTORS[kind].fields);
  const told = {
    ...known,
    severity: investigation.criticality.severity,
    riskScore: investigation.criticality.riskScore,
    revision: 3,
    investigation,
    ...(kind === 'user' ? { containment: PREPARED } : {}),
    ...more,
  };
  return { ...told, nextSteps: nextSteps(told) };
}

/** The same with every free text changed; what the contract fixes stays. */
export function withTexts<T>(value: T, change: (text: string) => string): T {
  const fixed = ['stage', 'at', 'from', 'to', 'since', 'kind', 'severity', 'state', 'names', 'source', 'credential'];
  const changed = (part: unknown, key = ''): unknown => {
    if (typeof part === 'string') {
      return fixed.includes(key) ? part : change(part);
    }
    if (Array.isArray(part)) {
      return part.map((item) => changed(item));
    }
    return part !== null && typeof part === 'object'
      ? Object.fromEntries(Object.entries(part).map(([name, field]) => [name, changed(field, name)]))
      : part;
  };
  return changed(value) as T;
}
