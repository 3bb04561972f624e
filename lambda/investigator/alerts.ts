import type { GuardDutyClient } from '@aws-sdk/client-guardduty';
import type { SecurityHubClient } from '@aws-sdk/client-securityhub';
import type { Incident } from '../../lib/contract/incident';
import type { AlertsFinding } from '../../lib/contract/investigation';
import type { InvestigationPolicy } from '../../lib/contract/investigation-policy';
import type { Log } from '../common/log';
import { guardDutyFindings } from './guardduty';
import { securityHubFindings } from './security-hub';
import { type Alert, subjectOf } from './subject';

export interface AlertsQuestion {
  readonly incident: Incident;
  readonly policy: InvestigationPolicy;
  readonly guardDuty: GuardDutyClient;
  readonly securityHub: SecurityHubClient;
  readonly now: Date;
  readonly log: Log;
}

const HOURS = 48;

/** More would not be read. */
const FINDINGS = 20;

/** What other detectors found of the access key, the principal or the address in the last 48 hours. */
export async function alerts({
  incident,
  policy,
  guardDuty,
  securityHub,
  now,
  log,
}: AlertsQuestion): Promise<AlertsFinding> {
  const subject = subjectOf(incident);
  if (Object.values(subject).flat().length === 0) {
    return { sources: [], undetermined: ['what other detectors say: neither an actor nor an address is known'] };
  }
  const period = { since: new Date(now.getTime() - HOURS * 3_600_000), now };
  const answers = await Promise.all([
    ...(policy.guardDuty ? [guardDutyFindings(subject, period, guardDuty, log)] : []),
    ...(policy.securityHub ? [securityHubFindings(subject, period, securityHub, log)] : []),
  ]);
  if (answers.length === 0) {
    return { sources: [], undetermined: ['what other detectors say: no source of alerts is switched on'] };
  }
  // Security Hub has GuardDuty's findings too, under the same ARN.
  const all = answers.flatMap((answer) => answer.findings).reverse();
  const findings = [...new Map(all.map((finding) => [finding.id, finding])).values()].sort(bySeverityThenTime);
  const undetermined = [
    ...answers.flatMap((answer) => answer.undetermined),
    ...(findings.length > FINDINGS ? [`the other findings: ${FINDINGS} of ${findings.length} are told`] : []),
  ];
  return {
    sources: answers.map(({ source }) => source),
    since: period.since.toISOString(),
    findings: findings.slice(0, FINDINGS),
    ...(undetermined.length > 0 ? { undetermined } : {}),
  };
}

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'informational'];

/** The most severe first, the latest of them first. */
function bySeverityThenTime(a: Alert, b: Alert): number {
  return rank(a) - rank(b) || b.at.localeCompare(a.at);
}

function rank({ severity }: Alert): number {
  const position = SEVERITIES.indexOf(severity);
  return position < 0 ? SEVERITIES.length : position;
}
