import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Incident } from '../../lib/contract/incident';
import { subjectOf } from './headline';
import { mailText } from './mail';
import type { Publish } from './report';
import { safeText } from './text';

/** SNS takes 262,144 bytes, attributes and all. Whoever makes a trail's selectors huge must not silence the message. */
const MESSAGE_BYTES = 256_000;

/** The longest value that is told of a field where the whole message would be too long. */
const VALUE_LENGTH = 200;

/** The incident as an SNS message: whole or, where that is too long, without its evidence and with shorter values. */
export function messageOf(incident: Incident) {
  const whole = wholeMessageOf(incident);
  if (Buffer.byteLength(whole.Message) <= MESSAGE_BYTES) {
    return whole;
  }
  const { evidence: _, ...rest } = incident;
  const changes = rest.changes?.map((change) => ({
    ...change,
    before: safeText(change.before, VALUE_LENGTH),
    after: safeText(change.after, VALUE_LENGTH),
  }));
  return wholeMessageOf({ ...rest, ...(changes ? { changes } : {}) });
}

/** Text for people, JSON for queues, functions and web hooks. */
function wholeMessageOf(incident: Incident) {
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
