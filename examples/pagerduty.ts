/**
 * Incidents that are high or critical page whoever is on call in PagerDuty; what is over by itself resolves.
 *
 * An update goes to the same page, found by the incident's id. The secret is the integration key of a service with an
 * Events API v2 integration.
 */
import { App, SecretValue, Stack, type StackProps } from 'aws-cdk-lib';
import {
  ApiDestination,
  Authorization,
  Connection,
  EventField,
  HttpParameter,
  RuleTargetInput,
} from 'aws-cdk-lib/aws-events';
import { ApiDestination as ApiDestinationTarget } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { TrailGuard } from '../lib'; // in your app: from 'cdk-trail-guard'

/** OCSF's numbers. */
const HIGH = 4;
const CRITICAL = 5;
const CLOSE = 3;

class PagedStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const guard = new TrailGuard(this, 'TrailGuard', { emails: ['security@example.com'] });

    const integrationKey = SecretValue.secretsManager('pagerduty-integration-key');
    const pagerDuty = new ApiDestination(this, 'PagerDuty', {
      endpoint: 'https://events.pagerduty.com/v2/enqueue',
      connection: new Connection(this, 'Connection', {
        // PagerDuty reads the key from the body; a connection must have a header all the same.
        authorization: Authorization.apiKey('X-Routing-Key', integrationKey),
        bodyParameters: { routing_key: HttpParameter.fromSecret(integrationKey) },
      }),
    });
    // What PagerDuty did not take within a day.
    const deadLetterQueue = new Queue(this, 'NotPaged', { enforceSSL: true });

    // Fields of the event as whole values only: in the middle of a text they could end it.
    const page = (event: object) =>
      new ApiDestinationTarget(pagerDuty, {
        deadLetterQueue,
        event: RuleTargetInput.fromObject({ dedup_key: EventField.fromPath('$.detail.finding_info.uid'), ...event }),
      });
    for (const [name, severityId, severity] of [
      ['High', HIGH, 'error'],
      ['Critical', CRITICAL, 'critical'],
    ] as const) {
      guard.onIncident(name, {
        eventPattern: { detail: { severity_id: [severityId], is_alert: [true] } },
        target: page({
          event_action: 'trigger',
          payload: {
            summary: EventField.fromPath('$.detail.message'),
            source: EventField.fromPath('$.detail.cloud.account.uid'),
            severity,
            component: EventField.fromPath('$.detail.finding_info.title'),
            class: EventField.fromPath('$.detail.status_code'),
            custom_details: EventField.fromPath('$.detail.unmapped'),
          },
        }),
      });
    }
    guard.onIncident('Over', {
      eventPattern: { detail: { activity_id: [CLOSE] } },
      target: page({ event_action: 'resolve' }),
    });
  }
}

new PagedStack(new App(), 'Paged');
