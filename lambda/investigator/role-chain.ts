import type { Actor, Incident } from '../../lib/contract/incident';
import type { RoleAssumption } from '../../lib/contract/investigation';
import { actorOf } from '../common/actor';
import type { CloudTrailRecord } from '../common/record';
import { optionalText, safeText } from '../common/text';
import { findAssumption } from './find-assumption';
import type { History } from './history';
import { isPersonsRole } from './identity-center';
import { sessionOfIncident, sessionOfRecord } from './sts-session';

/** AWS allows more; nobody builds more. */
const MAXIMUM_STEPS = 5;

export interface RoleChainOptions {
  /** In the order in which they are asked: the guard's, that of global services, then the others. */
  readonly regions: readonly string[];
  readonly history: History;
  /** The record of the incident's call, where history shows it already. */
  readonly record?: CloudTrailRecord;
}

export interface RoleChain {
  /** The latest assumption first. */
  readonly chain: readonly RoleAssumption[];
  /** The human at the beginning of it, as far as that is known. */
  readonly person?: string;
  readonly undetermined: readonly string[];
}

/** Who assumed the role of the session that made the call, who had assumed theirs, and so on. */
export async function roleChainOf(incident: Incident, options: RoleChainOptions): Promise<RoleChain> {
  const { record } = options;
  const steps: CloudTrailRecord[] = [];
  const undetermined: string[] = [];
  const seen = new Set<string>();
  let session = record ? sessionOfRecord(record) : sessionOfIncident(incident);
  while (session !== undefined && !seen.has(session.accessKeyId)) {
    if (steps.length === MAXIMUM_STEPS) {
      undetermined.push(`who is before the first ${MAXIMUM_STEPS} steps of the role chain: it is longer`);
      break;
    }
    seen.add(session.accessKeyId);
    const found = await findAssumption(session, options);
    undetermined.push(...found.undetermined);
    if (found.record === undefined) {
      break;
    }
    steps.push(found.record);
    session = sessionOfRecord(found.record);
  }
  const people = [record ? personOfRecord(record) : personOfActor(incident.actor), ...steps.map(personOfRecord)];
  const person = people.findLast((one) => one !== undefined);
  return {
    chain: steps.map(step),
    ...(person === undefined ? {} : { person }),
    undetermined: [...undetermined, ...elsewhere(steps.at(-1) ?? record)],
  };
}

function step(record: CloudTrailRecord): RoleAssumption {
  const { displayName, arn, accessKeyId } = actorOf(record);
  const parameter = (name: string) => {
    const value = record.requestParameters?.[name];
    return typeof value === 'string' ? optionalText(value, 128) : undefined;
  };
  const optional = {
    roleArn: parameter('roleArn'),
    sessionName: parameter('roleSessionName') ?? parameter('name'),
    byArn: arn,
    byAccessKeyId: accessKeyId,
    sourceIpAddress: optionalText(record.sourceIPAddress ?? undefined, 128),
    userAgent: optionalText(record.userAgent ?? undefined),
  };
  return {
    eventId: safeText(record.eventID, 64),
    eventName: safeText(record.eventName, 64),
    at: new Date(record.eventTime).toISOString(),
    by: displayName,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
}

const HUMAN_TYPES = ['IAMUser', 'IdentityCenterUser', 'Root', 'SAMLUser', 'WebIdentityUser'];

/** Whoever is known at the beginning of a chain is behind all that follows. */
function personOfRecord(record: CloudTrailRecord): string | undefined {
  const source = optionalText(record.userIdentity.sessionContext?.sourceIdentity ?? undefined, 64);
  return personOfActor(actorOf(record)) ?? (source === undefined ? undefined : `${source} (source identity)`);
}

function personOfActor(actor: Actor | undefined): string | undefined {
  if (isPersonsRole(actor?.sessionIssuerArn)) {
    return actor?.sessionName;
  }
  return actor && HUMAN_TYPES.includes(actor.type) ? actor.displayName : undefined;
}

/** The chain of another account goes on in that account's history. */
function elsewhere(record: CloudTrailRecord | undefined): string[] {
  const { type, accountId, arn } = record?.userIdentity ?? {};
  const account = accountId ?? arn?.split(':')[4];
  const isOther = Boolean(account) && Boolean(record?.recipientAccountId) && account !== record?.recipientAccountId;
  return type === 'AWSAccount' || isOther
    ? [
        `who is behind the caller from account ${safeText(account || 'unknown', 12)}: that account's event history tells`,
      ]
    : [];
}
