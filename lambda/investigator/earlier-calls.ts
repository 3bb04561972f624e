import type { Actor, Incident } from '../../lib/contract/incident';
import type { ExpectationFinding } from '../../lib/contract/investigation';
import { actorOf } from '../common/actor';
import type { CloudTrailRecord } from '../common/record';
import { callFinding } from './call-finding';
import { HISTORY_MILLISECONDS, type History } from './history';
import { isPersonsRole } from './identity-center';

const PAGES = 2;

/** What changes a trail, and what puts it back: an operator does both. */
const WRITE_CALLS = [
  'CreateTrail',
  'DeleteTrail',
  'PutEventSelectors',
  'PutInsightSelectors',
  'StartLogging',
  'StopLogging',
  'UpdateTrail',
];

/** How a record is of the same actor, the surest first. */
export type SameActor = 'access key' | 'identity' | 'role';

export interface EarlierCalls extends Pick<ExpectationFinding, 'earlierCalls' | 'undetermined'> {
  /** How many are of the same access key; of others of the same user or session; of other sessions of the same role. */
  readonly by: Readonly<Record<SameActor, number>>;
}

export interface EarlierCallsOptions {
  /** Where the trail is changed. */
  readonly region: string;
  readonly history: History;
  /** When it is asked. */
  readonly now: Date;
}

/**
 * Whether the actor has changed trails before this incident, with success: whoever does so as a matter of routine is
 * likely to do as they should. A call that was denied is no routine, and is told with the actor's activity.
 */
export async function earlierCallsOf(
  incident: Incident,
  { region, history, now }: EarlierCallsOptions,
): Promise<EarlierCalls> {
  const { actor } = incident;
  if (actor === undefined) {
    return {
      by: { 'access key': 0, identity: 0, role: 0 },
      undetermined: ['earlier changes of trails: nobody is known to have made the call'],
    };
  }
  const since = new Date(now.getTime() - HISTORY_MILLISECONDS);
  const begun = beginning(incident);
  const answers = await Promise.all(
    WRITE_CALLS.map((value) =>
      history.lookup({ region, from: since, to: begun, attribute: { key: 'EventName', value }, pages: PAGES }),
    ),
  );
  const own = new Set([incident.call?.eventId, ...(incident.repetitions ?? []).map(({ eventId }) => eventId)]);
  const calls = answers
    .flatMap(({ records }) => records.map(({ record }) => ({ record, same: sameActor(record, actor) })))
    .filter(({ record, same }) => same !== undefined && isEarlier(record, own, begun))
    .sort((a, b) => Date.parse(b.record.eventTime) - Date.parse(a.record.eventTime));
  const [latest] = calls;
  const count = (how: SameActor) => calls.filter(({ same }) => same === how).length;
  const undetermined = [...new Set(answers.flatMap(({ incomplete }) => incomplete ?? []))];
  return {
    earlierCalls: {
      count: calls.length,
      since: since.toISOString(),
      ...(latest ? { latest: told(latest.record, latest.same) } : {}),
    },
    by: { 'access key': count('access key'), identity: count('identity'), role: count('role') },
    ...(undetermined.length > 0 ? { undetermined } : {}),
  };
}

/** What is of the incident itself is nothing that was done before. */
function beginning({ call, darkWindow, repetitions = [], detectedAt }: Incident): Date {
  const times = [call?.eventTime, darkWindow?.stoppedAt, ...repetitions.map(({ at }) => at), detectedAt];
  return new Date(Math.min(...times.flatMap((time) => (time === undefined ? [] : [Date.parse(time)]))));
}

function isEarlier(
  { eventID, eventSource, eventTime, errorCode }: CloudTrailRecord,
  own: ReadonlySet<string | undefined>,
  begun: Date,
) {
  return (
    eventSource === 'cloudtrail.amazonaws.com' &&
    !errorCode &&
    !own.has(eventID) &&
    Date.parse(eventTime) <= begun.getTime()
  );
}

/** A role of IAM Identity Center is of many people: there, the session is the person. */
function sameActor(record: CloudTrailRecord, actor: Actor): SameActor | undefined {
  const other = actorOf(record);
  if (actor.accessKeyId !== undefined && other.accessKeyId === actor.accessKeyId) {
    return 'access key';
  }
  if (actor.arn === undefined ? isSame(other.principalId, actor.principalId) : other.arn === actor.arn) {
    return 'identity';
  }
  const role = actor.sessionIssuerArn;
  return isSame(other.sessionIssuerArn, role) && !isPersonsRole(role) ? 'role' : undefined;
}

function isSame(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && one === other;
}

function told(record: CloudTrailRecord, same: SameActor | undefined) {
  const call = callFinding(record);
  return same === 'role' ? { ...call, by: `${call.by}, another session of the same role` } : call;
}
