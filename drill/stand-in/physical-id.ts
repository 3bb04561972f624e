import { createHash } from 'node:crypto';
import { text } from './json';
import type { Place } from './place';

/** What `Ref` and `Fn::GetAtt` give for a resource, as the CloudFormation reference says for its type. */
export interface PhysicalId {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Draft {
  /** The name in the template, or one that CloudFormation would make up from this property. */
  name(property: string): string;
  property(name: string): unknown;
  arn(service: string, resource: string): string;
  /** ARN of a global resource. */
  globalArn(service: string, resource: string): string;
  readonly place: Place;
}

const nothing = (draft: Draft): PhysicalId => ({ ref: draft.name('Name'), attributes: {} });

const types: Record<string, (draft: Draft) => PhysicalId> = {
  'AWS::CDK::Metadata': nothing,
  'AWS::Chatbot::MicrosoftTeamsChannelConfiguration': ({ name, globalArn }) => {
    const ref = globalArn('chatbot', `chat-configuration/ms-teams-channel/${name('ConfigurationName')}`);
    return { ref, attributes: { Arn: ref } };
  },
  'AWS::Chatbot::SlackChannelConfiguration': ({ name, globalArn }) => {
    const ref = globalArn('chatbot', `chat-configuration/slack-channel/${name('ConfigurationName')}`);
    return { ref, attributes: { Arn: ref } };
  },
  'AWS::CloudFormation::StackSet': ({ name }) => {
    const ref = `${name('StackSetName')}:stand-in`;
    return { ref, attributes: { StackSetId: ref } };
  },
  'AWS::CloudFormation::WaitConditionHandle': ({ name, place }) => ({
    ref: `https://cloudformation-waitcondition-${place.region}.s3.amazonaws.com/${name('Name')}`,
    attributes: {},
  }),
  'AWS::CloudTrail::Trail': ({ name, arn }) => {
    const ref = name('TrailName');
    return { ref, attributes: { Arn: arn('cloudtrail', `trail/${ref}`) } };
  },
  'AWS::CloudWatch::Alarm': ({ name, arn }) => {
    const ref = name('AlarmName');
    return { ref, attributes: { Arn: arn('cloudwatch', `alarm:${ref}`) } };
  },
  'AWS::CloudWatch::Dashboard': ({ name }) => ({ ref: name('DashboardName'), attributes: {} }),
  'AWS::DynamoDB::Table': ({ name, arn }) => {
    const ref = name('TableName');
    return { ref, attributes: { Arn: arn('dynamodb', `table/${ref}`) } };
  },
  'AWS::Events::EventBus': ({ name, arn }) => {
    const ref = name('Name');
    return { ref, attributes: { Name: ref, Arn: arn('events', `event-bus/${ref}`) } };
  },
  'AWS::Events::EventBusPolicy': nothing,
  // Of a custom bus, `Ref` gives the name of the bus as well.
  'AWS::Events::Rule': ({ name, property, arn }) => {
    const own = name('Name');
    const bus = text(property('EventBusName')) ?? 'default';
    const path = bus === 'default' ? own : `${bus.slice(bus.lastIndexOf('/') + 1)}/${own}`;
    return { ref: path.replace('/', '|'), attributes: { Arn: arn('events', `rule/${path}`) } };
  },
  'AWS::IAM::ManagedPolicy': ({ name, globalArn }) => ({
    ref: globalArn('iam', `policy/${name('ManagedPolicyName')}`),
    attributes: {},
  }),
  'AWS::IAM::Policy': nothing,
  'AWS::IAM::Role': ({ name, property, globalArn }) => {
    const ref = name('RoleName');
    return { ref, attributes: { Arn: globalArn('iam', `role${text(property('Path')) ?? '/'}${ref}`) } };
  },
  'AWS::KMS::Alias': ({ property }) => ({ ref: String(property('AliasName')), attributes: {} }),
  'AWS::KMS::Key': ({ name, arn }) => {
    const ref = name('KeyId');
    return { ref, attributes: { KeyId: ref, Arn: arn('kms', `key/${ref}`) } };
  },
  'AWS::Lambda::EventInvokeConfig': nothing,
  'AWS::Lambda::EventSourceMapping': nothing,
  'AWS::Lambda::Function': ({ name, arn }) => {
    const ref = name('FunctionName');
    return { ref, attributes: { Arn: arn('lambda', `function:${ref}`) } };
  },
  'AWS::Lambda::Permission': nothing,
  'AWS::Logs::LogGroup': ({ name, arn }) => {
    const ref = name('LogGroupName');
    return { ref, attributes: { Arn: arn('logs', `log-group:${ref}:*`) } };
  },
  'AWS::S3::Bucket': ({ name, place }) => {
    const ref = name('BucketName').toLowerCase();
    return { ref, attributes: { Arn: `arn:${place.partition}:s3:::${ref}` } };
  },
  'AWS::S3::BucketPolicy': nothing,
  'AWS::SNS::Subscription': nothing,
  'AWS::SNS::Topic': ({ name, arn }) => {
    const TopicName = name('TopicName');
    const TopicArn = arn('sns', TopicName);
    return { ref: TopicArn, attributes: { TopicArn, TopicName } };
  },
  'AWS::SNS::TopicPolicy': nothing,
  'AWS::SQS::Queue': ({ name, arn, place }) => {
    const QueueName = name('QueueName');
    const QueueUrl = `https://sqs.${place.region}.amazonaws.com/${place.accountId}/${QueueName}`;
    return { ref: QueueUrl, attributes: { QueueName, QueueUrl, Arn: arn('sqs', QueueName) } };
  },
  'AWS::SQS::QueuePolicy': nothing,
  'AWS::Scheduler::Schedule': ({ name, property, arn }) => {
    const ref = name('Name');
    return {
      ref,
      attributes: { Arn: arn('scheduler', `schedule/${text(property('GroupName')) ?? 'default'}/${ref}`) },
    };
  },
};

export function identify(
  type: string,
  logicalId: string,
  property: (name: string) => unknown,
  place: Place,
): PhysicalId {
  const make = types[type];
  if (!make) throw new Error(`template: ${logicalId} is of type ${type}, which the stand-in does not know`);
  const suffix = createHash('sha256').update(logicalId).digest('hex').slice(0, 12).toUpperCase();
  const { partition, region, accountId, stackName } = place;
  return make({
    name: (named) => text(property(named)) ?? `${stackName}-${logicalId.slice(0, 24)}-${suffix}`,
    property,
    arn: (service, resource) => `arn:${partition}:${service}:${region}:${accountId}:${resource}`,
    globalArn: (service, resource) => `arn:${partition}:${service}::${accountId}:${resource}`,
    place,
  });
}
