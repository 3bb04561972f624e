import { App, Aspects, CfnResource, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { ManagedPolicy, PermissionsBoundary, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { parseManifest } from '../../lambda/own-parts/manifest';
import { Containment, ContainmentAction, ResponseMode, TrailGuard, type TrailGuardProps } from '../../lib';
import { OWN_PARTS_METADATA, type OwnParts } from '../../lib/contract/own-parts';
import { circleIn } from './circle';
import { DeployedTemplate } from './deployed-template';
import { guarded, IN_REGION, type Json } from './fixture';

const HUB = { eventBusArn: 'arn:aws:events:eu-west-1:444455556666:event-bus/TrailGuard-Hub' };
const CONTAINMENT = Containment.automatic({
  actions: Object.values(ContainmentAction),
  neverTouch: ['arn:aws:iam::111122223333:role/break-glass'],
  maximumActionsPerHour: 5,
});

type Given = Parameters<typeof guarded>[0];

const VARIANTS: Record<string, { props: Given; more?: (guard: TrailGuard) => unknown }> = {
  'no props': { props: {} },
  'a hub and no alarms': { props: { hub: HUB, alarms: false } },
  observing: { props: { responseMode: ResponseMode.OBSERVE } },
  alone: { props: { investigation: { enabled: false } } },
  'containment and chat': {
    props: { containment: CONTAINMENT, emails: ['security@example.com'] },
    more: (guard) => guard.chatTopic,
  },
  "the user's topic": { props: (stack) => ({ topic: new Topic(stack, 'Security'), emails: ['security@example.com'] }) },
  'a key': { props: (stack) => ({ encryptionKey: new Key(stack, 'Key') }) },
};
const variants = Object.entries(VARIANTS);

function deployed(props: Given = {}, more: (guard: TrailGuard, stack: Stack) => unknown = () => undefined) {
  const { template } = guarded(props, IN_REGION, (guard) => more(guard, guard.node.scope as Stack));
  const stack = new DeployedTemplate(template);
  const [metadata = {}] = stack.metadataOf('AWS::CloudFormation::WaitConditionHandle');
  return { template, stack, metadata, parts: metadata[OWN_PARTS_METADATA] as OwnParts };
}

const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name).sort();
const first = deployed();

test.each(variants)(
  '%s: the template can be deployed, and the guard understands what it says of its parts',
  (_, it) => {
    const { template, metadata, parts } = deployed(it.props, it.more);
    expect(circleIn(template)).toEqual([]);
    expect(parseManifest(JSON.stringify(metadata))).toEqual(JSON.parse(JSON.stringify(parts)));
  },
);

test.each(variants)('%s: everything that the template has is there', (_, it) => {
  const { stack, parts } = deployed(it.props, it.more);
  const namesOf = (type: string) =>
    stack
      .ids(type)
      .map((id) => stack.nameOf(id))
      .sort();
  expect(names(parts.rules)).toEqual(namesOf('AWS::Events::Rule'));
  expect([parts.schedule.name]).toEqual(namesOf('AWS::Scheduler::Schedule'));
  expect(names(parts.functions)).toEqual(namesOf('AWS::Lambda::Function'));
  expect(names(parts.roles)).toEqual(namesOf('AWS::IAM::Role'));
  expect([parts.table.name]).toEqual(namesOf('AWS::DynamoDB::Table'));
  expect([parts.queue.arn]).toEqual(stack.arns('AWS::SQS::Queue'));
  expect(names(parts.alarms)).toEqual(namesOf('AWS::CloudWatch::Alarm'));
  expect(names(parts.logGroups)).toEqual(namesOf('AWS::Logs::LogGroup'));
  expect(parts.topics.map(({ arn }) => arn).sort()).toEqual(stack.arns('AWS::SNS::Topic').sort());
  const statements = parts.roles.flatMap(({ policies }) => Object.keys(policies));
  expect(statements.sort()).toEqual(
    stack
      .propertiesOf('AWS::IAM::Policy')
      .map(({ PolicyName }) => PolicyName)
      .sort(),
  );
  expect(parts.functions.flatMap(({ permissions }) => permissions)).toHaveLength(
    stack.ids('AWS::Lambda::Permission').length,
  );
  // The guard's own come first.
  expect(parts.functions[0]?.name).toMatch(/^TrailGuardFunction/);
  expect(parts.roles[0]?.name).toMatch(/^TrailGuardPermissionsRole/);
});

test('values are those of the resources', () => {
  const { stack, parts } = first;
  const [rule] = stack.propertiesOf('AWS::Events::Rule');
  expect(parts.rules[0]?.pattern).toEqual(rule?.EventPattern);
  expect(parts.rules[0]?.targets).toEqual([
    { id: 'Target0', arn: stack.arn('AWS::Lambda::Function'), deadLetterArn: stack.arn('AWS::SQS::Queue') },
  ]);
  const [schedule] = stack.propertiesOf('AWS::Scheduler::Schedule') as [{ Target: Json }];
  expect(parts.schedule).toMatchObject({
    groupName: 'default',
    expression: 'rate(5 minutes)',
    target: { arn: stack.arn('AWS::Lambda::Function'), input: schedule.Target.Input, maximumEventAgeInSeconds: 300 },
  });
  const [own] = stack.propertiesOf('AWS::Lambda::Function') as [{ Environment: Json }];
  expect(parts.functions[0]).toMatchObject({
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    timeout: 120,
    memorySize: 512,
    environment: own.Environment.Variables,
    deadLetterArn: stack.arn('AWS::SQS::Queue'),
    maximumEventAgeInSeconds: 21_600,
    maximumRetryAttempts: 2,
  });
  expect(parts.functions[0]?.environment.TRAIL_GUARD_OWN_PARTS).toMatch(/^TrailGuard\/TrailGuardOwnPartsManifest/);
  const [table] = stack.propertiesOf('AWS::DynamoDB::Table') as [{ ResourcePolicy: Json }];
  expect(parts.table.policy).toEqual(table.ResourcePolicy.PolicyDocument);
  const [queue] = stack.propertiesOf('AWS::SQS::QueuePolicy');
  expect(parts.queue).toMatchObject({ policy: queue?.PolicyDocument, retentionSeconds: 1_209_600 });
  expect(parts.queue.url).toMatch(/^https:\/\/sqs\.eu-west-1\.amazonaws\.com\/111122223333\/TrailGuard/);
  const [topic] = stack.propertiesOf('AWS::SNS::TopicPolicy');
  expect(parts.topics[0]?.policy).toEqual(topic?.PolicyDocument);
  const [alarm] = stack.propertiesOf('AWS::CloudWatch::Alarm');
  expect(parts.alarms[0]?.properties).toEqual(alarm);
  expect(parts.logGroups[0]?.retentionInDays).toBe(365);
});

describe('what is added later is there too', () => {
  const roleOf = ({ roles }: OwnParts) => roles[0] as OwnParts['roles'][0];

  test('a permissions boundary, by an aspect', () => {
    const arn = 'arn:aws:iam::111122223333:policy/boundary';
    const { parts } = deployed({}, (guard, stack) =>
      PermissionsBoundary.of(guard).apply(ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', arn)),
    );
    expect(parts.roles.map(({ permissionsBoundaryArn }) => permissionsBoundaryArn)).toEqual(parts.roles.map(() => arn));
  });

  test('policies of a role, by whomever', () => {
    const statement = new PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::reports/*'] });
    const { parts } = deployed({}, ({ function: { role } }, stack) => {
      role?.addToPrincipalPolicy(statement);
      new Policy(stack, 'Elsewhere', { policyName: 'elsewhere', statements: [statement], roles: role ? [role] : [] });
      role?.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess'));
      new ManagedPolicy(stack, 'Managed', { statements: [statement], roles: role ? [role] : [] });
    });
    const { policies, managedPolicyArns } = roleOf(parts);
    expect(policies.elsewhere).toMatchObject({ Statement: [{ Action: 's3:GetObject' }] });
    const inDefault = Object.entries(policies).find(([name]) => name.includes('DefaultPolicy'));
    expect(JSON.stringify(inDefault)).toContain('s3:GetObject');
    expect(managedPolicyArns).toEqual([
      'arn:aws:iam::aws:policy/ReadOnlyAccess',
      expect.stringMatching(/^arn:aws:iam::111122223333:policy\/Managed/),
    ]);
  });

  test('subscriptions, of the topic for chat too', () => {
    const { parts } = deployed({ emails: ['security@example.com'] }, (guard) => {
      guard.topic.addSubscription(new EmailSubscription('on-call@example.com'));
      guard.chatTopic.addSubscription(new EmailSubscription('chat@example.com'));
    });
    expect(parts.topics.map(({ subscriptions }) => subscriptions.map(({ endpoint }) => endpoint))).toEqual([
      ['security@example.com', 'on-call@example.com'],
      ['chat@example.com'],
    ]);
  });

  test('variables, layers and what an escape hatch sets', () => {
    const layer = 'arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:60';
    const { parts } = deployed({}, (guard, stack) => {
      guard.function.addEnvironment('STAGE', 'production');
      guard.function.addLayers(LayerVersion.fromLayerVersionArn(stack, 'Layer', layer));
      (guard.function.node.defaultChild as CfnResource).addPropertyOverride('Timeout', 180);
    });
    expect(parts.functions[0]).toMatchObject({ timeout: 180, layers: [layer], environment: { STAGE: 'production' } });
    expect(parts.functions[1]).not.toHaveProperty('layers');
  });

  test('a target of a rule, and a setting of an alarm by an aspect', () => {
    const { parts } = deployed({}, (guard, stack) => {
      guard.rules[0]?.addTarget(new LambdaFunction(guard.function));
      Aspects.of(stack).add({
        visit: (node) => {
          if (CfnResource.isCfnResource(node) && node.cfnResourceType === 'AWS::CloudWatch::Alarm') {
            node.addPropertyOverride('EvaluationPeriods', 7);
          }
        },
      });
    });
    expect(parts.rules[0]?.targets).toHaveLength(2);
    expect(parts.alarms.map(({ properties }) => properties.EvaluationPeriods)).toEqual([7, 7, 7, 7]);
  });
});

test('a rule for incidents is the user’s', () => {
  const { parts } = deployed({}, (guard) => guard.onIncident('Incidents'));
  expect(names(parts.rules)).toEqual(names(first.parts.rules));
});

test('of the user’s topic, only the addresses that the guard subscribed are its own', () => {
  const { parts } = deployed((stack) => {
    const topic = new Topic(stack, 'Security');
    topic.addSubscription(new EmailSubscription('payroll@example.com'));
    return { topic, emails: ['security@example.com'] };
  });
  expect(parts.topics).toEqual([
    {
      arn: expect.stringMatching(/:Security/),
      subscriptions: [{ protocol: 'email', endpoint: 'security@example.com' }],
    },
  ]);
});

test('two guards of a stack are two, each with rules of its own names', () => {
  const stack = new Stack(new App(), 'Stack', IN_REGION);
  const trails = ['one', 'other'].map((name) => CfnTrail.fromTrailName(stack, name, name));
  for (const trail of trails) {
    new TrailGuard(stack, `Guard-${trail.node.id}`, { trails: [trail] });
  }
  const template = new DeployedTemplate(Template.fromStack(stack));
  const manifests = template
    .metadataOf('AWS::CloudFormation::WaitConditionHandle')
    .map((metadata) => metadata[OWN_PARTS_METADATA] as OwnParts);
  const all = manifests.flatMap(({ rules }) => names(rules));
  expect(new Set(all).size).toBe(all.length);
  expect(all.sort()).toEqual(
    template
      .ids('AWS::Events::Rule')
      .map((id) => template.nameOf(id))
      .sort(),
  );
});

describe('the version', () => {
  const versionOf = (props: TrailGuardProps = {}, stackProps = {}) =>
    Object.values(guarded(props, stackProps).template.findResources('AWS::Lambda::Function')).flatMap(
      ({ Properties }) => Properties.Environment.Variables.TRAIL_GUARD_VERSION ?? [],
    );

  test('is the package’s, with a digest', () => {
    const { version } = jest.requireActual<{ version: string }>('../../package.json');
    expect(versionOf()).toEqual([expect.stringMatching(new RegExp(`^${version}\\+[0-9a-f]{12}$`))]);
  });

  test('is the same in every account and Region, known or not', () => {
    expect(versionOf({}, IN_REGION)).toEqual(versionOf());
    expect(versionOf({}, { env: { account: '444455556666', region: 'us-east-1' } })).toEqual(versionOf());
  });

  test.each<[string, TrailGuardProps]>([
    ['a property', { sweepInterval: Duration.minutes(7) }],
    ['the response', { responseMode: ResponseMode.OBSERVE }],
    ['the rating', { comparisonInterval: Duration.hours(2) }],
    ['an address', { emails: ['security@example.com'] }],
  ])('changes with %s', (_, props) => {
    expect(versionOf(props)).not.toEqual(versionOf());
  });

  test('is told by the construct as by the function', () => {
    const { stack, guard } = guarded();
    expect([stack.resolve(guard.version)]).toEqual(versionOf());
  });
});
