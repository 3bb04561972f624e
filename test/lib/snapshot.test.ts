import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  ActivitySource,
  Containment,
  ContainmentAction,
  type InvestigationOptions,
  InvestigationSource,
  Repair,
  ResponseMode,
  SeverityProfile,
  type TrailGuardProps,
} from '../../lib';
import { OWN_PARTS_METADATA } from '../../lib/contract/own-parts';
import { ACCOUNT, guarded, IN_REGION, REGION } from './fixture';

// The bundle's hash changes with every change of the function, which has tests of its own.
expect.addSnapshotSerializer({
  test: (value) => typeof value === 'string' && /^[0-9a-f]{64}(\.\w+)?$/.test(value),
  serialize: (value: string) => JSON.stringify(value.replace(/^[0-9a-f]{64}/, '<asset hash>')),
});

// So does the version, which tells of it.
expect.addSnapshotSerializer({
  test: (value) => typeof value === 'string' && /^\d+\.\d+\.\d+\+[0-9a-f]{12}$/.test(value),
  serialize: () => '"<version>"',
});

// What the rest of the template says, once more: own-parts.test.ts.
expect.addSnapshotSerializer({
  test: (value) => typeof value === 'object' && value !== null && OWN_PARTS_METADATA in value,
  serialize: () => '<own parts>',
});

test('the template of a guard without props', () => {
  expect(guarded().template.toJSON()).toMatchSnapshot();
});

const inService = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

/** Every option and every source. */
const investigation = (stack: Stack): Required<InvestigationOptions> => ({
  enabled: true,
  regions: [REGION, 'us-east-1'],
  sources: [
    InvestigationSource.guardDuty(),
    InvestigationSource.securityHub(),
    InvestigationSource.networkAddresses(),
    InvestigationSource.changeCalendar('releases'),
    InvestigationSource.organization(),
    InvestigationSource.productionTag('stage', ['prod']),
    InvestigationSource.enrichment(
      LambdaFunction.fromFunctionArn(stack, 'WhoIs', inService('lambda', 'function:who-is')),
    ),
  ],
  darkActivityBucket: Bucket.fromBucketName(stack, 'DarkActivity', 'dark'),
  darkActivityPrefix: 'security/dark/',
});

/** All of them: one that is left out here does not compile. */
const everyProp = (stack: Stack): Required<TrailGuardProps> => ({
  trails: [CfnTrail.fromTrailName(stack, 'Imported', 'management')],
  responseMode: ResponseMode.RESTORE,
  topic: new Topic(stack, 'Topic'),
  emails: ['security@example.com'],
  encryptionKey: new Key(stack, 'Key'),
  sweepInterval: Duration.minutes(15),
  comparisonInterval: Duration.hours(6),
  repairs: [
    Repair.key(Key.fromKeyArn(stack, 'TrailKey', inService('kms', 'key/11111111-2222-3333-4444-555555555555'))),
    Repair.bucketPolicy(Bucket.fromBucketName(stack, 'Logs', 'logs')),
    Repair.logGroup(LogGroup.fromLogGroupArn(stack, 'TrailLog', inService('logs', 'log-group:trail'))),
    Repair.eventDataStores(),
    Repair.trustedAccess(),
  ],
  investigation: investigation(stack),
  containment: Containment.automatic({
    actions: Object.values(ContainmentAction),
    neverTouch: [`arn:aws:iam::${ACCOUNT}:user/break-glass`, `arn:aws:iam::${ACCOUNT}:role/Deploy*`],
    maximumActionsPerHour: 5,
  }),
  securityHub: true,
  hub: {
    eventBusArn: `arn:aws:events:${REGION}:444455556666:event-bus/TrailGuard-Hub`,
    heartbeatInterval: Duration.minutes(30),
  },
  alarms: true,
  exceptions: [
    {
      principalArns: ['arn:aws:sts::111122223333:assumed-role/Maintenance/*'],
      sources: [ActivitySource.cidr('203.0.113.0/24'), ActivitySource.service('cloudformation.amazonaws.com')],
      maximumDuration: Duration.minutes(30),
      reason: 'Change 4711',
    },
  ],
  severityProfile: SeverityProfile.ORIGINAL,
  logRetention: RetentionDays.ONE_MONTH,
  removalPolicy: RemovalPolicy.DESTROY,
});

test('the template of a guard with every prop', () => {
  const { template } = guarded(everyProp, IN_REGION, (guard) => [guard.chatTopic, guard.onIncident('Incidents')]);
  expect(template.toJSON()).toMatchSnapshot();
});

test('the template of a guard that only observes, with topics of its own and a key', () => {
  const { template } = guarded(
    (stack) => ({ responseMode: ResponseMode.OBSERVE, encryptionKey: new Key(stack, 'Key') }),
    IN_REGION,
  );
  expect(template.toJSON()).toMatchSnapshot();
});

test('logical ids are part of what is released: a new one replaces a table or a topic', () => {
  // The id of the rule's permission holds the stack's path; it may change.
  const ids = Object.keys(guarded().template.toJSON().Resources).filter((id) => !id.includes('AllowEventRule'));
  expect(ids).toMatchSnapshot();
});
