import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { recordOf } from './cloudtrail-fixture';
import { cleanUp, errorOf } from './fixture';
import { account, functionArn, ruleArn, type Started, startParts, topicArn } from './own-parts-fixture';

const Name = 'guard-rule';
const hubBus = `arn:aws:events:us-east-1:999988887777:event-bus/TrailGuardHub`;
const onStop = JSON.stringify({ detail: { eventName: ['StopLogging'] } });

let started: Started;
beforeEach(async () => {
  started = await startParts((resources) => {
    resources.Own = { Type: 'AWS::Events::EventBus', Properties: { Name: 'own' } };
    resources.OnOwn = {
      Type: 'AWS::Events::Rule',
      Properties: {
        Name: 'on-own',
        EventBusName: { Ref: 'Own' },
        EventPattern: { source: ['my.app'] },
        Targets: [{ Id: 'queue', Arn: { 'Fn::GetAtt': ['RawInbox', 'Arn'] } }],
      },
    };
    resources.TopicPolicy = {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: {
        Topics: [{ Ref: 'Topic' }],
        PolicyDocument: {
          Statement: {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: { Ref: 'Topic' },
            Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': ['Rule', 'Arn'] } } },
          },
        },
      },
    };
  });
});
afterEach(cleanUp);

const stop = async () => {
  const { standIn, mallory } = started;
  standIn.cloudTrail.recordCall({
    caller: mallory,
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'StopLogging',
    requestParameters: { name: 'main' },
  });
  await standIn.settled();
};
const inbox = (name: string) =>
  started.standIn.queues
    .byArn(`arn:aws:sqs:us-east-1:${account}:${name}`)
    .messages()
    .map(({ body }) => body);
const targets = async () => (await started.events.send(new ListTargetsByRuleCommand({ Rule: Name }))).Targets ?? [];

test('the rule of the template is told', async () => {
  const rule = await started.events.send(new DescribeRuleCommand({ Name }));
  expect(rule).toMatchObject({ Name, Arn: ruleArn, State: 'ENABLED', EventBusName: 'default' });
  expect(JSON.parse(rule.EventPattern ?? '')).toMatchObject({ account: [account] });
  expect(await targets()).toMatchObject([
    { Id: 'Target0', Arn: functionArn, RetryPolicy: { MaximumRetryAttempts: 2 } },
  ]);
  const { Rules } = await started.events.send(new ListRulesCommand({ NamePrefix: 'guard' }));
  expect(Rules?.map((each) => each.Name)).toEqual([Name]);
});

test('the rules of a bus that have a target are told, disabled ones too', async () => {
  const { events } = started;
  const named = async (TargetArn: string, EventBusName?: string) =>
    (await events.send(new ListRuleNamesByTargetCommand({ TargetArn, EventBusName }))).RuleNames;
  await events.send(new DisableRuleCommand({ Name }));
  expect(await named(functionArn)).toEqual([Name]);
  expect(await named(`arn:aws:sqs:us-east-1:${account}:raw`)).toEqual([]);
  expect(await named(`arn:aws:sqs:us-east-1:${account}:raw`, 'own')).toEqual(['on-own']);
  await events.send(new RemoveTargetsCommand({ Rule: Name, Ids: ['Target0'] }));
  expect(await named(functionArn)).toEqual([]);
});

test('a rule is disabled and enabled, and both are recorded', async () => {
  const { events, standIn } = started;
  await events.send(new DisableRuleCommand({ Name }));
  expect((await events.send(new DescribeRuleCommand({ Name }))).State).toBe('DISABLED');
  await events.send(new EnableRuleCommand({ Name }));
  expect(standIn.bus.rule(Name).state).toBe('ENABLED');
  expect(recordOf(standIn, 'DisableRule')).toMatchObject({
    eventSource: 'events.amazonaws.com',
    requestParameters: { name: Name },
    readOnly: false,
  });
});

test('a rule is deleted only without targets', async () => {
  const { events } = started;
  expect(await errorOf(events.send(new DeleteRuleCommand({ Name })))).toMatchObject({ name: 'ValidationException' });
  await events.send(new RemoveTargetsCommand({ Rule: Name, Ids: ['Target0'] }));
  expect(recordOf(started.standIn, 'RemoveTargets')?.requestParameters).toEqual({ rule: Name, ids: ['Target0'] });
  await events.send(new DeleteRuleCommand({ Name }));
  for (const command of [new DescribeRuleCommand({ Name }), new DisableRuleCommand({ Name })]) {
    expect(await errorOf(events.send(command as DescribeRuleCommand))).toMatchObject({
      name: 'ResourceNotFoundException',
    });
  }
});

test('a rule that is put again keeps its targets and nothing else', async () => {
  const { events } = started;
  await events.send(new PutRuleCommand({ Name, EventPattern: onStop, State: 'DISABLED', Description: 'quiet' }));
  expect(await events.send(new DescribeRuleCommand({ Name }))).toMatchObject({
    State: 'DISABLED',
    Description: 'quiet',
    EventPattern: onStop,
  });
  expect(await targets()).toHaveLength(1);
  await events.send(new PutRuleCommand({ Name, EventPattern: onStop }));
  const { State, Description } = await events.send(new DescribeRuleCommand({ Name }));
  expect([State, Description]).toEqual(['ENABLED', undefined]);
  expect(await errorOf(events.send(new PutRuleCommand({ Name, EventPattern: '{' })))).toMatchObject({
    name: 'InvalidEventPatternException',
  });
});

test('a target gets what its input says of the event', async () => {
  const RawInbox = `arn:aws:sqs:us-east-1:${account}:raw`;
  const InputTransformer = {
    InputPathsMap: {
      call: '$.detail.eventName',
      who: '$.detail.userIdentity',
      gone: '$.detail.nothing',
      at: '$.region',
    },
    InputTemplate: '"<call> in <at><gone>: \\"<who>\\" by <aws.events.rule-name>"',
  };
  await started.events.send(
    new PutTargetsCommand({
      Rule: Name,
      Targets: [
        { Id: 'Target0', Arn: RawInbox, Input: 'constant' },
        { Id: '1', Arn: RawInbox, InputPath: '$.detail.requestParameters' },
        { Id: '2', Arn: RawInbox, InputTransformer },
        {
          Id: '3',
          Arn: RawInbox,
          InputTransformer: { InputPathsMap: { a: '$.account' }, InputTemplate: '{"in": <a>}' },
        },
      ],
    }),
  );
  await stop();
  const [constant, path, text, json] = inbox('raw');
  expect([constant, path, json]).toEqual(['constant', '{"name":"main"}', `{"in": "${account}"}`]);
  expect(JSON.parse(text ?? '')).toMatch(/^StopLogging in us-east-1: "\{"type":"IAMUser".+\}" by guard-rule$/);
});

test('an event is forwarded to the bus of another account, and published on a topic that lets the rule', async () => {
  const { events, standIn } = started;
  await events.send(
    new PutTargetsCommand({
      Rule: Name,
      Targets: [
        { Id: 'Target0', Arn: hubBus, RoleArn: `arn:aws:iam::${account}:role/security/guard-role` },
        { Id: 'mail', Arn: topicArn, InputTransformer: { InputPathsMap: {}, InputTemplate: '"stopped"' } },
      ],
    }),
  );
  await stop();
  expect(standIn.bus.elsewhere).toMatchObject([{ bus: hubBus, event: { detail: { eventName: 'StopLogging' } } }]);
  expect(standIn.topics.mails.map(({ text }) => text)).toEqual(['"stopped"']);
});

test('a topic that does not let the rule publish gets nothing', async () => {
  const { events, standIn } = started;
  await events.send(new PutRuleCommand({ Name: 'other', EventPattern: onStop }));
  const DeadLetterConfig = { Arn: `arn:aws:sqs:us-east-1:${account}:guard-dead-letters` };
  await events.send(new PutTargetsCommand({ Rule: 'other', Targets: [{ Id: '1', Arn: topicArn, DeadLetterConfig }] }));
  await stop();
  expect(standIn.topics.mails).toEqual([]);
  const [letter] = standIn.queues.byArn(DeadLetterConfig.Arn).messages();
  expect(letter?.attributes).toMatchObject({ ERROR_CODE: 'NO_PERMISSIONS', RETRY_ATTEMPTS: '0' });
});

test('custom events go to the bus that they name', async () => {
  const { events, standIn } = started;
  const put = (EventBusName: string) =>
    events.send(new PutEventsCommand({ Entries: [{ Source: 'my.app', DetailType: 'x', Detail: '{}', EventBusName }] }));
  await put('own');
  await put(hubBus);
  expect(await errorOf(put('nothing'))).toMatchObject({ name: 'ResourceNotFoundException' });
  await standIn.settled();
  expect(inbox('raw')).toHaveLength(1);
  expect(standIn.bus.elsewhere.map(({ bus }) => bus)).toEqual([hubBus]);
});

test('an event that arrives is for the rules as they are then', async () => {
  const { standIn, events } = started;
  standIn.bus.hold();
  await stop();
  await events.send(new DisableRuleCommand({ Name }));
  standIn.bus.release();
  await standIn.settled();
  expect(standIn.timeline.of('invocation')).toEqual([]);
});
