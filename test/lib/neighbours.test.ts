import { App, NestedStack, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Trail } from 'aws-cdk-lib/aws-cloudtrail';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { TrailGuard, type TrailGuardProps } from '../../lib';
import { guarded, IN_REGION, only } from './fixture';

/** What the guard is given belongs to another stack of the app. */
function apart(props: (stack: Stack) => TrailGuardProps): { given: Template; guard: Template } {
  const app = new App();
  const given = new Stack(app, 'Given', IN_REGION);
  const stack = new Stack(app, 'Stack', IN_REGION);
  new TrailGuard(stack, 'TrailGuard', props(given));
  return { given: Template.fromStack(given), guard: Template.fromStack(stack) };
}

test.each<[string, (stack: Stack) => TrailGuardProps]>([
  ['topic', (stack) => ({ topic: new Topic(stack, 'Topic'), emails: ['security@example.com'] })],
  ['topic with a key', (stack) => ({ topic: new Topic(stack, 'Topic', { masterKey: new Key(stack, 'Key') }) })],
  ['key', (stack) => ({ encryptionKey: new Key(stack, 'Key') })],
  ['trail', (stack) => ({ trails: [new Trail(stack, 'Trail')] })],
])('a %s of another stack is used without a circle', (_, props) => {
  const { given, guard } = apart(props);
  expect(JSON.stringify(guard.toJSON())).toContain('Fn::ImportValue');
  expect(JSON.stringify(given.toJSON())).not.toContain('Fn::ImportValue');
});

test('a guard works in a nested stack', () => {
  const nested = new NestedStack(new Stack(), 'Nested');
  new TrailGuard(nested, 'TrailGuard');
  Template.fromStack(nested).resourceCountIs('AWS::Lambda::Function', 2);
});

test('an address that two guards tell through one topic, or that is given twice, is subscribed once', () => {
  const stack = new Stack();
  const topic = new Topic(stack, 'Topic');
  const emails = ['security@example.com', 'security@example.com'];
  for (const id of ['One', 'Two']) new TrailGuard(stack, id, { topic, emails });
  Template.fromStack(stack).resourceCountIs('AWS::SNS::Subscription', 1);
});

test('dead letters are kept as long as SQS keeps any: 14 days', () => {
  const { template } = guarded();
  expect(only(template, 'AWS::SQS::Queue').properties).toMatchObject({ MessageRetentionPeriod: 14 * 24 * 3600 });
});

test('fails with a removal policy that tables do not know', () => {
  expect(() => guarded({ removalPolicy: RemovalPolicy.SNAPSHOT })).toThrow(/'removalPolicy' is 'snapshot'/);
});
