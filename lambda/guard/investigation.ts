import type { Incident, Outcome } from '../../lib/contract/incident';
import type { InvestigationStage } from '../../lib/contract/investigation';
import { CATCH_UP_MILLISECONDS } from '../../lib/contract/investigation-request';

/** Outcomes of which there is nothing to find out: somebody did what they were expected to, or what helps. */
const SETTLED: readonly Outcome[] = ['expected', 'adopted', 'stopped-before-guard', 'delivery-recovered'];

/** What the investigator is still to find out, and when: at once for the actor, later for what happened in the dark. */
export function dueInvestigation(
  incident: Incident,
  now: Date,
): { readonly stage: InvestigationStage; readonly at: number } | undefined {
  const { outcome, exception, actor, investigation } = incident;
  if (SETTLED.includes(outcome) || exception !== undefined || (actor === undefined && !wasDark(incident))) {
    return undefined;
  }
  if (investigation === undefined && actor !== undefined) {
    return { stage: 'first', at: now.getTime() };
  }
  // Nothing was dark where a call was denied.
  if (outcome === 'attempted') {
    return undefined;
  }
  const caughtUp = endOf(incident) + CATCH_UP_MILLISECONDS;
  return investigation?.stage === 'complete' && Date.parse(investigation.at) >= caughtUp
    ? undefined
    : { stage: 'complete', at: caughtUp };
}

/** Whether there may be a time that a trail did not record (all of). */
function wasDark({ darkWindow, changes = [], repetitions = [] }: Incident): boolean {
  return darkWindow !== undefined || changes.length > 0 || repetitions.length > 0;
}

/** When the last of it happened, as far as it is known. */
function endOf({ detectedAt, darkWindow, actions, repetitions = [] }: Incident): number {
  const times = [
    detectedAt,
    darkWindow?.startedAt,
    ...actions.map(({ at }) => at),
    ...repetitions.flatMap((repetition) => [repetition.at, repetition.darkWindow?.startedAt]),
  ];
  return Math.max(...times.flatMap((time) => (time === undefined ? [] : [Date.parse(time)])));
}
