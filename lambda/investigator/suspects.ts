import type { Actor, Incident } from '../../lib/contract/incident';
import type { CloudTrailRecord } from '../common/record';
import { safeText } from '../common/text';
import { knownActor } from './known-actor';
import { type Minted, mintedBy, sessionKeyOf } from './minted';
import { wholeSecond } from './seconds';

/** A session's own time of creation and that of the call that made it are of two clocks. */
const CLOCK_MILLISECONDS = 5_000;

/** Whoever counts as the suspected actor. */
export interface Suspects {
  has(record: CloudTrailRecord): boolean;
  /** Access keys that are known to be theirs: that of the incident first. */
  readonly accessKeyIds: readonly string[];
}

/** What the suspect is known by. It only grows, so that the order of the records does not matter. */
interface Known {
  readonly accessKeyIds: Set<string>;
  readonly arns: Set<string>;
  /** When sessions of that ARN count, and sign-ins with that user's password: since then. */
  readonly sessions: Map<string, number>;
  readonly passwords: Map<string, number>;
}

/**
 * The suspected actor of an incident, with every credential that is seen to be minted by it, and by those, until nothing
 * is added. Another session of the same role, another key of the user for whom a key was made: these are somebody else's,
 * unless minted by the suspect too. Without an actor nobody is a suspect.
 */
export function suspectsOf({ actor }: Pick<Incident, 'actor'>, records: readonly CloudTrailRecord[]): Suspects {
  const known: Known = {
    accessKeyIds: new Set(actor?.accessKeyId === undefined ? [] : [actor.accessKeyId]),
    arns: new Set(actor?.arn === undefined ? [] : [actor.arn]),
    sessions: new Map(),
    passwords: new Map(),
  };
  const minting = records.map((record) => ({ record, minted: mintedBy(record) })).filter(({ minted }) => minted.length);
  const mintedKeys = new Set(minting.flatMap(({ record }) => sessionKeyOf(record) ?? []));
  const has = (record: CloudTrailRecord) => isSuspect(record, actor, known, mintedKeys);
  for (let isLearning = true; isLearning; ) {
    const learnt = minting.filter(({ record }) => has(record)).flatMap(({ minted }) => minted.map(learn(known)));
    isLearning = learnt.includes(true);
  }
  const [own, ...others] = known.accessKeyIds;
  return { has, accessKeyIds: own === undefined ? [] : [own, ...others.sort()] };
}

function isSuspect(
  record: CloudTrailRecord,
  actor: Actor | undefined,
  known: Known,
  mintedKeys: ReadonlySet<string>,
): boolean {
  const { accessKeyId, arn, principalId, identityCenterUserId, userName, type } = knownActor(record);
  if (accessKeyId !== undefined && known.accessKeyIds.has(accessKeyId)) {
    return true;
  }
  if (arn === undefined) {
    // Of other accounts, and of identity providers, only these are recorded.
    return isSame(principalId, actor?.principalId) || isSame(identityCenterUserId, actor?.identityCenterUserId);
  }
  if (known.arns.has(arn)) {
    return true;
  }
  const begun = begunAt(record);
  const password = type === 'IAMUser' && isConsole(record) ? known.passwords.get(userName ?? '') : undefined;
  if (password !== undefined && begun >= password - CLOCK_MILLISECONDS) {
    return true;
  }
  // A session of that name whose key somebody else is seen to have minted is somebody else's.
  const session = mintedKeys.has(accessKeyId ?? '') ? undefined : known.sessions.get(arn);
  return session !== undefined && begun >= session - CLOCK_MILLISECONDS;
}

function isSame(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && one === other;
}

function isConsole({ eventSource, sessionCredentialFromConsole }: CloudTrailRecord): boolean {
  return eventSource === 'signin.amazonaws.com' || sessionCredentialFromConsole === 'true';
}

/** When the session began or, where that is not told, was there at the latest. */
function begunAt({ userIdentity, eventTime }: CloudTrailRecord): number {
  const created = wholeSecond(userIdentity.sessionContext?.attributes?.creationDate ?? '');
  return Number.isNaN(created) ? wholeSecond(eventTime) : created;
}

/** Whether it was news. In the form in which actors are read, so that both are the same. */
function learn(known: Known) {
  return (credential: Minted): boolean => {
    switch (credential.kind) {
      case 'key':
        return added(known.accessKeyIds, credential.accessKeyId);
      case 'user':
        return added(known.arns, safeText(credential.arn));
      case 'session':
        return earliest(known.sessions, safeText(credential.arn), credential.since);
      case 'password':
        return earliest(known.passwords, safeText(credential.userName, 128), credential.since);
    }
  };
}

function added(values: Set<string>, value: string): boolean {
  const isNew = !values.has(value);
  values.add(value);
  return isNew;
}

function earliest(times: Map<string, number>, key: string, since: number): boolean {
  const isNew = since < (times.get(key) ?? Number.POSITIVE_INFINITY);
  if (isNew) {
    times.set(key, since);
  }
  return isNew;
}
