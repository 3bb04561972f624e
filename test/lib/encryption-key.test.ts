import { Match, type Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Containment, ContainmentAction } from '../../lib';
import { DeployedPolicies } from './deployed-policies';
import { ACCOUNT, flat, guarded, IN_REGION, identityStatements, only, type Statement, warnings } from './fixture';

const ownKey = () => guarded((stack) => ({ encryptionKey: new Key(stack, 'Key') }), IN_REGION);

/** All that a guard can have. */
const everythingWithKey = () =>
  guarded(
    (stack) => ({
      encryptionKey: new Key(stack, 'Key'),
      containment: Containment.automatic({
        actions: [ContainmentAction.DENY_USER],
        neverTouch: [`arn:aws:iam::${ACCOUNT}:user/break-glass`],
      }),
    }),
    IN_REGION,
    (guard) => guard.chatTopic,
  );

const keyStatements = (template: Template) =>
  (only(template, 'AWS::KMS::Key').properties.KeyPolicy as { Statement: Statement[] }).Statement;

const forService = (template: Template, service: string) =>
  keyStatements(template).filter(({ Principal }) => JSON.stringify(Principal).includes(service));

test('without a key nothing is encrypted with one that costs money', () => {
  const { template } = guarded();
  template.resourceCountIs('AWS::KMS::Key', 0);
  template.hasResourceProperties('AWS::SQS::Queue', { KmsMasterKeyId: Match.absent() });
  template.hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.absent() });
  expect(identityStatements(template).flatMap(({ Action }) => Action)).not.toContainEqual(
    expect.stringMatching(/^kms:/),
  );
});

test('topics, table, queue and log groups use the key', () => {
  const { template } = everythingWithKey();
  const arn = { 'Fn::GetAtt': [only(template, 'AWS::KMS::Key').id, 'Arn'] };
  template.resourceCountIs('AWS::SNS::Topic', 2);
  template.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: arn });
  template.allResourcesProperties('AWS::SQS::Queue', { KmsMasterKeyId: arn });
  template.resourceCountIs('AWS::Logs::LogGroup', 3);
  template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: arn });
  template.hasResourceProperties('AWS::DynamoDB::Table', {
    SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: arn },
  });
});

test.each(['events.amazonaws.com', 'cloudwatch.amazonaws.com'])('%s may use the key, with no condition', (service) => {
  const [statement, ...more] = forService(ownKey().template, service);
  expect(more).toEqual([]);
  expect(statement).toMatchObject({
    Effect: 'Allow',
    Action: expect.arrayContaining(['kms:Decrypt', 'kms:GenerateDataKey*']),
    Resource: '*',
  });
  // EventBridge's calls to KMS carry neither source account nor source ARN.
  expect(statement).not.toHaveProperty('Condition');
});

test('CloudWatch Logs may use the key for the log groups of the account', () => {
  const [statement] = forService(ownKey().template, 'logs.');
  expect(statement?.Action).toEqual(
    expect.arrayContaining(['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*']),
  );
  const condition = statement?.Condition as { ArnLike: Record<string, unknown> };
  expect(flat(condition.ArnLike['kms:EncryptionContext:aws:logs:arn'])).toBe(
    'arn:<AWS::Partition>:logs:eu-west-1:111122223333:log-group:*',
  );
});

test('every function and the invoker may use the key, and nobody has more of it than messages and data need', async () => {
  const policies = new DeployedPolicies(everythingWithKey().template);
  const key = policies.arn('AWS::KMS::Key');
  const allowed = await Promise.all(
    policies.roles.map(async (role) => [role, await policies.allowedOf(role, 'kms', [key])]),
  );
  expect(allowed).toEqual(
    ['Permissions', 'Investigator', 'ContainmentPermissions', 'TriggersInvoker'].map((name) => [
      expect.stringMatching(new RegExp(`^TrailGuard${name}`)),
      [
        'kms:Decrypt',
        'kms:Encrypt',
        'kms:GenerateDataKey',
        'kms:GenerateDataKeyPair',
        'kms:GenerateDataKeyPairWithoutPlaintext',
        'kms:GenerateDataKeyWithoutPlaintext',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ],
    ]),
  );
});

test('an own key gives no warning', () => {
  expect(warnings(ownKey().stack)).toEqual([]);
});

test('an imported key is used, with a warning of what its policy must hold', () => {
  const arn = 'arn:aws:kms:eu-west-1:111122223333:key/11112222-3333-4444-5555-666677778888';
  const { stack, template } = guarded((scope) => ({ encryptionKey: Key.fromKeyArn(scope, 'Key', arn) }), IN_REGION);
  template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: arn });
  expect(identityStatements(template)).toContainEqual(
    expect.objectContaining({ Action: expect.arrayContaining(['kms:Decrypt', 'kms:GenerateDataKey*']), Resource: arn }),
  );
  expect(warnings(stack)).toEqual([
    expect.stringMatching(/imported key.*events\.amazonaws\.com.*cdk-trail-guard:imported-key/s),
  ]);
});
