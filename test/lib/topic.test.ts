import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { TrailGuard } from '../../lib';
import { flat, guarded, IN_REGION, only, statement, warnings } from './fixture';

const alarmStatement = (topic: unknown) =>
  Match.objectLike({
    Effect: 'Allow',
    Action: 'sns:Publish',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Resource: topic,
    Condition: {
      StringEquals: { 'aws:SourceAccount': '111122223333' },
      ArnLike: { 'aws:SourceArn': Match.anyValue() },
    },
  });

test('a topic is created that takes messages over TLS only and lets alarms publish', () => {
  const { template } = guarded({}, IN_REGION);
  const { id, properties } = only(template, 'AWS::SNS::Topic');
  expect(properties).toEqual({ DisplayName: 'TrailGuard' });
  template.hasResourceProperties('AWS::SNS::TopicPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Effect: 'Deny',
          Principal: '*',
          Action: 'sns:Publish',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
        alarmStatement({ Ref: id }),
      ]),
    },
    Topics: [{ Ref: id }],
  });
});

test("the user's own topic is used, and lets alarms publish", () => {
  const { template, guard, stack } = guarded((scope) => ({ topic: new Topic(scope, 'Security') }), IN_REGION);
  const { id } = only(template, 'AWS::SNS::Topic');
  expect(id).toMatch(/^Security/);
  expect(guard.topic.node.path).toBe('Stack/Security');
  expect(statement(template, 'Tell')?.Resource).toEqual({ Ref: id });
  template.hasResourceProperties('AWS::SNS::TopicPolicy', {
    PolicyDocument: { Statement: Match.arrayWith([alarmStatement({ Ref: id })]) },
  });
  expect(warnings(stack)).toEqual([]);
});

test("the guard and the alarms may use the key of the user's own encrypted topic", () => {
  const { template } = guarded(
    (scope) => ({ topic: new Topic(scope, 'Security', { masterKey: new Key(scope, 'TopicKey') }) }),
    IN_REGION,
  );
  const { id, properties } = only(template, 'AWS::KMS::Key');
  const policies = Object.values(template.findResources('AWS::IAM::Policy'));
  const onKey = policies
    .flatMap((policy) => policy.Properties.PolicyDocument.Statement)
    .filter(({ Resource }) => JSON.stringify(Resource) === JSON.stringify({ 'Fn::GetAtt': [id, 'Arn'] }));
  expect(onKey.flatMap(({ Action }) => Action)).toEqual(
    expect.arrayContaining(['kms:Decrypt', 'kms:GenerateDataKey*']),
  );
  expect(JSON.stringify(properties.KeyPolicy)).toContain('cloudwatch.amazonaws.com');
});

test('an imported topic is used, with a warning of what its policy must hold', () => {
  const arn = 'arn:aws:sns:eu-west-1:111122223333:security';
  const { template, stack } = guarded((scope) => ({ topic: Topic.fromTopicArn(scope, 'Security', arn) }), IN_REGION);
  template.resourceCountIs('AWS::SNS::Topic', 0);
  expect(statement(template, 'Tell')?.Resource).toBe(arn);
  expect(warnings(stack)).toEqual([
    expect.stringMatching(/imported topic.*cloudwatch\.amazonaws\.com.*cdk-trail-guard:imported-topic/s),
    expect.stringMatching(/imported topic.*events\.amazonaws\.com.*cdk-trail-guard:imported-topic-witness/s),
  ]);
});

test('an own topic whose key is imported is used, with the same warning', () => {
  const arn = 'arn:aws:kms:eu-west-1:111122223333:key/11112222-3333-4444-5555-666677778888';
  const { stack } = guarded(
    (scope) => ({ topic: new Topic(scope, 'Security', { masterKey: Key.fromKeyArn(scope, 'TopicKey', arn) }) }),
    IN_REGION,
  );
  expect(warnings(stack)).toEqual([
    expect.stringMatching(/cdk-trail-guard:imported-topic\]/),
    expect.stringMatching(/cdk-trail-guard:imported-topic-witness\]/),
  ]);
});

test('without emails nobody is subscribed', () => {
  guarded().template.resourceCountIs('AWS::SNS::Subscription', 0);
});

test('each e-mail address is subscribed', () => {
  const { template } = guarded({ emails: ['security@example.com', 'on-call@example.com'] });
  const { id } = only(template, 'AWS::SNS::Topic');
  for (const Endpoint of ['security@example.com', 'on-call@example.com']) {
    template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint, TopicArn: { Ref: id } });
  }
  template.resourceCountIs('AWS::SNS::Subscription', 2);
});

test('any subscription can be added to guard.topic', () => {
  const stack = new Stack();
  const guard = new TrailGuard(stack, 'TrailGuard');
  guard.topic.addSubscription(new SqsSubscription(new Queue(stack, 'Inbox')));
  Template.fromStack(stack).hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'sqs' });
});

test('the alarm condition names the account and the Region of the stack', () => {
  const { template } = guarded({}, IN_REGION);
  const policy = only(template, 'AWS::SNS::TopicPolicy').properties.PolicyDocument as {
    Statement: { Condition?: { ArnLike?: { 'aws:SourceArn': unknown } } }[];
  };
  const arns = policy.Statement.flatMap(({ Condition }) => Condition?.ArnLike?.['aws:SourceArn'] ?? []);
  expect(arns.map(flat)).toEqual([
    'arn:<AWS::Partition>:cloudwatch:eu-west-1:111122223333:alarm:*',
    'arn:<AWS::Partition>:events:eu-west-1:111122223333:rule/TrailGuard-Witness*',
  ]);
});
