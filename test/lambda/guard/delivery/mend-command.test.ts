import { execFileSync } from 'node:child_process';
import { mendCommand } from '../../../../lambda/guard/delivery/mend-command';
import { command } from '../../../../lambda/guard/delivery/shell';
import type { DeliverySnapshot } from '../../../../lambda/guard/delivery/snapshot';
import { type TargetKind, TECHNIQUES } from '../../../../lib/contract/techniques';
import { REGION } from '../../../fixtures/identities';
import { BUCKET, KEY_ARN, ROLE_NAME, TOPIC_ARN } from '../../../fixtures/techniques/configuration';
import { configuration, DOCUMENTED_BUCKET, delivering, technique } from './trail';

const KINDS: readonly TargetKind[] = ['bucket', 'key', 'log-group', 'topic', 'role'];
const DELIVERY = TECHNIQUES.filter(({ target }) => KINDS.includes(target));
const commands = (target: TargetKind, eventName: string, snapshot?: DeliverySnapshot, region = REGION) =>
  mendCommand(technique(target, eventName), delivering({}, snapshot), region);
/** The words that a shell makes of a command. */
const words = (text: string): string[] =>
  execFileSync('sh', ['-c', text.replace(/^aws/, 'printf "%s\\n"')], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');

const LOG_GROUP = { logGroup: { retentionInDays: 30, logGroupClass: 'STANDARD', kmsKeyId: KEY_ARN } };

test.each(DELIVERY.map(({ id, ...others }) => ({ id, ...others })))('$number $id has a command', (one) => {
  const found = mendCommand(one, delivering(), REGION);
  expect(found.length).toBeGreaterThan(0);
  expect(found.every((text) => /^(aws|jq) /.test(text))).toBe(true);
});

test.each<[TargetKind, string, DeliverySnapshot | undefined, string[]]>([
  ['key', 'DisableKey', undefined, [`aws kms enable-key --key-id ${KEY_ARN} --region ${REGION}`]],
  [
    'key',
    'ScheduleKeyDeletion',
    undefined,
    [
      `aws kms cancel-key-deletion --key-id ${KEY_ARN} --region ${REGION}`,
      `aws kms enable-key --key-id ${KEY_ARN} --region ${REGION}`,
    ],
  ],
  ['key', 'UpdateAlias', undefined, [`aws kms describe-key --key-id ${KEY_ARN} --region ${REGION}`]],
  [
    'bucket',
    'PutBucketVersioning',
    undefined,
    [`aws s3api put-bucket-versioning --bucket ${BUCKET} --versioning-configuration Status=Enabled --region ${REGION}`],
  ],
  ['bucket', 'constructor', undefined, [`aws s3api get-bucket-policy --bucket ${BUCKET} --region ${REGION}`]],
  [
    'log-group',
    'DeleteLogGroup',
    LOG_GROUP,
    [
      `aws logs create-log-group --log-group-name management-events --log-group-class STANDARD --kms-key-id ${KEY_ARN} --region ${REGION}`,
      `aws logs put-retention-policy --log-group-name management-events --retention-in-days 30 --region ${REGION}`,
    ],
  ],
  [
    'log-group',
    'DeleteLogGroup',
    undefined,
    [`aws logs create-log-group --log-group-name management-events --region ${REGION}`],
  ],
  [
    'log-group',
    'PutRetentionPolicy',
    undefined,
    [`aws logs delete-retention-policy --log-group-name management-events --region ${REGION}`],
  ],
  [
    'log-group',
    'DisassociateKmsKey',
    LOG_GROUP,
    [`aws logs associate-kms-key --log-group-name management-events --kms-key-id ${KEY_ARN} --region ${REGION}`],
  ],
  [
    'topic',
    'Unsubscribe',
    undefined,
    [`aws sns list-subscriptions-by-topic --topic-arn ${TOPIC_ARN} --region ${REGION}`],
  ],
  [
    'role',
    'PutRolePermissionsBoundary',
    undefined,
    [`aws iam delete-role-permissions-boundary --role-name ${ROLE_NAME}`],
  ],
  ['trail', 'StopLogging', undefined, []],
])('%s: after %s', (target, eventName, snapshot, expected) => {
  expect(commands(target, eventName, snapshot)).toEqual(expected);
});

test('what a trail goes without needs no command', () => {
  const { KmsKeyId, SnsTopicARN, CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn, ...plain } = configuration();
  for (const target of KINDS.filter((kind) => kind !== 'bucket')) {
    expect(mendCommand(technique(target, 'Any'), { ...delivering(), configuration: plain }, REGION)).toEqual([]);
  }
});

test('a bucket is made where the guard is, which us-east-1 does not want to be told', () => {
  expect(commands('bucket', 'DeleteBucket')[0]).toContain(`LocationConstraint=${REGION}`);
  expect(commands('bucket', 'DeleteBucket', undefined, 'us-east-1')[0]).toBe(
    `aws s3api create-bucket --bucket ${BUCKET} --region us-east-1`,
  );
});

test('a policy that is gone is written with what the baseline knows, else with what AWS documents', () => {
  const policyIn = (snapshot?: DeliverySnapshot) => {
    const all = words(commands('bucket', 'DeleteBucketPolicy', snapshot)[0] ?? '');
    return JSON.parse(all[all.indexOf('--policy') + 1] ?? '');
  };
  expect(policyIn()).toEqual({ Version: '2012-10-17', Statement: DOCUMENTED_BUCKET });
  const known = [{ Sid: "Alice's", Effect: 'Allow' }];
  expect(policyIn({ bucket: { statements: known } })).toEqual({ Version: '2012-10-17', Statement: known });
});

test.each<[TargetKind, string]>([
  ['bucket', 'PutBucketPolicy'],
  ['key', 'PutKeyPolicy'],
])('the policy of a %s keeps its other statements', (target, eventName) => {
  const [read = '', write = ''] = commands(target, eventName);
  expect(read).toMatch(/ --query Policy --output text > policy-before.json$/);
  expect(write).toMatch(/^jq -c '.*' policy-before.json > policy.json && aws .* --policy file:\/\/policy.json$/);
});

test.each(["a'b", '$(reboot)', '`reboot`', 'a b;c|d&e', '"', '\\', '*', '', '~', '#', 'a\u202eb'])(
  'a shell takes %j as one word',
  (value) => {
    expect(words(`${command(['first', value, 'last'])}`)).toEqual(['first', value, 'last']);
  },
);

test.each(["logs'; reboot; '", '$(reboot)', '`reboot`'])('no name is a command: %s', (name) => {
  const trail = delivering({ S3BucketName: name });
  for (const one of DELIVERY.filter(({ target }) => target === 'bucket')) {
    for (const text of mendCommand(one, trail, REGION).filter(
      (line) => !/[|>&]/.test(line) && line.startsWith('aws'),
    )) {
      expect(words(text)).toContain(name);
    }
  }
});
