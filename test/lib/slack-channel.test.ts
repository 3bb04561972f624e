import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { TrailGuard } from '../../lib';
import { SlackChannel, type SlackChannelProps } from '../../lib/slack-channel';
import { flat, IN_REGION, only, thrownBy } from './fixture';

function withSlack(more: Partial<SlackChannelProps> = {}) {
  const stack = new Stack(new App(), 'Stack', IN_REGION);
  const guard = new TrailGuard(stack, 'TrailGuard');
  const ids = { slackWorkspaceId: 'T0123456789', slackChannelId: 'C0123456789' };
  const slack = new SlackChannel(stack, 'Slack', { guard, ...ids, ...more });
  return { stack, guard, slack, template: Template.fromStack(stack) };
}

test("the channel reads the guard's chat topic, which is made for it", () => {
  const { template, stack, guard } = withSlack();
  const { properties } = only(template, 'AWS::Chatbot::SlackChannelConfiguration');
  expect(properties).toMatchObject({ SlackWorkspaceId: 'T0123456789', SlackChannelId: 'C0123456789' });
  expect(properties.SnsTopicArns).toEqual([stack.resolve(guard.chatTopic.topicArn)]);
  expect(guard.chatTopic).not.toBe(guard.topic);
});

test('the function is told of the topic and may publish to it', () => {
  const { template, stack, guard } = withSlack();
  const arn = stack.resolve(guard.chatTopic.topicArn);
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 'sns:Publish', Resource: arn })]) },
  });
  expect(JSON.stringify(template.findResources('AWS::Lambda::Function'))).toContain('chatTopic');
});

test('nothing can be done in AWS from the channel', () => {
  const { template } = withSlack();
  const { properties } = only(template, 'AWS::Chatbot::SlackChannelConfiguration');
  expect((properties.GuardrailPolicies as unknown[]).map(flat)).toEqual([
    'arn:<AWS::Partition>:iam::aws:policy/AWSDenyAll',
  ]);
  const [role] = (properties.IamRoleArn as { 'Fn::GetAtt': [string, string] })['Fn::GetAtt'];
  const { Properties } = template.findResources('AWS::IAM::Role')[role] ?? {};
  expect(Properties.AssumeRolePolicyDocument.Statement).toEqual([
    { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'chatbot.amazonaws.com' } },
  ]);
  expect(Object.keys(Properties).sort()).toEqual(['AssumeRolePolicyDocument', 'Description']);
  const attached = Object.values(template.findResources('AWS::IAM::Policy')).flatMap(
    (policy) => policy.Properties.Roles,
  );
  expect(attached).not.toContainEqual({ Ref: role });
});

test('the name is made of the path, or given', () => {
  expect(only(withSlack().template, 'AWS::Chatbot::SlackChannelConfiguration').properties.ConfigurationName).toMatch(
    /^[A-Za-z0-9]{1,128}$/,
  );
  const { template } = withSlack({ configurationName: 'trail-guard' });
  template.hasResourceProperties('AWS::Chatbot::SlackChannelConfiguration', { ConfigurationName: 'trail-guard' });
});

test.each<[keyof SlackChannelProps, string, RegExp]>([
  ['slackWorkspaceId', 'our-workspace', /console of Amazon Q Developer/],
  ['slackWorkspaceId', '', /console of Amazon Q Developer/],
  ['slackChannelId', '#security', /not its name/],
  ['slackChannelId', 'C0123456789/p1', /not its name/],
])('fails if %s is %j', (prop, value, cure) => {
  const error = thrownBy(() => withSlack({ [prop]: value }));
  expect(error.name).toBe('TrailGuardValidationError');
  expect(error.message).toMatch(
    new RegExp(`^TrailGuard: '${prop}' is '${value}', but must be an id of Slack's such as`),
  );
  expect(error.message).toMatch(cure);
});

test('an id may be known at deployment only', () => {
  const stack = new Stack(new App(), 'Stack');
  const parameter = new CfnParameter(stack, 'Channel');
  const guard = new TrailGuard(stack, 'TrailGuard');
  new SlackChannel(stack, 'Slack', { guard, slackWorkspaceId: 'T0123456789', slackChannelId: parameter.valueAsString });
  Template.fromStack(stack).hasResourceProperties('AWS::Chatbot::SlackChannelConfiguration', {
    SlackChannelId: { Ref: 'Channel' },
  });
});
