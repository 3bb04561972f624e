import { isIPv6 } from 'node:net';
import {
  type Condition,
  type Finding,
  GetFindingsCommand,
  type GuardDutyClient,
  ListDetectorsCommand,
  ListFindingsCommand,
} from '@aws-sdk/client-guardduty';
import type { Log } from '../common/log';
import { determine } from './determine';
import { type Alert, type AlertsAnswer, type Period, type Subject, updatedAt } from './subject';

/** How many are wanted of each way to name the actor: the most severe first. */
const WANTED = 20;

/** GuardDuty may answer with less than a page, or nothing, before it is at the end. */
const PAGES = 5;

/** How many GetFindings takes. */
const BATCH = 50;

/** What this Region's GuardDuty found of the actor since. */
export async function guardDutyFindings(
  subject: Subject,
  period: Period,
  guardDuty: GuardDutyClient,
  log: Log,
): Promise<AlertsAnswer> {
  const what = 'what GuardDuty knows of the actor';
  const detectors = await determine({ what, action: 'guardduty:ListDetectors' }, log, () =>
    guardDuty.send(new ListDetectorsCommand({})),
  );
  const [detector] = detectors.value?.DetectorIds ?? [];
  if (detector === undefined) {
    const notEnabled = [`${what}: it is not enabled in ${await guardDuty.config.region()}`];
    return answer([], detectors.value ? notEnabled : detectors.undetermined);
  }
  const listed = await list(detector, subject, period, guardDuty, log);
  const read = await determine({ what: 'the findings of GuardDuty', action: 'guardduty:GetFindings' }, log, () =>
    findings(detector, listed.ids, guardDuty),
  );
  return answer(
    (read.value ?? []).map((finding) => alertOf(finding, subject, period)),
    [...listed.undetermined, ...read.undetermined],
  );
}

/** GuardDuty joins criteria with "and", so each is a search of its own, one after the other: it throttles early. */
async function list(detector: string, subject: Subject, { since }: Period, guardDuty: GuardDutyClient, log: Log) {
  const ids = new Set<string>();
  const undetermined: string[] = [];
  for (const [criterion, value] of criteriaOf(subject)) {
    const what = `which findings of GuardDuty name ${value}`;
    if (isIPv6(value)) {
      undetermined.push(`${what}: it searches by IPv4 addresses only`);
      continue;
    }
    const criteria = { [criterion]: { Equals: [value] }, updatedAt: { GreaterThanOrEqual: since.getTime() } };
    const found = await determine({ what, action: 'guardduty:ListFindings' }, log, () =>
      findingIds(detector, criteria, guardDuty),
    );
    undetermined.push(...found.undetermined);
    if (found.value?.hasMore) {
      undetermined.push(`all findings of GuardDuty that name ${value}: only the ${WANTED} most severe were read`);
    }
    for (const id of found.value?.ids ?? []) {
      ids.add(id);
    }
  }
  return { ids: [...ids], undetermined };
}

function criteriaOf({ accessKeyId, principalId, userName, address }: Subject): [string, string][] {
  const values: [string, string | undefined][] = [
    ['resource.accessKeyDetails.accessKeyId', accessKeyId],
    ['resource.accessKeyDetails.principalId', principalId],
    ['resource.accessKeyDetails.userName', userName],
    ['service.action.awsApiCallAction.remoteIpDetails.ipAddressV4', address],
  ];
  return values.flatMap(([criterion, value]) => (value === undefined ? [] : [[criterion, value]]));
}

/** @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_ListFindings.html */
async function findingIds(DetectorId: string, Criterion: Record<string, Condition>, guardDuty: GuardDutyClient) {
  const ids: string[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < PAGES && ids.length < WANTED; page += 1) {
    const found = await guardDuty.send(
      new ListFindingsCommand({
        DetectorId,
        FindingCriteria: { Criterion },
        SortCriteria: { AttributeName: 'severity', OrderBy: 'DESC' },
        MaxResults: WANTED,
        NextToken,
      }),
    );
    ids.push(...(found.FindingIds ?? []));
    NextToken = found.NextToken || undefined;
    if (NextToken === undefined) {
      break;
    }
  }
  return { ids: ids.slice(0, WANTED), hasMore: NextToken !== undefined || ids.length > WANTED };
}

async function findings(DetectorId: string, ids: readonly string[], guardDuty: GuardDutyClient): Promise<Finding[]> {
  const all: Finding[] = [];
  for (let start = 0; start < ids.length; start += BATCH) {
    const FindingIds = ids.slice(start, start + BATCH);
    all.push(...((await guardDuty.send(new GetFindingsCommand({ DetectorId, FindingIds }))).Findings ?? []));
  }
  return all;
}

function alertOf(finding: Finding, subject: Subject, period: Period): Alert {
  return {
    source: 'GuardDuty',
    id: finding.Arn ?? finding.Id ?? '',
    title: finding.Title ?? finding.Type ?? '',
    severity: severityOf(finding.Severity ?? 0),
    at: updatedAt(finding.UpdatedAt, period),
    names: namedIn(finding, subject),
  };
}

function namedIn({ Resource }: Finding, { accessKeyId, principalId, userName }: Subject): Alert['names'] {
  const { AccessKeyId, PrincipalId, UserName } = Resource?.AccessKeyDetails ?? {};
  if (AccessKeyId !== undefined && AccessKeyId === accessKeyId) {
    return 'access key';
  }
  const isPrincipal =
    (PrincipalId !== undefined && PrincipalId === principalId) || (UserName !== undefined && UserName === userName);
  return isPrincipal ? 'principal' : 'address';
}

/** @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html */
function severityOf(value: number): string {
  if (value >= 9) {
    return 'critical';
  }
  if (value >= 7) {
    return 'high';
  }
  return value >= 4 ? 'medium' : 'low';
}

function answer(found: readonly Alert[], undetermined: readonly string[]): AlertsAnswer {
  return { source: 'GuardDuty', findings: found, undetermined };
}
