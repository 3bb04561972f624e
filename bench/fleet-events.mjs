// What a fleet tells its hub, as Lambda takes it out of SQS.
export const HEARTBEAT_SECONDS = 3_600;
const VERSION = '0.2.0+1a2b3c4d5e6f';

/** Regions that every account has, in number. */
export const REGIONS = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1'],
  ...['eu-central-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-north-1'],
  ...['ap-south-1', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-southeast-1', 'ap-southeast-2'],
];

/** Every Region of every account. */
export function fleetOf(accounts) {
  return Array.from({ length: accounts }, (_, index) => String(100_000_000_000 + index * 37)).flatMap((account) =>
    REGIONS.map((region) => ({ account, region })),
  );
}

export function heartbeat({ account, region }, at) {
  const sentAt = new Date(at).toISOString();
  return message('TrailGuard Heartbeat', account, region, at, {
    schemaVersion: '1.0',
    account,
    region,
    version: VERSION,
    sentAt,
    trails: 1,
    problems: [],
  });
}

/** A stopped trail of a guard, restored: as long as such an incident is. */
export function incident({ account, region }, number, at) {
  const time = new Date(at).toISOString();
  const arn = `arn:aws:cloudtrail:${region}:${account}:trail/management-events`;
  return message('TrailGuard Incident', account, region, at, {
    schemaVersion: '1.2',
    id: `${arn}#${number}`,
    revision: 1,
    outcome: 'restored',
    account,
    region,
    trail: { arn, name: 'management-events' },
    technique: {
      id: 'stop-logging',
      name: 'CloudTrail Log Suspended',
      effect: 'Nothing is recorded any more.',
      attack: {
        id: 'T1685.002',
        name: 'Disable or Modify Cloud Log',
        tactic: 'Defense Impairment (TA0112)',
        formerId: 'T1562.008',
      },
    },
    severity: 'high',
    riskScore: 73,
    detectedBy: 'event',
    detectedAt: time,
    actor: {
      type: 'AssumedRole',
      displayName: 'mallory (role Admin)',
      arn: `arn:aws:sts::${account}:assumed-role/Admin/mallory`,
      accountId: account,
      principalId: 'AROAEXAMPLEEXAMPLE:mallory',
      accessKeyId: 'ASIAEXAMPLEEXAMPLE01',
      sessionIssuerArn: `arn:aws:iam::${account}:role/Admin`,
      sessionName: 'mallory',
      mfaAuthenticated: false,
    },
    call: {
      eventId: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
      eventName: 'StopLogging',
      eventTime: time,
      sourceIpAddress: '198.51.100.66',
      userAgent: 'aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.1 cfg/retry-mode#standard',
    },
    darkWindow: { stoppedAt: time, startedAt: time, seconds: 9.25 },
    coverageGaps: [],
    actions: [{ action: 'cloudtrail:StartLogging', result: 'succeeded', at: time }],
    checks: [
      { check: 'GetTrailStatus shows IsLogging', result: 'passed' },
      { check: 'configuration equals the baseline', result: 'passed' },
    ],
    nextSteps: [],
  });
}

let messages = 0;

function message(detailType, account, region, at, detail) {
  return {
    messageId: `message-${++messages}`,
    eventSource: 'aws:sqs',
    attributes: { SentTimestamp: String(at) },
    body: JSON.stringify({
      version: '0',
      id: '00000000-0000-0000-0000-000000000000',
      source: 'cdk-trail-guard',
      'detail-type': detailType,
      account,
      region,
      time: new Date(at).toISOString(),
      resources: [],
      detail,
    }),
  };
}

/** The same order each time. */
export function shuffled(items) {
  let state = 42;
  const random = (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const result = [...items];
  for (let index = result.length - 1; index > 0; index--) {
    const other = random(index + 1);
    [result[index], result[other]] = [result[other], result[index]];
  }
  return result;
}
