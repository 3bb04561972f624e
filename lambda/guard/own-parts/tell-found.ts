import { createHash } from 'node:crypto';
import type { Incident, IncidentCheck } from '../../../lib/contract/incident';
import { techniqueById } from '../../../lib/contract/techniques';
import type { CloudTrailRecord } from '../../common/record';
import type { Run } from '../guard';
import { type Facts, incidentOf } from '../incident';
import type { Answered } from './answered';
import { findingChecks, findingCommands, findingKey, techniquesOfFindings, worstTechnique } from './finding-words';
import { type Lasting, lastingCheck } from './lasting';
import type { Look } from './look';
import type { Manifest } from './manifest';
import type { Finding } from './own-parts';
import { outcomeOf } from './put-back';
import { GUARD_DEPLOYED, GUARD_UNREADABLE, SUBSCRIPTION_UNCONFIRMED } from './states';

const UNKNOWN_ACTOR =
  'Event history does not show (yet) who did it. Calls on IAM are in that of us-east-1; those on the content of a queue or ' +
  'topic in none.';

/** By what was found, and when first. */
export function foundId(findings: readonly Finding[], run: Run): string {
  return sweepId('own-parts', findings.map(findingKey), run);
}

/** What a sweep found of the guard's parts, and what became of it. */
export function foundIncident(
  id: string,
  answered: Answered,
  record: CloudTrailRecord | undefined,
  run: Run,
): Incident {
  const [first = GUARD_DEPLOYED, ...others] = techniquesOfFindings(answered.findings);
  return sweptIncident(
    {
      id,
      outcome: outcomeOf(answered, run),
      technique: worstTechnique([first, ...others], run),
      actions: answered.actions,
      checks: findingChecks(answered),
      commands: findingCommands(answered),
      ...(record ? { record } : { actorNote: UNKNOWN_ACTOR }),
    },
    run,
  );
}

export function deploymentId({ stackId, stack }: Manifest): string {
  return `${stackId}#deployment:${stack?.deployedAt}`;
}

/** The guard was deployed: whether it is what its template says. Quiet, if it is. */
export function deploymentIncident(
  manifest: Manifest,
  { inspection, deployment }: Look,
  answered: Answered,
  record: CloudTrailRecord | undefined,
  run: Run,
): Incident {
  const isAsSaid = answered.findings.length === 0;
  const [first = GUARD_DEPLOYED, ...others] = techniquesOfFindings(answered.findings);
  const { status, deployedAt } = manifest.stack ?? {};
  const version = deployment.version === undefined ? {} : { detail: `Version ${deployment.version}` };
  return sweptIncident(
    {
      id: deploymentId(manifest),
      outcome: isAsSaid ? 'adopted' : outcomeOf(answered, run),
      technique: worstTechnique([first, ...others], run),
      actions: answered.actions,
      checks: [
        { check: `The guard's stack was deployed at ${deployedAt}: ${status}`, result: 'passed', ...version },
        { check: `${inspection.intact.length} parts are as the template says`, result: 'passed' },
        ...findingChecks(answered),
        ...inspection.unreadable.map(({ part, error }) => lastingCheck({ kind: 'unreadable', what: part, error })),
      ],
      commands: findingCommands(answered),
      ...(record ? { record } : { actorNote: 'Event history does not show (yet) who deployed it.' }),
    },
    run,
  );
}

/** What was told before is as it should be again. */
export function overIncident(
  id: string,
  techniqueId: string,
  keys: readonly string[],
  { actions }: Pick<Answered, 'actions'>,
  run: Run,
): Incident {
  const checks = keys.map(
    (key): IncidentCheck => ({ check: key, result: 'passed', detail: 'As the template says again' }),
  );
  const isRepaired = actions.some(({ result }) => result === 'succeeded');
  const outcome = isRepaired ? 'restored' : 'already-logging';
  return sweptIncident(
    {
      id,
      outcome,
      technique: techniqueById(techniqueId) ?? GUARD_DEPLOYED,
      actions: isRepaired ? actions : [],
      checks,
    },
    run,
  );
}

/** What lasted too long: one incident of each kind. */
export function lastingIncidents(due: readonly Lasting[], run: Run): Incident[] {
  return (['unreadable', 'unconfirmed'] as const).flatMap((kind) => {
    const all = due.filter((one) => one.kind === kind);
    return all.length === 0 ? [] : [lastingIncident(kind, all, run)];
  });
}

function lastingIncident(kind: Lasting['kind'], all: readonly Lasting[], run: Run): Incident {
  const names = all.map(({ what }) => what);
  return sweptIncident(
    {
      id: sweepId(`own-parts-${kind}`, names, run),
      outcome: 'reported',
      technique: kind === 'unreadable' ? GUARD_UNREADABLE : SUBSCRIPTION_UNCONFIRMED,
      checks: all.map(lastingCheck),
    },
    run,
  );
}

function sweepId(what: string, names: readonly string[], { policy, now }: Run): string {
  const digest = createHash('sha256')
    .update([...names].sort().join('\n'))
    .digest('hex')
    .slice(0, 16);
  return `${policy.account}#${what}:${digest}:${now().toISOString()}`;
}

function sweptIncident(facts: Omit<Facts, 'detectedBy' | 'detectedAt'>, run: Run): Incident {
  return incidentOf({ ...facts, detectedBy: 'sweep', detectedAt: run.now() }, run.policy);
}
