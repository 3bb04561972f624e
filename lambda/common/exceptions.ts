import { BlockList, isIP } from 'node:net';
import type { ExceptionPolicy } from '../../lib/contract/policy';
import type { Technique } from '../../lib/contract/techniques';
import type { CloudTrailRecord } from './record';
import { techniquesOfRecord } from './target';
import { matchesWildcards } from './wildcards';

/**
 * The first exception that covers the call: its principal and its source and, if it is limited to some, its trail and its
 * techniques.
 */
export function matchingException(
  exceptions: readonly ExceptionPolicy[],
  record: CloudTrailRecord,
  trailArn: string,
  techniques: readonly Technique[] = techniquesOfRecord(record),
): ExceptionPolicy | undefined {
  return exceptions.find(
    (exception) =>
      matchesPrincipal(exception, record) &&
      matchesSource(exception, record) &&
      (exception.trails === undefined || exception.trails.includes(trailArn)) &&
      (exception.techniques === undefined || techniques.some(({ id }) => exception.techniques?.includes(id))),
  );
}

/** Those that can cover a technique on a trail, whoever made the call. */
export function exceptionsFor(
  exceptions: readonly ExceptionPolicy[],
  trailArn: string,
  techniqueId: string,
): ExceptionPolicy[] {
  return exceptions.filter(
    ({ trails, techniques }) => (trails?.includes(trailArn) ?? true) && (techniques?.includes(techniqueId) ?? true),
  );
}

/** A role session is known by its own ARN and by that of its role, whose path only the latter has. */
export function matchesPrincipal(
  exception: Pick<ExceptionPolicy, 'principals'>,
  { userIdentity }: CloudTrailRecord,
): boolean {
  const arns = [userIdentity.arn, userIdentity.sessionContext?.sessionIssuer?.arn].filter(
    (arn) => typeof arn === 'string',
  );
  return exception.principals.some((pattern) => arns.some((arn) => matchesArn(pattern, arn)));
}

/** Role and session are matched one by one: a session's name, which its user chooses, must not pass for a role's. */
function matchesArn(pattern: string, arn: string): boolean {
  if (!pattern.includes(':assumed-role/')) {
    return matchesWildcards(pattern, arn);
  }
  const [patterns, parts] = [pattern.split('/'), arn.split('/')];
  return (
    patterns.length === parts.length && patterns.every((part, index) => matchesWildcards(part, parts[index] ?? ''))
  );
}

/** By its address, its VPC endpoint or the service that made the call. */
export function matchesSource(exception: ExceptionPolicy, record: CloudTrailRecord): boolean {
  const address = record.sourceIPAddress ?? '';
  return (
    exception.cidrs.some((cidr) => contains(cidr, address)) ||
    exception.vpcEndpoints.some((endpoint) => endpoint === record.vpcEndpointId) ||
    exception.services.some((service) => service === record.userIdentity.invokedBy || service === address)
  );
}

function contains(cidr: string, address: string): boolean {
  const version = isIP(address);
  const [network = '', prefix = ''] = cidr.split('/');
  if (version === 0 || isIP(network) !== version) {
    return false;
  }
  const family = version === 6 ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  list.addSubnet(network, Number(prefix), family);
  return list.check(address, family);
}
