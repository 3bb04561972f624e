import { createHash } from 'node:crypto';
import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import type { Incident } from '../../lib/contract/incident';
import { safeText, unlinked } from '../common/text';
import { actionOf, networkOf } from './asff-action';
import { productFieldsOf } from './asff-product-fields';
import { resourcesOf } from './asff-resources';
import { typesOf } from './asff-types';
import { isOver } from './ocsf-activity';
import { descriptionOf, titleOf } from './ocsf-finding-info';

export interface AsffOptions {
  readonly partition: string;
  /** When it is sent: Security Hub ignores an update that is not newer than what it has. */
  readonly now: Date;
}

const TITLE_LENGTH = 256;
const DESCRIPTION_LENGTH = 1024;
const RECOMMENDATION_LENGTH = 512;
const RUNBOOK = 'https://github.com/cdk-trail-guard/cdk-trail-guard/blob/main/docs/runbook.md';

/**
 * The incident in the AWS Security Finding Format, as a finding of the account's own.
 *
 * Severity and types are where a provider's belong: the fields of the same names beside them are the customer's.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html
 */
export function asffOf(incident: Incident, { partition, now }: AsffOptions): AwsSecurityFinding {
  const { account, region, detectedAt } = incident;
  const network = networkOf(incident);
  const action = actionOf(incident);
  return withoutBlanks({
    SchemaVersion: '2018-10-08',
    Id: `${region}/${account}/cdk-trail-guard/${createHash('sha256').update(incident.id).digest('hex')}`,
    ProductArn: `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`,
    ProductName: 'TrailGuard',
    CompanyName: 'cdk-trail-guard',
    GeneratorId: `cdk-trail-guard/${incident.technique.id}`,
    AwsAccountId: account,
    CreatedAt: detectedAt,
    UpdatedAt: now.toISOString(),
    Title: safeText(titleOf(incident), TITLE_LENGTH),
    Description: safeText(descriptionWithReasons(incident), DESCRIPTION_LENGTH),
    FindingProviderFields: {
      Severity: {
        Label: incident.severity.toUpperCase() as Uppercase<typeof incident.severity>,
        Original: String(incident.riskScore),
      },
      Types: typesOf(incident),
    },
    // Of a finding that exists, only the customer can change this.
    Workflow: { Status: isOver(incident) ? 'RESOLVED' : 'NEW' },
    RecordState: isOver(incident) ? 'ARCHIVED' : 'ACTIVE',
    Remediation: { Recommendation: { Text: recommendationOf(incident), Url: RUNBOOK } },
    Resources: resourcesOf(incident, partition),
    ...(action ? { Action: action } : {}),
    ...(network ? { Network: network } : {}),
    ProductFields: productFieldsOf(incident),
  });
}

/** Security Hub refuses a whole finding for one text of spaces, which an attacker may well be called. */
function withoutBlanks(finding: AwsSecurityFinding): AwsSecurityFinding {
  return JSON.parse(JSON.stringify(finding), (_, value) =>
    typeof value === 'string' && value.trim() === '' ? undefined : value,
  );
}

/** What happened, then why it is as bad as it is. */
function descriptionWithReasons(incident: Incident): string {
  const reasons = incident.investigation?.criticality.reasons ?? [];
  return [descriptionOf(incident), ...reasons.map((reason) => `${unlinked(reason)}.`)].join(' ');
}

/** Whole steps only: half a command would do something else. All of them are in the message. */
function recommendationOf({ nextSteps }: Incident): string {
  const text = (count: number) => {
    const rest = nextSteps.length - count;
    const steps = nextSteps.slice(0, count).map((step, index) => `${index + 1}) ${step}`);
    return [...steps, ...(rest > 0 ? [`See the message for ${rest} more.`] : [])].join(' ');
  };
  let fitting = 0;
  while (fitting < nextSteps.length && text(fitting + 1).length <= RECOMMENDATION_LENGTH) {
    fitting += 1;
  }
  return text(fitting) || 'Nothing is left to do.';
}
