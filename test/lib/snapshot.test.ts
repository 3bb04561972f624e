import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { ActivitySource, ResponseMode, SeverityProfile } from '../../lib';
import { guarded, IN_REGION } from './fixture';

// The bundle's hash changes with every change of the function, which has tests of its own.
expect.addSnapshotSerializer({
  test: (value) => typeof value === 'string' && /^[0-9a-f]{64}(\.\w+)?$/.test(value),
  serialize: (value: string) => JSON.stringify(value.replace(/^[0-9a-f]{64}/, '<asset hash>')),
});

test('the template of a guard without props', () => {
  expect(guarded().template.toJSON()).toMatchSnapshot();
});

test('the template of a guard with every prop', () => {
  const { template } = guarded((stack) => {
    return {
      trails: [CfnTrail.fromTrailName(stack, 'Imported', 'management')],
      responseMode: ResponseMode.OBSERVE,
      emails: ['security@example.com'],
      encryptionKey: new Key(stack, 'Key'),
      sweepInterval: Duration.minutes(15),
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
    };
  }, IN_REGION);
  expect(template.toJSON()).toMatchSnapshot();
});

test('logical ids are part of what is released: a new one replaces a table or a topic', () => {
  // The id of the rule's permission holds the stack's path; it may change.
  const ids = Object.keys(guarded().template.toJSON().Resources).filter((id) => !id.includes('AllowEventRule'));
  expect(ids).toMatchSnapshot();
});
