import { isIPv6 } from 'node:net';
import {
  type AwsSecurityFinding,
  type AwsSecurityFindingFilters,
  GetFindingsCommand,
  type SecurityHubClient,
} from '@aws-sdk/client-securityhub';
import type { Log } from '../common/log';
import { determine } from './determine';
import { type Alert, type AlertsAnswer, type Period, type Subject, updatedAt } from './subject';

const PAGE = 100;
const PAGES = 3;

/** What the guard itself imports is no second opinion. */
const OWN_GENERATOR = 'cdk-trail-guard';

/** What this Region's Security Hub CSPM holds of the actor since. */
export async function securityHubFindings(
  subject: Subject,
  period: Period,
  securityHub: SecurityHubClient,
  log: Log,
): Promise<AlertsAnswer> {
  const found = new Map<string, Alert>();
  const undetermined: string[] = [];
  // One after the other: GetFindings takes three calls a second.
  for (const { by, filters } of searchesOf(subject)) {
    const what = `which findings of Security Hub name the actor's ${by}`;
    const searched = await determine({ what, action: 'securityhub:GetFindings' }, log, () =>
      search({ ...filters, ...common(period) }, securityHub),
    );
    for (const finding of searched.value?.findings.filter(isAlert) ?? []) {
      found.set(finding.Id ?? '', alertOf(finding, subject, period));
    }
    if (searched.value?.hasMore) {
      undetermined.push(`${what}: only the latest ${PAGE * PAGES} were read`);
    }
    // The same for each search.
    if (searched.undetermined[0]?.includes('InvalidAccessException')) {
      const region = await securityHub.config.region();
      undetermined.push(`what Security Hub knows of the actor: it is not enabled in ${region}`);
      break;
    }
    undetermined.push(...searched.undetermined);
  }
  return { source: 'Security Hub', findings: [...found.values()], undetermined };
}

interface Search {
  readonly by: string;
  readonly filters: AwsSecurityFindingFilters;
}

/** Values of one filter are joined with "or", filters with "and": so each filter is a search of its own. */
function searchesOf({ accessKeyId, userName, arns, address }: Subject): Search[] {
  const searches: Search[] = [];
  const ResourceId: AwsSecurityFindingFilters['ResourceId'] = arns.map((Value) => ({ Value, Comparison: 'EQUALS' }));
  if (accessKeyId !== undefined) {
    // Detectors write the key as it is, or after `AWS::IAM::AccessKey:`.
    ResourceId.push({ Value: accessKeyId, Comparison: 'CONTAINS' });
  }
  if (ResourceId.length > 0) {
    searches.push({ by: 'key or ARN', filters: { ResourceId } });
  }
  if (userName !== undefined) {
    const principal = { ResourceAwsIamAccessKeyPrincipalName: [{ Value: userName, Comparison: 'EQUALS' as const }] };
    searches.push({ by: 'name', filters: principal });
  }
  if (address !== undefined) {
    searches.push(...addressSearches(address));
  }
  return searches;
}

/** GuardDuty's findings have the address in their product fields only; no other filter reaches it. */
function addressSearches(address: string): Search[] {
  if (isIPv6(address)) {
    return [{ by: 'address', filters: { NetworkSourceIpV6: [{ Cidr: `${address}/128` }] } }];
  }
  const Key = 'aws/guardduty/service/action/awsApiCallAction/remoteIpDetails/ipAddressV4';
  return [
    { by: 'address', filters: { NetworkSourceIpV4: [{ Cidr: `${address}/32` }] } },
    { by: 'address', filters: { ProductFields: [{ Key, Value: address, Comparison: 'EQUALS' }] } },
  ];
}

/** Of each search. A date filter needs both ends. Archived findings count: whoever hides something archives. */
function common({ since, now }: Period): AwsSecurityFindingFilters {
  return {
    UpdatedAt: [{ Start: since.toISOString(), End: now.toISOString() }],
    GeneratorId: [{ Value: OWN_GENERATOR, Comparison: 'PREFIX_NOT_EQUALS' }],
  };
}

async function search(Filters: AwsSecurityFindingFilters, securityHub: SecurityHubClient) {
  const findings: AwsSecurityFinding[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const found = await securityHub.send(
      new GetFindingsCommand({
        Filters,
        SortCriteria: [{ Field: 'UpdatedAt', SortOrder: 'desc' }],
        MaxResults: PAGE,
        NextToken,
      }),
    );
    findings.push(...(found.Findings ?? []));
    NextToken = found.NextToken || undefined;
    if (NextToken === undefined) {
      break;
    }
  }
  return { findings, hasMore: NextToken !== undefined };
}

/** A control that passed is no alert. */
function isAlert({ Compliance }: AwsSecurityFinding): boolean {
  return Compliance?.Status !== 'PASSED';
}

function alertOf(finding: AwsSecurityFinding, subject: Subject, period: Period): Alert {
  return {
    source: 'Security Hub',
    id: finding.Id ?? '',
    title: finding.Title ?? '',
    severity: (finding.Severity?.Label ?? 'unknown').toLowerCase(),
    at: updatedAt(finding.UpdatedAt, period),
    names: namedIn(finding, subject),
  };
}

function namedIn({ Resources = [] }: AwsSecurityFinding, { accessKeyId, userName, arns }: Subject): Alert['names'] {
  if (accessKeyId !== undefined && Resources.some(({ Id }) => Id?.includes(accessKeyId))) {
    return 'access key';
  }
  const isPrincipal = Resources.some(({ Id, Details }) => {
    const name = Details?.AwsIamAccessKey?.PrincipalName;
    return arns.includes(Id ?? '') || (name !== undefined && name === userName);
  });
  return isPrincipal ? 'principal' : 'address';
}
