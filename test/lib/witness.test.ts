import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { DeployedGuard } from './deployed-guard';
import { guarded, IN_REGION, type Json, warnings } from './fixture';

const BUS = 'arn:aws:events:eu-west-1:444455556666:event-bus/TrailGuard-Hub';
const HUB = { hub: { eventBusArn: BUS } };

const witnesses = (deployed: DeployedGuard) =>
  deployed
    .propertiesOf('AWS::Events::Rule')
    .filter(({ Name }) => /^TrailGuard-Witness/.test(String(Name)))
    .map(({ Targets }) => Targets as Json[]);
const statementsFor = (deployed: DeployedGuard) =>
  deployed
    .propertiesOf('AWS::SNS::TopicPolicy')
    .flatMap(({ PolicyDocument }) => (PolicyDocument as { Statement: Json[] }).Statement)
    .filter(({ Sid }) => Sid === 'TrailGuardWitness');

describe('with a hub', () => {
  const deployed = new DeployedGuard(HUB);
  const [forwarder = ''] = deployed.roles.filter((role) => role.includes('Forwarder'));

  test('events go to its bus as they are, and to no function', () => {
    for (const targets of witnesses(deployed)) {
      expect(targets).toEqual([
        {
          Id: 'Target0',
          Arn: BUS,
          RoleArn: `arn:aws:iam::111122223333:role/${forwarder}`,
          DeadLetterConfig: { Arn: deployed.arn('AWS::SQS::Queue') },
        },
      ]);
    }
    expect(witnesses(deployed)).not.toEqual([]);
  });

  test('the role may put events on that bus and do nothing else', async () => {
    expect(await deployed.allowedOf(forwarder, 'events', [BUS, deployed.arn('AWS::Events::Rule')])).toEqual([
      'events:PutEvents',
    ]);
    expect(await deployed.allows(forwarder, 'events:PutEvents', BUS.replace('TrailGuard-Hub', 'default'))).toBe(false);
    expect(deployed.servicesOf(forwarder)).toEqual(['events']);
  });

  test('only EventBridge takes it', () => {
    const [role] = deployed
      .propertiesOf('AWS::IAM::Role')
      .filter(({ Description }) => String(Description).includes('forward'));
    expect(role?.AssumeRolePolicyDocument).toMatchObject({
      Statement: [{ Principal: { Service: 'events.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    });
  });

  test('nothing is published to the topic but by the guard and alarms', () => {
    expect(statementsFor(deployed)).toEqual([]);
  });
});

describe('without a hub', () => {
  const deployed = new DeployedGuard();
  const topic = deployed.arn('AWS::SNS::Topic');

  test('events go to the topic, as text', () => {
    for (const targets of witnesses(deployed)) {
      expect(targets).toEqual([
        {
          Id: 'Target0',
          Arn: topic,
          DeadLetterConfig: { Arn: deployed.arn('AWS::SQS::Queue') },
          InputTransformer: { InputPathsMap: expect.any(Object), InputTemplate: expect.any(String) },
        },
      ]);
    }
    for (const { InputTransformer } of witnesses(deployed).flat()) {
      const { InputPathsMap, InputTemplate } = InputTransformer as { InputPathsMap: Json; InputTemplate: string };
      const lines = InputTemplate.split('\n').map((line) => JSON.parse(line) as string);
      expect(lines.join(' ')).toContain('was called on the guard itself');
      // Nothing that whoever calls can write as they like.
      expect(Object.values(InputPathsMap).join()).not.toMatch(
        /requestParameters|userAgent|errorMessage|responseElements/,
      );
    }
    expect(witnesses(deployed)).not.toEqual([]);
  });

  test('these rules may publish, and no others', () => {
    const like = 'arn:aws:events:eu-west-1:111122223333:rule/TrailGuard-Witness*';
    const rules = deployed.arns('AWS::Events::Rule').filter((arn) => arn.startsWith(like.slice(0, -1)));
    expect(rules).toHaveLength(witnesses(deployed).length);
    expect(statementsFor(deployed)).toEqual([
      {
        Sid: 'TrailGuardWitness',
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: 'events.amazonaws.com' },
        Resource: topic,
        Condition: { ArnLike: { 'aws:SourceArn': like } },
      },
    ]);
  });

  test("the user's topic and its key let them too, where they are of the app", () => {
    const { template, stack } = guarded(
      (scope) => ({ topic: new Topic(scope, 'Security', { masterKey: new Key(scope, 'TopicKey') }) }),
      IN_REGION,
    );
    expect(warnings(stack)).toEqual([]);
    const statements = ['AWS::SNS::TopicPolicy', 'AWS::KMS::Key'].map((type) =>
      Object.values(template.findResources(type)).flatMap(
        ({ Properties }) => (Properties.PolicyDocument ?? Properties.KeyPolicy).Statement as Json[],
      ),
    );
    for (const all of statements) {
      expect(all).toContainEqual(
        expect.objectContaining({ Sid: 'TrailGuardWitness', Principal: { Service: 'events.amazonaws.com' } }),
      );
    }
  });
});
