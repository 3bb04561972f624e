import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Incident } from '../../lib/contract/incident';
import { bounded } from '../common/bounded';
import { subjectOf } from './headline';
import { mailText } from './mail';
import type { Publish } from './report';

/** SNS takes 262,144 bytes, attributes and all. Whoever makes a trail's selectors huge must not silence the message. */
const MESSAGE_BYTES = 256_000;

/** The incident as an SNS message: text for people; JSON for queues, functions, web hooks and whatever else subscribes. */
export function messageOf(incident: Incident) {
  return messageOfWhole(
    bounded(incident, (candidate) => Buffer.byteLength(messageOfWhole(candidate).Message) <= MESSAGE_BYTES),
  );
}

function messageOfWhole(incident: Incident) {
  return {
    Subject: subjectOf(incident),
    MessageStructure: 'json',
    Message: JSON.stringify({
      default: JSON.stringify(incident),
      email: mailText(incident),
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
