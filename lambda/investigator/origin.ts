import { isIP } from 'node:net';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { Incident } from '../../lib/contract/incident';
import type { Counted, OriginFinding } from '../../lib/contract/investigation';
import type { InvestigationPolicy } from '../../lib/contract/investigation-policy';
import type { Log } from '../common/log';
import { addressOwner } from './address-owner';
import { undeterminedOf } from './determine';
import { instanceCredentials } from './instance-credentials';
import { instanceRole } from './instance-role';

export interface OriginQuestion {
  readonly incident: Incident;
  readonly policy: InvestigationPolicy;
  /** One for each Region in which the address is looked for. */
  readonly ec2: readonly EC2Client[];
  readonly iam: IAMClient;
  readonly log: Log;
}

/** From where the call came: a service, an endpoint, something of the account, or outside of it. */
export async function origin(question: OriginQuestion): Promise<OriginFinding> {
  const { sourceIpAddress: source, vpcEndpointId } = question.incident.call ?? {};
  if (source === undefined) {
    return { undetermined: ['from where: the record names no source'] };
  }
  if (/^AWS Internal$|^[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$/.test(source)) {
    return { kind: 'aws-service', resourceId: source };
  }
  const endpoint: OriginFinding =
    vpcEndpointId === undefined ? {} : { kind: 'vpc-endpoint', resourceId: vpcEndpointId };
  if (isIP(source) === 0) {
    return { ...endpoint, undetermined: [`from where: ${source} is no address`] };
  }
  return question.policy.networkAddresses
    ? lookedUp(source, endpoint, question)
    : { ...endpoint, undetermined: [`what of the account has ${source}: looking up addresses is not switched on`] };
}

async function lookedUp(
  source: string,
  endpoint: OriginFinding,
  { incident, ec2, iam, log }: OriginQuestion,
): Promise<OriginFinding> {
  const answer = await addressOwner(source, endpoint.resourceId, ec2, log);
  const { owner } = answer;
  const [credentials, role] = await Promise.all([
    instanceCredentials(incident, owner, ec2, log),
    owner?.instance ? instanceRole(owner.instance, iam, log) : {},
  ]);
  const undetermined = undeterminedOf(answer, role, credentials);
  const notes = [...where(endpoint, owner !== undefined), ...(credentials.notes ?? [])];
  const noted = { ...(notes.length > 0 ? { notes } : {}), ...undetermined };
  if (owner) {
    const { kind, resourceId, name } = owner;
    return { kind, resourceId, ...role, ...(name === undefined ? {} : { name }), ...noted };
  }
  // Where it was looked for everywhere and nothing has it.
  const isOutside = endpoint.kind === undefined && answer.undetermined === undefined;
  return { ...(isOutside ? { kind: 'outside' as const } : endpoint), ...noted };
}

/** The endpoint would get lost where something behind it was found. */
function where({ resourceId }: OriginFinding, isFound: boolean): string[] {
  return isFound && resourceId !== undefined ? [`Through the VPC endpoint ${resourceId}.`] : [];
}

/** How many of the actor's calls came from the same address, and from which others. */
export function withAddresses(
  finding: OriginFinding,
  sourceIpAddress: string | undefined,
  addresses: readonly Counted[],
): OriginFinding {
  const here = addresses.find(({ name }) => name === sourceIpAddress);
  return {
    ...finding,
    callsFromHere: here?.count ?? 0,
    otherAddresses: addresses.filter((address) => address !== here),
  };
}

/** With what the user's own function knows. */
export function withNotes(
  finding: OriginFinding,
  enrichment: Pick<OriginFinding, 'notes' | 'undetermined'>,
): OriginFinding {
  const notes = [...(finding.notes ?? []), ...(enrichment.notes ?? [])];
  return { ...finding, ...(notes.length > 0 ? { notes } : {}), ...undeterminedOf(finding, enrichment) };
}
