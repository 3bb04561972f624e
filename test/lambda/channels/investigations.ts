import type { CallFinding, Investigation } from '../../../lib/contract/investigation';

const MALLORY = 'mallory';
const FIRST_AT = '2026-03-02T10:00:21.000Z';

const call = (eventName: string, eventSource: string, at: string, on: string): CallFinding => ({
  eventId: `00000000-0000-4000-8000-${eventName.padEnd(12, '0').slice(0, 12)}`,
  eventName,
  eventSource,
  at,
  region: 'us-east-1',
  by: MALLORY,
  on,
});

const CREATE_USER = call('CreateUser', 'iam.amazonaws.com', '2026-03-02T10:00:03.000Z', 'backdoor');
const CREATE_KEY = call('CreateAccessKey', 'iam.amazonaws.com', '2026-03-02T10:00:04.000Z', 'backdoor');
const DENIED = {
  ...call('AttachUserPolicy', 'iam.amazonaws.com', '2026-03-02T10:00:05.000Z', 'backdoor'),
  errorCode: 'AccessDenied',
};
const NEW_KEY = {
  kind: 'access key',
  id: 'AKIAEXAMPLEEXAMPLE99',
  of: 'backdoor',
  eventId: CREATE_KEY.eventId,
  at: CREATE_KEY.at,
  by: MALLORY,
};

/** Of an access key of a user, when event history has caught up. */
export const COMPLETE: Investigation = {
  stage: 'complete',
  at: '2026-03-02T10:15:30.000Z',
  seconds: 21.4,
  apiCalls: 64,
  who: {
    credential: 'long-lived',
    console: false,
    mfaAuthenticated: false,
    credentialCreatedAt: '2025-07-01T08:00:00.000Z',
    person: 'mallory@example.com',
    accountAlias: 'example-production',
    accountName: 'Production',
    organizationPath: 'o-exampleorgid/r-ab12/ou-ab12-11111111/111122223333',
    undetermined: ['who uses the key: iam:ListUserTags was denied'],
  },
  origin: {
    kind: 'ec2-instance',
    resourceId: 'i-0123456789abcdef0',
    roleArn: 'arn:aws:iam::111122223333:role/web',
    name: 'web-1',
    callsFromHere: 3,
    otherAddresses: [{ name: '203.0.113.7', count: 41 }],
    notes: ['VPN exit of the Berlin office'],
  },
  expected: {
    exceptions: [{ reason: 'The platform team rotates trails', applies: false, why: 'another principal' }],
    earlierCalls: { count: 0, since: '2025-12-02T10:00:00.000Z' },
    calendars: [{ name: 'changes', state: 'CLOSED' }],
  },
  alerts: {
    sources: ['GuardDuty', 'Security Hub'],
    since: '2026-02-28T10:00:00.000Z',
    findings: [
      {
        source: 'GuardDuty',
        id: 'arn:aws:guardduty:eu-central-1:111122223333:detector/0123/finding/4567',
        title: 'Credentials of an instance are used from outside',
        severity: 'HIGH',
        at: '2026-03-02T09:41:00.000Z',
        names: 'access key',
      },
    ],
  },
  activity: {
    from: '2026-03-01T10:00:00.000Z',
    to: '2026-03-02T10:15:00.000Z',
    total: 44,
    errors: 2,
    services: [
      { name: 'iam.amazonaws.com', count: 30 },
      { name: 'cloudtrail.amazonaws.com', count: 14 },
    ],
    regions: [{ name: 'us-east-1', count: 44 }],
    assumedRoles: [
      { roleArn: 'arn:aws:iam::444455556666:role/audit', accountId: '444455556666', at: '2026-03-02T09:50:00.000Z' },
    ],
    sensitive: [CREATE_USER, CREATE_KEY, DENIED],
    credentials: [NEW_KEY],
  },
  dark: {
    windows: [{ from: '2026-03-02T10:00:00.250Z', to: '2026-03-02T10:00:09.500Z', seconds: 9.25, kind: 'stopped' }],
    regions: ['eu-central-1', 'us-east-1'],
    complete: true,
    total: 7,
    errors: 1,
    actors: [
      {
        name: MALLORY,
        arn: 'arn:aws:iam::111122223333:user/dev/mallory',
        isSuspect: true,
        calls: 5,
        errors: 1,
        sensitive: 3,
      },
      { name: 'deploy (role ci)', isSuspect: false, calls: 2, errors: 0, sensitive: 0 },
    ],
    services: [{ name: 'iam.amazonaws.com', count: 7 }],
    sensitive: [CREATE_USER, CREATE_KEY, DENIED],
    credentials: [NEW_KEY],
    list: { bucket: 'evidence', key: 'dark/2026/03/02/1.jsonl', records: 7 },
  },
  criticality: {
    severity: 'critical',
    riskScore: 99,
    reasons: ['A new way in was made in the dark: access key AKIAEXAMPLEEXAMPLE99 of backdoor', 'Production'],
  },
};

/** At once, by a role session: event history shows little yet, and some reads were denied. */
export const FIRST: Investigation = {
  stage: 'first',
  at: FIRST_AT,
  seconds: 4.2,
  apiCalls: 19,
  who: {
    credential: 'temporary',
    console: true,
    mfaAuthenticated: true,
    person: 'eve@example.com',
    chain: [
      {
        eventId: '00000000-0000-4000-8000-0000000000c1',
        eventName: 'AssumeRoleWithSAML',
        at: '2026-03-02T09:12:44.000Z',
        roleArn: 'arn:aws:iam::111122223333:role/ops/admin',
        sessionName: 'eve',
        by: 'eve@example.com',
        sourceIpAddress: '198.51.100.66',
      },
    ],
  },
  origin: { kind: 'outside', callsFromHere: 1, otherAddresses: [] },
  expected: { undetermined: ['earlier calls: cloudtrail:LookupEvents was throttled'] },
  alerts: { undetermined: ['GuardDuty: guardduty:ListDetectors was denied'] },
  activity: { total: 0, errors: 0 },
  dark: {
    windows: [{ from: '2026-03-02T10:00:00.250Z', kind: 'stopped' }],
    regions: ['eu-central-1'],
    complete: false,
    total: 0,
    errors: 0,
    actors: [],
    services: [],
    sensitive: [],
    credentials: [],
    undetermined: ['what happened in us-east-1: event history has not caught up'],
  },
  criticality: { severity: 'high', riskScore: 73, reasons: [] },
};
