import type { Incident, IncidentCheck, Outcome } from '../../../lib/contract/incident';
import { METRIC } from '../../../lib/contract/metrics';
import type { ExceptionPolicy } from '../../../lib/contract/policy';
import type { Technique } from '../../../lib/contract/techniques';
import { attemptId } from '../attempt-id';
import { type Run, UnfinishedError } from '../guard';
import { eventIncidentId, type Facts, incidentOf } from '../incident';
import { note } from '../note';
import { report } from '../report';
import type { CallSignal } from '../signal';
import type { Answered } from './answered';
import { findingChecks, findingCommands, techniquesOfFindings, worstTechnique } from './finding-words';
import { unreachable } from './memory';
import type { Finding, Inspection } from './own-parts';
import { partName } from './part-name';
import type { OwnPart } from './parts-of-service';
import { outcomeOf } from './put-back';

/** A call on a part of the guard. */
export interface OwnCall {
  readonly call: CallSignal;
  readonly technique: Technique;
  readonly part: OwnPart;
}

/** Once an hour for the same actor and error, however often it is tried. */
export async function tellAttempt({ call, technique, part }: OwnCall, run: Run): Promise<void> {
  run.count(METRIC.ATTEMPTS);
  const id = attemptId(`${run.policy.account}#guard`, call.record);
  const checks = [{ check: `The call was on the guard's own part ${part.name}`, result: 'passed' as const }];
  await tell({ call, technique }, { id, outcome: 'attempted', checks }, run);
}

/** Nothing is put back until it is over: whoever may change the guard is not to be fought. */
export async function tellExpected(
  { call, technique, part }: OwnCall,
  { reason }: ExceptionPolicy,
  until: Date,
  run: Run,
): Promise<void> {
  const exception = { reason, until: until.toISOString() };
  for (const kind of part.kinds) {
    await run.store
      .saveExpectedChange({ part: partName({ kind, name: part.name }), until: exception.until })
      .catch((error: unknown) => unreachable(error, run));
  }
  await tell({ call, technique }, { outcome: 'expected', exception }, run);
}

/**
 * Nothing of it is to be seen (any more): it was changed back meanwhile, or leaves nothing behind, as a purge does. It was
 * done to the guard all the same.
 */
export async function tellSeen(
  { call, technique, part }: OwnCall,
  inspection: Inspection | undefined,
  run: Run,
): Promise<void> {
  const names = part.kinds.map((kind) => partName({ kind, name: part.name }));
  const unreadable = (inspection?.unreadable ?? []).filter((one) => names.includes(one.part));
  const checks = unreadable.map((one): IncidentCheck => ({ check: one.part, result: 'unknown', detail: one.error }));
  const isIntact = inspection !== undefined && names.length > 0 && unreadable.length === 0;
  const intact: IncidentCheck = { check: `${names.join(', ')}: as the template says`, result: 'passed' };
  const outcome: Outcome = isIntact && technique.response === 'protect' ? 'already-logging' : 'reported';
  await tell({ call, technique }, { outcome, checks: isIntact ? [intact] : checks }, run);
}

/**
 * Puts back what was found and tells it; notes first what is about to be put back.
 *
 * @throws UnfinishedError if something is not back, so that Lambda tries again
 */
export async function tellAnswered(
  { call, technique }: OwnCall,
  findings: readonly Finding[],
  answer: () => Promise<Answered>,
  run: Run,
): Promise<void> {
  const worst = worstTechnique([technique, ...techniquesOfFindings(findings)], run);
  const about = { call, technique: worst };
  const before: Answered = { findings, actions: [], remaining: findings };
  if (run.policy.response === 'restore' && findings.some(({ repairable }) => repairable)) {
    const noted = { outcome: 'restore-unverified', checks: findingChecks(before) } as const;
    await note(callIncident(about, noted, run), run, {});
  }
  const answered = await answer();
  const outcome = outcomeOf(answered, run);
  const facts = {
    outcome,
    actions: answered.actions,
    checks: findingChecks(answered),
    commands: findingCommands(answered),
  };
  await tell(about, facts, run);
  if (outcome === 'restore-failed') {
    throw new UnfinishedError(`The guard could not put back its own parts: ${call.record.eventName}`);
  }
}

type About = Pick<OwnCall, 'call' | 'technique'>;
type Told = Partial<Facts> & Pick<Facts, 'outcome'>;

async function tell(about: About, told: Told, run: Run): Promise<void> {
  await report(callIncident(about, told, run), run.owner, run);
}

function callIncident({ call, technique }: About, told: Told, run: Run): Incident {
  const { record } = call;
  const facts: Facts = {
    id: eventIncidentId(`${run.policy.account}#guard`, record),
    technique,
    detectedBy: 'event',
    detectedAt: run.now(),
    record,
    ...told,
  };
  return incidentOf(facts, run.policy);
}
