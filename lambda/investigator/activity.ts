import type { Incident } from '../../lib/contract/incident';
import type { ActivityFinding, Counted } from '../../lib/contract/investigation';
import type { CloudTrailRecord } from '../common/record';
import { safeText } from '../common/text';
import { attributesOf, readActor } from './actor-records';
import { counted } from './counts';
import type { History, HistoryRecord } from './history';
import { tellCalls } from './told';

const PAGES_PER_REGION = 10;
const MAXIMUM_SENSITIVE = 50;
const MAXIMUM_CREDENTIALS = 30;
const MAXIMUM_ROLES = 30;
const MAXIMUM_NAMES = 20;

/** How long before the call. */
export const ACTIVITY_MILLISECONDS = 24 * 3_600_000;

export interface ActivityOptions {
  readonly regions: readonly string[];
  readonly from: Date;
  readonly to: Date;
  readonly history: History;
  readonly pagesPerRegion?: number;
}

export interface Activity {
  readonly finding: ActivityFinding;
  /** From where the actor called. */
  readonly addresses: readonly Counted[];
  /** The actor's, oldest first. */
  readonly records: readonly HistoryRecord[];
}

/** What else the actor did, with the credential of the call and with those made with it. */
export async function activityOf(incident: Incident, options: ActivityOptions): Promise<Activity> {
  const { actor } = incident;
  if (actor === undefined) {
    return unknown('nobody is known to have made the call');
  }
  if (attributesOf(actor).length === 0) {
    return unknown(`event history is not searched for ${actor.displayName}: no access key, no name`);
  }
  const reading = { incident, pagesPerRegion: PAGES_PER_REGION, ...options };
  const { records, suspects, incomplete } = await readActor(reading);
  const calls = records.map(({ record }) => record);
  const told = tellCalls(calls, {
    suspects,
    maximumSensitive: MAXIMUM_SENSITIVE,
    maximumCredentials: MAXIMUM_CREDENTIALS,
  });
  const roles = assumedRoles(calls);
  const undetermined = [...incomplete, ...told.cut, ...cutRoles(roles.length)];
  return {
    finding: {
      from: options.from.toISOString(),
      to: options.to.toISOString(),
      total: calls.length,
      errors: calls.filter(({ errorCode }) => errorCode).length,
      services: countedTexts(calls, ({ eventSource }) => eventSource),
      regions: countedTexts(calls, ({ awsRegion }) => awsRegion),
      assumedRoles: roles.slice(0, MAXIMUM_ROLES),
      sensitive: told.sensitive,
      credentials: told.credentials,
      ...(undetermined.length > 0 ? { undetermined } : {}),
    },
    addresses: countedTexts(calls, ({ sourceIPAddress }) => sourceIPAddress),
    records,
  };
}

function unknown(reason: string): Activity {
  return { finding: { undetermined: [`what else the actor did: ${reason}`] }, addresses: [], records: [] };
}

function countedTexts(
  calls: readonly CloudTrailRecord[],
  text: (record: CloudTrailRecord) => string | null | undefined,
): Counted[] {
  return counted(
    calls.map((record) => safeText(text(record) || 'unknown', 128)),
    MAXIMUM_NAMES,
  );
}

/** Each role once, when it was assumed first. */
function assumedRoles(calls: readonly CloudTrailRecord[]): NonNullable<ActivityFinding['assumedRoles']>[number][] {
  const roles = new Map<string, NonNullable<ActivityFinding['assumedRoles']>[number]>();
  for (const { eventSource, eventName, eventTime, errorCode, requestParameters } of calls) {
    const arn = requestParameters?.roleArn;
    if (eventSource !== 'sts.amazonaws.com' || !eventName.startsWith('AssumeRole') || errorCode) {
      continue;
    }
    if (typeof arn === 'string' && !roles.has(arn)) {
      const accountId = safeText(arn.split(':')[4] ?? '', 12);
      roles.set(arn, { roleArn: safeText(arn), accountId, at: new Date(eventTime).toISOString() });
    }
  }
  return [...roles.values()];
}

function cutRoles(total: number): string[] {
  return total > MAXIMUM_ROLES ? [`${total - MAXIMUM_ROLES} more assumed roles: ${MAXIMUM_ROLES} are told`] : [];
}
