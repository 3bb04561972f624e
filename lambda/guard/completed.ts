import type { Incident } from '../../lib/contract/incident';
import { nextSteps } from './next-steps';

/** How a step begins that mends what a trail delivers through. It follows from the call, whose record is not kept. */
const MEND = 'To mend it: ';

/** An incident with what follows from the rest of it. */
export function completed(incident: Omit<Incident, 'nextSteps'> & Partial<Pick<Incident, 'nextSteps'>>): Incident {
  const mending = (incident.nextSteps ?? []).filter((step) => step.startsWith(MEND));
  return { ...incident, nextSteps: [...mending, ...nextSteps(incident)] };
}

/** The step of a command that mends. */
export function mendingStep(command: string): string {
  return `${MEND}${command}`;
}
