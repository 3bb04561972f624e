import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Incident } from '../../lib/contract/incident';
import { subjectOf } from './headline';
import { mailText } from './mail';
import type { Publish } from './report';

/** The incident as an SNS message: text for people, JSON for queues, functions and web hooks. */
export function messageOf(incident: Incident) {
  const text = mailText(incident);
  const json = JSON.stringify(incident);
  return {
    Subject: subjectOf(incident),
    MessageStructure: 'json',
    Message: JSON.stringify({
      default: text,
      email: text,
      sqs: json,
      lambda: json,
      http: json,
      https: json,
      firehose: json,
      sms: subjectOf(incident),
    }),
    // For subscription filter policies.
    MessageAttributes: {
      outcome: attribute(incident.outcome),
      severity: attribute(incident.severity),
      technique: attribute(incident.technique.id),
      account: attribute(incident.account),
      region: attribute(incident.region),
    },
  };
}

export function createPublish(client: SNSClient, topicArn: () => string): Publish {
  return async (incident) => {
    await client.send(new PublishCommand({ TopicArn: topicArn(), ...messageOf(incident) }));
  };
}

function attribute(StringValue: string) {
  return { DataType: 'String', StringValue };
}
