import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { OnEventOptions } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { TrailGuard } from '../../lib';
import { DeployedGuard } from './deployed-guard';
import {
  ACCOUNT,
  guarded,
  IN_REGION,
  identityStatements,
  type Json,
  policyInEnvironment,
  REGION,
  statement,
} from './fixture';

const product = (account = ACCOUNT, region = REGION) =>
  `arn:aws:securityhub:${region}:${account}:product/${account}/default`;

const withChat = (guard: TrailGuard) => guard.chatTopic;

/** The logical id of the topic for chat applications. */
const chatTopicOf = (template: Template) =>
  Object.keys(template.findResources('AWS::SNS::Topic')).filter((id) => id.includes('Chat'));

test('no topic for chat is made unless it is asked for', () => {
  const { template } = guarded();
  template.resourceCountIs('AWS::SNS::Topic', 1);
  expect(chatTopicOf(template)).toEqual([]);
  expect(statement(template, 'TellChat')).toBeUndefined();
  expect(policyInEnvironment(template).channels).toEqual({});
});

test('asked for, it is made once, told to the guard and open to it', () => {
  const asked: unknown[] = [];
  const { template } = guarded({}, IN_REGION, (guard) => asked.push(guard.chatTopic, guard.chatTopic));
  expect(asked[0]).toBe(asked[1]);
  const [id, ...more] = chatTopicOf(template);
  expect(more).toEqual([]);
  expect(statement(template, 'TellChat')).toMatchObject({ Action: 'sns:Publish', Resource: { Ref: id } });
  expect(identityStatements(template).filter(({ Sid }) => Sid === 'TellChat')).toHaveLength(1);
  expect(policyInEnvironment(template).channels).toEqual({ chatTopic: `<${id}>` });
});

test('it takes messages over TLS only, and those of the guard', async () => {
  const { template } = guarded({}, IN_REGION, withChat);
  const [id] = chatTopicOf(template);
  template.hasResourceProperties('AWS::SNS::TopicPolicy', {
    Topics: [{ Ref: id }],
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 'sns:Publish',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    },
  });
  const deployed = new DeployedGuard({}, withChat);
  const topics = deployed.arns('AWS::SNS::Topic');
  expect(topics).toHaveLength(2);
  for (const topic of topics) {
    expect(await deployed.allows(deployed.guard, 'sns:Publish', topic)).toBe(true);
    expect(await deployed.allows(deployed.investigator, 'sns:Publish', topic)).toBe(false);
  }
});

test('findings are imported into Security Hub only where that is asked for, as those of the account', async () => {
  const without = new DeployedGuard();
  const asked = new DeployedGuard({ securityHub: true });
  const call = 'securityhub:BatchImportFindings';
  expect(await without.allows(without.guard, call, product())).toBe(false);
  expect(await asked.allows(asked.guard, call, product())).toBe(true);
  expect(await asked.allows(asked.guard, call, product('444455556666'))).toBe(false);
  expect(await asked.allows(asked.guard, call, product(ACCOUNT, 'us-east-1'))).toBe(false);
  expect(await asked.allowedOf(asked.guard, 'securityhub', [product()])).toEqual([call]);
});

test.each([
  [undefined, {}],
  [false, {}],
  [true, { securityHub: true }],
])('securityHub %s is told to the guard', (securityHub, channels) => {
  const { template } = guarded(securityHub === undefined ? {} : { securityHub });
  expect(policyInEnvironment(template).channels).toEqual(channels);
});

/** The rule that a user makes for incidents. */
function ruleOf(options: (guard: TrailGuard) => OnEventOptions): { template: Template; rule: Json } {
  const { template } = guarded({}, IN_REGION, (guard) => guard.onIncident('Incidents', options(guard)));
  const rules = Object.entries(template.findResources('AWS::Events::Rule')).filter(([id]) => id.includes('Incidents'));
  expect(rules).toHaveLength(1);
  return { template, rule: rules[0]?.[1].Properties };
}

const PATTERN = {
  source: ['cdk-trail-guard'],
  'detail-type': ['TrailGuard Detection Finding'],
  account: [ACCOUNT],
};

test('a rule for incidents matches those of this account on the default bus', () => {
  const { rule } = ruleOf(() => ({}));
  expect(rule).toEqual({ Description: 'Incidents of TrailGuard', EventPattern: PATTERN, State: 'ENABLED' });
});

test('it has the target that it is given', () => {
  const { template, rule } = ruleOf((guard) => ({ target: new SqsQueue(new Queue(guard, 'Queue')) }));
  const [queue] = Object.keys(template.findResources('AWS::SQS::Queue')).filter((id) => /TrailGuardQueue/.test(id));
  expect(rule.Targets).toEqual([expect.objectContaining({ Arn: { 'Fn::GetAtt': [queue, 'Arn'] } })]);
});

test('it can be narrowed, and its account stays', () => {
  const { rule } = ruleOf(() => ({ eventPattern: { detail: { severity_id: [5] } } }));
  expect(rule.EventPattern).toEqual({ ...PATTERN, detail: { severity_id: [5] } });
});

test('it can have a name and a description of its own', () => {
  const { rule } = ruleOf(() => ({ ruleName: 'incidents', description: 'To the responders' }));
  expect(rule).toMatchObject({ Name: 'incidents', Description: 'To the responders' });
});

test('it is no part of what the guard listens to', () => {
  const before = guarded();
  const after = guarded({}, {}, (guard) => guard.onIncident('Incidents'));
  expect(after.guard.rules).toHaveLength(before.guard.rules.length);
});

test("with a target in another stack, it can be in that stack's scope", () => {
  const app = new App();
  const guard = new TrailGuard(new Stack(app, 'Stack', IN_REGION), 'TrailGuard');
  const other = new Stack(app, 'Other', IN_REGION);
  const arn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:respond`;
  const target = new LambdaFunction(Lambda.fromFunctionAttributes(other, 'Respond', { functionArn: arn }));
  guard.onIncident('Incidents', { target, crossStackScope: other });
  Template.fromStack(other).hasResourceProperties('AWS::Events::Rule', { EventPattern: PATTERN });
  const rules = guarded({}, IN_REGION).template.findResources('AWS::Events::Rule');
  Template.fromStack(Stack.of(guard)).resourceCountIs('AWS::Events::Rule', Object.keys(rules).length);
});
