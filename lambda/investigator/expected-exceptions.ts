import type { Incident } from '../../lib/contract/incident';
import type { ExpectationFinding, Finding } from '../../lib/contract/investigation';
import type { ExceptionPolicy } from '../../lib/contract/policy';
import { type Technique, techniqueById } from '../../lib/contract/techniques';
import { duration } from '../common/duration';
import { matchesPrincipal, matchesSource, matchingException } from '../common/exceptions';
import type { CloudTrailRecord } from '../common/record';
import { techniquesOfRecord } from '../common/target';

export interface ExceptionsQuestion {
  readonly incident: Incident;
  readonly record?: CloudTrailRecord;
  readonly exceptions: readonly ExceptionPolicy[];
  readonly now: Date;
}

type Applied = NonNullable<ExpectationFinding['exceptions']>[number];

/** For each exception, whether it covers the call, and by what it does or does not. Never wider than the guard's own say. */
export function expectedExceptions({
  incident,
  record,
  exceptions,
  now,
}: ExceptionsQuestion): Finding & Pick<ExpectationFinding, 'exceptions'> {
  if (exceptions.length === 0) {
    return { exceptions: [] };
  }
  const call = record ?? recordOf(incident);
  if (call === undefined) {
    return { undetermined: ['whether an exception applies: nobody is known to have made the call'] };
  }
  const techniques = techniquesOf(incident, call, record !== undefined);
  return {
    exceptions: exceptions.map((exception): Applied => {
      const why = mismatch(exception, incident, call, techniques) ?? overdue(exception, incident, now);
      return why === undefined
        ? { reason: exception.reason, applies: true, why: 'principal, source, trail, technique and duration match' }
        : { reason: exception.reason, applies: false, why };
    }),
  };
}

function mismatch(
  exception: ExceptionPolicy,
  { trail: { arn }, call }: Incident,
  record: CloudTrailRecord,
  techniques: readonly Technique[],
): string | undefined {
  if (arn !== undefined && matchingException([exception], record, arn, techniques) !== undefined) {
    return undefined;
  }
  const reasons = [
    ...(matchesPrincipal(exception, record) ? [] : ['it is for other principals']),
    ...(matchesSource(exception, record) ? [] : [`it is for other sources than ${call?.sourceIpAddress ?? 'this'}`]),
    ...(arn !== undefined && (exception.trails?.includes(arn) ?? true) ? [] : ['it is for other trails']),
    ...(techniques.some(({ id }) => exception.techniques?.includes(id) ?? true) ? [] : ['it is for other techniques']),
  ];
  return reasons.join('; ');
}

/** A trail may stay stopped as long as the exception says. */
function overdue({ maximumDurationSeconds }: ExceptionPolicy, { darkWindow }: Incident, now: Date): string | undefined {
  if (darkWindow === undefined) {
    return undefined;
  }
  const end = darkWindow.startedAt === undefined ? now : new Date(darkWindow.startedAt);
  const seconds = (end.getTime() - Date.parse(darkWindow.stoppedAt)) / 1000;
  return seconds < maximumDurationSeconds
    ? undefined
    : `it is over: the trail was stopped for ${duration(seconds)}, and ${duration(maximumDurationSeconds)} is the most`;
}

/** What the incident is about, and only if the call itself is catalogued as that. */
function techniquesOf({ technique, call }: Incident, record: CloudTrailRecord, isWhole: boolean): Technique[] {
  if (isWhole) {
    return techniquesOfRecord(record).filter(({ id }) => id === technique.id);
  }
  const catalogued = techniqueById(technique.id);
  return catalogued !== undefined && catalogued.eventName === call?.eventName ? [catalogued] : [];
}

/** What an incident keeps of the record. */
function recordOf({ actor, call, technique }: Incident): CloudTrailRecord | undefined {
  return (
    actor &&
    call && {
      eventID: call.eventId,
      eventName: call.eventName,
      eventSource: techniqueById(technique.id)?.eventSource ?? '',
      eventTime: call.eventTime,
      sourceIPAddress: unchanged(call.sourceIpAddress),
      vpcEndpointId: unchanged(call.vpcEndpointId),
      requestParameters: null,
      userIdentity: {
        arn: unchanged(actor.arn),
        invokedBy: unchanged(actor.invokedBy),
        sessionContext: { attributes: null, sessionIssuer: { arn: unchanged(actor.sessionIssuerArn) } },
      },
      resources: null,
      addendum: null,
    }
  );
}

/** A text that was made harmless is not what the caller sent: it counts as missing, so that it matches nothing. */
function unchanged(text: string | undefined): string | undefined {
  return text === undefined || /\\u\{|\[:\]\/\/|www\[\.\]|…$/i.test(text) ? undefined : text;
}
