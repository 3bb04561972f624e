import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { matches } from '../../drill/stand-in/event-pattern';
import type { CloudTrailRecord } from './cloudtrail-door';
import { clientConfig, type Engine } from './engine';

/** An event as a rule sees it. */
export interface Event {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: CloudTrailRecord;
}

export async function matchesInMinistack(ministack: Engine, EventPattern: string, event: Event): Promise<boolean> {
  const { Result } = await new EventBridgeClient(clientConfig(ministack)).send(
    new TestEventPatternCommand({ EventPattern, Event: JSON.stringify(event) }),
  );
  return Result === true;
}

export function matchesInStandIn(pattern: string, event: Event): boolean {
  return matches(JSON.parse(pattern), event);
}

/** moto has no TestEventPattern: which of the events does a rule with this pattern pass on to a queue? */
export async function matchesInMoto(moto: Engine, EventPattern: string, events: readonly Event[]): Promise<boolean[]> {
  const sqs = new SQSClient(clientConfig(moto));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'matched' }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const eventBridge = new EventBridgeClient(clientConfig(moto));
  await eventBridge.send(new PutRuleCommand({ Name: 'matched', EventPattern }));
  await eventBridge.send(new PutTargetsCommand({ Rule: 'matched', Targets: [{ Id: '1', Arn: Attributes?.QueueArn }] }));
  for (const event of events) {
    const Detail = JSON.stringify(event.detail);
    const entry = { Source: event.source, DetailType: event['detail-type'], Detail };
    await eventBridge.send(new PutEventsCommand({ Entries: [entry] }));
  }
  const matched = new Set<string>();
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) break;
    for (const { Body = '' } of Messages) matched.add((JSON.parse(Body) as Event).detail.eventID);
  }
  return events.map(({ detail }) => matched.has(detail.eventID));
}
