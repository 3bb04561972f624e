import * as v from 'valibot';
import type { IncidentContainment } from '../../lib/contract/containment';
import type { Incident } from '../../lib/contract/incident';
import { GUARD_TECHNIQUES } from '../../lib/contract/techniques';
import { containmentOf } from '../common/containment/containment-of';
import { schemaIssues } from '../common/record';
import { completed } from '../guard/completed';
import type { HubEvent } from './event';
import { harmless } from './harmless';
import type { Told } from './incident-record';
import { CoreSchema, DetailsSchema } from './incident-schema';

/**
 * What a guard tells: of its own account alone. The commands that people are given are made here from the facts, and not
 * taken from the event, where whoever rules the member account might have put others.
 *
 * @returns why not, where it is none
 */
export function readIncident({ account, detail }: HubEvent, receivedAt: Date): Told | string {
  const safe = harmless(detail);
  const core = v.safeParse(CoreSchema, safe);
  if (!core.success) {
    return `not an incident, of account ${account}: ${schemaIssues(core.issues)}`;
  }
  if (core.output.account !== account) {
    return `account ${account} told an incident of account ${core.output.account}`;
  }
  const { containment, ...details } = v.parse(DetailsSchema, safe);
  const told = { ...details, ...core.output } as Incident;
  const known = containment === undefined ? told : { ...told, containment: ownWords(containment, told) };
  const incident = completed({ ...known, nextSteps: mendingSteps(known.nextSteps) });
  return { incident, origin: 'guard', episode: episodeOf(incident), isQuiet: false, receivedAt };
}

/** One command of the AWS CLI: no other program, and no file but one that the person writes. */
const MENDING = /^To mend it: aws [a-z0-9-]+ [a-z0-9-]+(?: [\w.:/,=@+*-]+| '[^']*'| file\[:\]\/\/[\w.-]+)*$/;

/** What mends follows from a record that only the guard has. */
function mendingSteps(steps: readonly string[]): string[] {
  return steps.filter((step) => MENDING.test(step)).map((step) => step.replaceAll('file[:]//', 'file://'));
}

/** The guard and its witness tell of a call on the guard's own parts in their own ways: the call is the episode. */
function episodeOf({ technique, call, id }: Incident): string {
  const isOnGuard = GUARD_TECHNIQUES.some((guardTechnique) => guardTechnique.id === technique.id);
  return isOnGuard && call ? callEpisode(call.eventId) : id;
}

export function callEpisode(eventId: string): string {
  return `call:${eventId}`;
}

type ContainmentFacts = Omit<IncidentContainment, 'action'> & {
  readonly action?: Pick<NonNullable<IncidentContainment['action']>, 'kind' | 'principalArn' | 'accessKeyId'>;
};

/** With the commands that follow from the incident, if what was told is what follows from it. */
function ownWords({ action, ...facts }: ContainmentFacts, incident: Incident): IncidentContainment {
  const { action: derived } = containmentOf(incident, []);
  const isSame =
    derived?.kind === action?.kind &&
    derived?.principalArn === action?.principalArn &&
    derived?.accessKeyId === action?.accessKeyId;
  return { ...facts, ...(derived && isSame ? { action: derived } : {}) };
}
