import type { Actor, Incident, IncidentRepetition } from '../../lib/contract/incident';
import { completed } from './completed';
import { escalated } from './escalation';
import { keepFindings } from './found-out';

/** How many repetitions are kept one by one; the count goes on. */
const REPETITIONS = 50;

/**
 * The latest state under the first one's name. The same episode told again replaces what was known of it; what comes late
 * of an earlier one changes the timeline only.
 */
export function repeated(first: Incident, episode: Incident): Incident {
  const known = first.repetitions ?? [repetitionOf(first)];
  const others = known.filter(({ incidentId }) => incidentId !== episode.id);
  const occurrences = (first.occurrences ?? 1) + (others.length < known.length ? 0 : 1);
  const timeline = [...others, repetitionOf(episode)].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const isLatest = timeline.at(-1)?.incidentId === episode.id;
  const { actor: _actor, actorNote: _note, ...latest } = isLatest ? episode : first;
  const all: Incident = {
    ...latest,
    ...who(first, episode, isLatest),
    id: first.id,
    detectedAt: first.detectedAt,
    detectedBy: first.detectedBy,
    revision: first.revision,
    occurrences,
    repetitions: timeline.slice(-REPETITIONS),
    ...escalated(episode, occurrences),
  };
  return completed(keepFindings(all, first));
}

/** Whether an incident is older than the last repetition of the one under which it is told. */
export function isOvertaken(incident: Incident, { repetitions }: Incident): boolean {
  return (
    repetitions !== undefined && incident.repetitions === undefined && repetitions.at(-1)?.incidentId !== incident.id
  );
}

/** What is known of all times, where the last one is told again. */
export function withTimeline(incident: Incident, { occurrences, repetitions }: Incident): Incident {
  const last = repetitions?.at(-1);
  if (occurrences === undefined || repetitions === undefined || last === undefined) {
    return incident;
  }
  return {
    ...incident,
    occurrences,
    repetitions: [...repetitions.slice(0, -1), repetitionOf({ ...incident, id: last.incidentId })],
    ...(incident.occurrences === undefined ? escalated(incident, occurrences) : {}),
  };
}

/** Somebody's sessions are one actor. */
export function actorKey(actor: Actor | undefined): string {
  return actor?.sessionIssuerArn ?? actor?.arn ?? actor?.principalId ?? 'unknown';
}

/** Nobody is said to have done what is only likely to be theirs. */
function who(first: Incident, episode: Incident, isLatest: boolean): Pick<Incident, 'actor' | 'actorNote'> {
  const [latest, other] = isLatest ? [episode, first] : [first, episode];
  const actor = latest.actor ?? other.actor;
  if (latest.actor && other.actor && actorKey(latest.actor) !== actorKey(other.actor)) {
    return { actor: latest.actor, actorNote: `Not the same actor each time: ${other.actor.displayName} was another.` };
  }
  const { actorNote } = latest;
  return { ...(actor ? { actor } : {}), ...(actorNote === undefined ? {} : { actorNote }) };
}

function repetitionOf({ id, detectedAt, outcome, technique, call, darkWindow }: Incident): IncidentRepetition {
  return {
    incidentId: id,
    at: call?.eventTime ?? darkWindow?.stoppedAt ?? detectedAt,
    outcome,
    technique: technique.id,
    ...(call ? { eventId: call.eventId } : {}),
    ...(darkWindow?.seconds === undefined ? {} : { darkSeconds: darkWindow.seconds }),
    ...(darkWindow ? { darkWindow } : {}),
  };
}
