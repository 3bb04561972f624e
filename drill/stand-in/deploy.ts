import type { CloudTrail } from './cloudtrail';
import type { Alarms } from './cloudwatch';
import type { Tables } from './dynamodb';
import type { EventBus } from './event-bus';
import type { LambdaFunctions } from './lambda-functions';
import type { LogGroups } from './logs';
import type { RolePermissions } from './role-permissions';
import type { Scheduler } from './scheduler';
import type { Topics } from './sns';
import type { Queues } from './sqs';
import type { Resource } from './template';

/** Services of which a template has resources. */
export interface Deployable {
  readonly queues: Queues;
  readonly functions: LambdaFunctions;
  readonly topics: Topics;
  readonly bus: EventBus;
  readonly scheduler: Scheduler;
  readonly cloudTrail: CloudTrail;
  readonly tables: Tables;
  readonly rolePermissions: RolePermissions;
  readonly alarms: Alarms;
  readonly logGroups: LogGroups;
}

/**
 * Makes the template's resources, in the place of what there is of them, as the deployment of a repaired stack would.
 * Queues, roles and functions come first: other resources point at them. Trails are others' and are made only once.
 */
export async function deploy(services: Deployable, resources: readonly Resource[]): Promise<void> {
  const { queues, functions, topics, bus, scheduler, tables, rolePermissions, alarms, logGroups } = services;
  const each = (type: string, make: (resource: Resource) => void): void =>
    resources.filter((resource) => resource.type === type).forEach(make);
  each('AWS::SQS::Queue', (resource) => queues.addQueue(resource));
  each('AWS::SQS::QueuePolicy', (resource) => queues.addPolicy(resource));
  each('AWS::IAM::Role', (resource) => rolePermissions.addRole(resource));
  each('AWS::IAM::Policy', (resource) => rolePermissions.addPolicy(resource));
  each('AWS::IAM::ManagedPolicy', (resource) => rolePermissions.addManagedPolicy(resource));
  each('AWS::Logs::LogGroup', (resource) => logGroups.addDeployed(resource));
  each('AWS::Lambda::Function', (resource) => functions.addFunction(resource));
  each('AWS::Lambda::EventInvokeConfig', (resource) => functions.addEventInvokeConfig(resource));
  each('AWS::Lambda::Permission', (resource) => functions.addPermission(resource));
  each('AWS::SNS::Topic', (resource) => topics.addTopic(resource));
  each('AWS::SNS::TopicPolicy', (resource) => topics.addPolicy(resource));
  each('AWS::SNS::Subscription', (resource) => topics.addSubscription(resource));
  each('AWS::Events::EventBus', (resource) => bus.addBus(resource));
  each('AWS::Events::Rule', (resource) => bus.addRule(resource));
  each('AWS::Scheduler::Schedule', (resource) => scheduler.addSchedule(resource));
  each('AWS::CloudWatch::Alarm', (resource) => alarms.addAlarm(resource));
  each('AWS::CloudTrail::Trail', (resource) => addTrail(resource, services.cloudTrail));
  for (const table of resources.filter(({ type }) => type === 'AWS::DynamoDB::Table')) {
    await tables.addTable(table);
  }
}

function addTrail({ ref, attributes, properties }: Resource, cloudTrail: CloudTrail): void {
  if (cloudTrail.trails.some(({ arn }) => arn === attributes.Arn)) return;
  const { IsLogging, TrailName: _name, ...settings } = properties;
  cloudTrail.addTrail({ ...settings, Name: ref, isLogging: IsLogging === true });
}
