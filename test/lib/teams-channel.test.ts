import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { TrailGuard } from '../../lib';
import { SlackChannel } from '../../lib/slack-channel';
import { TeamsChannel, type TeamsChannelProps } from '../../lib/teams-channel';
import { flat, IN_REGION, only, thrownBy } from './fixture';

const TEAM = '11111111-2222-3333-4444-555555555555';
const TENANT = '66666666-7777-8888-9999-000000000000';
const CHANNEL = '19%3ab6ef35dc342d56ba5654e6fc6d25a071%40thread.tacv2';

function withTeams(more: Partial<TeamsChannelProps> = {}) {
  const stack = new Stack(new App(), 'Stack', IN_REGION);
  const guard = new TrailGuard(stack, 'TrailGuard');
  const ids = { teamId: TEAM, teamsChannelId: CHANNEL, teamsTenantId: TENANT };
  new TeamsChannel(stack, 'Teams', { guard, ...ids, ...more });
  return { stack, guard };
}

test("the channel reads the guard's chat topic", () => {
  const { stack, guard } = withTeams();
  const { properties } = only(Template.fromStack(stack), 'AWS::Chatbot::MicrosoftTeamsChannelConfiguration');
  expect(properties).toMatchObject({ TeamId: TEAM, TeamsTenantId: TENANT, TeamsChannelId: CHANNEL });
  expect(properties.SnsTopicArns).toEqual([stack.resolve(guard.chatTopic.topicArn)]);
  expect(properties.ConfigurationName).toMatch(/^[A-Za-z0-9]{1,128}$/);
});

test('nothing can be done in AWS from the channel', () => {
  const template = Template.fromStack(withTeams().stack);
  const { properties } = only(template, 'AWS::Chatbot::MicrosoftTeamsChannelConfiguration');
  expect((properties.GuardrailPolicies as unknown[]).map(flat)).toEqual([
    'arn:<AWS::Partition>:iam::aws:policy/AWSDenyAll',
  ]);
  const [role] = (properties.IamRoleArn as { 'Fn::GetAtt': [string, string] })['Fn::GetAtt'];
  const { Properties } = template.findResources('AWS::IAM::Role')[role] ?? {};
  expect(Object.keys(Properties).sort()).toEqual(['AssumeRolePolicyDocument', 'Description']);
  const attached = Object.values(template.findResources('AWS::IAM::Policy')).flatMap(
    (policy) => policy.Properties.Roles,
  );
  expect(attached).not.toContainEqual({ Ref: role });
});

test('Slack and Teams read the same topic', () => {
  const { stack, guard } = withTeams();
  new SlackChannel(stack, 'Slack', { guard, slackWorkspaceId: 'T0123456789', slackChannelId: 'C0123456789' });
  const template = Template.fromStack(stack);
  const topics = ['MicrosoftTeams', 'Slack'].map(
    (kind) => only(template, `AWS::Chatbot::${kind}ChannelConfiguration`).properties.SnsTopicArns,
  );
  expect(topics[0]).toEqual(topics[1]);
  template.resourceCountIs('AWS::SNS::Topic', 2);
});

test.each<[keyof TeamsChannelProps, string, RegExp]>([
  ['teamId', 'security', /a GUID such as.*console of Amazon Q Developer/],
  ['teamsTenantId', '', /a GUID such as.*console of Amazon Q Developer/],
  ['teamsChannelId', 'General', /%3a and %40/],
  ['teamsChannelId', '19:b6ef35dc342d56ba5654e6fc6d25a071@thread.tacv2', /%3a and %40/],
])('fails if %s is %j', (prop, value, rest) => {
  const error = thrownBy(() => withTeams({ [prop]: value }));
  expect(error.name).toBe('TrailGuardValidationError');
  expect(error.message).toMatch(new RegExp(`^TrailGuard: '${prop}' is '${value}', but must be`));
  expect(error.message).toMatch(rest);
});

test('an id may be known at deployment only, and a name may be given', () => {
  const stack = new Stack(new App(), 'Stack');
  const teamId = new CfnParameter(stack, 'Team').valueAsString;
  const guard = new TrailGuard(stack, 'TrailGuard');
  const ids = { teamId, teamsChannelId: CHANNEL, teamsTenantId: TENANT };
  new TeamsChannel(stack, 'Teams', { guard, ...ids, configurationName: 'trail-guard' });
  Template.fromStack(stack).hasResourceProperties('AWS::Chatbot::MicrosoftTeamsChannelConfiguration', {
    TeamId: { Ref: 'Team' },
    ConfigurationName: 'trail-guard',
  });
});
