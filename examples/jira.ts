/**
 * Each new incident that is at least medium opens an issue in Jira Cloud, with what was done and what to do next.
 *
 * The secret is an API token of the user, who may create issues in the project.
 */
import { App, SecretValue, Stack, type StackProps } from 'aws-cdk-lib';
import { ApiDestination, Authorization, Connection, EventField, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { ApiDestination as ApiDestinationTarget } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { TrailGuard } from '../lib'; // in your app: from 'cdk-trail-guard'

/** OCSF's number: updates would open further issues. */
const CREATE = 1;
const MEDIUM = 3;

class TicketedStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const guard = new TrailGuard(this, 'TrailGuard', { emails: ['security@example.com'] });

    const jira = new ApiDestination(this, 'Jira', {
      endpoint: 'https://example.atlassian.net/rest/api/3/issue',
      connection: new Connection(this, 'Connection', {
        authorization: Authorization.basic('trail-guard@example.com', SecretValue.secretsManager('jira-api-token')),
      }),
    });

    guard.onIncident('Ticket', {
      eventPattern: { detail: { activity_id: [CREATE], severity_id: [{ numeric: ['>=', MEDIUM] }] } },
      target: new ApiDestinationTarget(jira, {
        // What Jira did not take within a day.
        deadLetterQueue: new Queue(this, 'NoTicket', { enforceSSL: true }),
        event: RuleTargetInput.fromObject({
          fields: {
            project: { key: 'SEC' },
            issuetype: { name: 'Task' },
            summary: EventField.fromPath('$.detail.finding_info.title'),
            description: document('$.detail.message', '$.detail.remediation.desc', '$.detail.metadata.correlation_uid'),
          },
        }),
      }),
    });
  }
}

/** Atlassian's document format: its text nodes hold no markup, whatever an attacker is called. */
function document(...paths: readonly string[]): object {
  const paragraph = (path: string) => ({
    type: 'paragraph',
    content: [{ type: 'text', text: EventField.fromPath(path) }],
  });
  return { type: 'doc', version: 1, content: paths.map(paragraph) };
}

new TicketedStack(new App(), 'Ticketed');
