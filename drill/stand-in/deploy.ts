import type { CloudTrail } from './cloudtrail';
import type { Tables } from './dynamodb';
import type { EventBus } from './event-bus';
import type { LambdaFunctions } from './lambda-functions';
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
}

/** Makes the template's resources. Queues and functions come first: other resources point at them. */
export async function deploy(services: Deployable, resources: readonly Resource[]): Promise<void> {
  const { queues, functions, topics, bus, scheduler, cloudTrail, tables } = services;
  const each = (type: string, make: (resource: Resource) => void): void =>
    resources.filter((resource) => resource.type === type).forEach(make);
  each('AWS::SQS::Queue', (resource) => queues.addQueue(resource));
  each('AWS::Lambda::Function', (resource) => functions.addFunction(resource));
  each('AWS::Lambda::EventInvokeConfig', (resource) => functions.addEventInvokeConfig(resource));
  each('AWS::SNS::Topic', (resource) => topics.addTopic(resource));
  each('AWS::SNS::Subscription', (resource) => topics.addSubscription(resource));
  each('AWS::Events::Rule', (resource) => bus.addRule(resource));
  each('AWS::Scheduler::Schedule', (resource) => scheduler.addSchedule(resource));
  each('AWS::CloudTrail::Trail', ({ ref, properties }) => {
    const { IsLogging, TrailName: _name, ...settings } = properties;
    cloudTrail.addTrail({ ...settings, Name: ref, isLogging: IsLogging === true });
  });
  for (const table of resources.filter(({ type }) => type === 'AWS::DynamoDB::Table')) {
    await tables.addTable(table);
  }
}
