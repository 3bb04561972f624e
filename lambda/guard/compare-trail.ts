import type { Outcome } from '../../lib/contract/incident';
import { METRIC } from '../../lib/contract/metrics';
import type { TrailConfiguration } from '../../lib/contract/trail-configuration';
import { canRestore } from '../common/scope';
import { adopt } from './adopt';
import type { Baseline } from './baseline-items';
import { type Cause, type Changed, changeId, changeIncident } from './change-incident';
import { expectedFields, explained, recordsBefore, recordsOfCall } from './changers';
import { type FieldChange, isLoss } from './changes';
import { compareConfigurations } from './configuration/compare';
import { restoredConfiguration } from './configuration/restored';
import { type Run, UnfinishedError } from './guard';
import { readIncident } from './knowledge';
import type { ListedTrail } from './listed-trail';
import { note } from './note';
import { putBack } from './put-back';
import { filledIn, readWhole } from './read-configuration';
import { report } from './report';

/**
 * Compares the whole configuration of a trail with its baseline. What was lost is put back, what was gained is adopted,
 * what an exception expects is adopted, and each is told.
 *
 * @returns whether it differed
 * @throws UnfinishedError if what was lost is not back
 */
export async function compareTrail(trail: ListedTrail, baseline: Baseline, cause: Cause, run: Run): Promise<boolean> {
  const read = await readWhole(trail, run);
  const current = filledIn(read, baseline.configuration);
  const { fields } = compareConfigurations(baseline.configuration, current);
  if (fields.length > 0) {
    await answerChange({ id: changeId(trail, baseline, current), trail, baseline, current, fields, cause }, run);
  }
  return fields.length > 0;
}

async function answerChange(changed: Changed, run: Run): Promise<void> {
  const { trail, fields, cause } = changed;
  const losses = fields.filter(isLoss);
  if (losses.length === 0) {
    return adoptAndTell({ ...changed, records: recordsOfCall(changed) }, run);
  }
  const records = await recordsBefore(changed, losses, run);
  const expected = expectedFields(losses, records, trail.arn, run);
  if (expected.fields.length > 0) {
    await adoptExpected({ ...changed, fields: expected.fields, records }, expected.reason, run);
    const next = await run.baselines.get(trail.arn);
    if (next && expected.fields.length < losses.length) {
      await compareTrail(trail, next, cause, run);
    }
    return;
  }
  const refusal = refusalOf(trail, run);
  if (refusal !== undefined) {
    return tellRefused({ ...changed, records }, losses, refusal, run);
  }
  return putBackAndTell({ ...changed, records }, run);
}

function refusalOf(trail: ListedTrail, { policy }: Run): Outcome | undefined {
  return canRestore(policy, trail) ? (policy.response === 'observe' ? 'observed' : undefined) : 'not-permitted';
}

/** Of the same change once, however many sweeps see it. */
async function tellRefused(changed: Changed, losses: readonly FieldChange[], outcome: Outcome, run: Run) {
  const previous = await readIncident(changed.id, run);
  if (previous?.state === 'sent' && previous.incident.outcome === outcome) {
    return;
  }
  const isForeign = outcome === 'not-permitted';
  const records = isForeign ? (changed.records ?? new Map()) : await explained(changed, losses, run);
  const isUnknown = records.size === 0;
  const actorNote = `Who changed it is in the event history of account ${changed.trail.account} only.`;
  const news = { outcome, ...(isForeign && isUnknown ? { actorNote } : {}) };
  const incident = changeIncident({ ...changed, records }, news, run);
  await report(incident, run.owner, run, { attributionDue: isUnknown && !isForeign });
}

async function adoptAndTell(changed: Changed, run: Run): Promise<void> {
  const { trail, baseline, current } = changed;
  const by = [...(changed.records ?? new Map()).values()][0]?.userIdentity.arn ?? undefined;
  const next = await adopt(trail, current, baseline, { reason: 'wider', ...(by ? { by } : {}) }, run);
  if (next !== undefined) {
    await report(changeIncident(changed, { outcome: 'adopted', version: next.version }, run), run.owner, run);
  }
}

/** Only the fields that are expected; what else changed with them is compared again. */
async function adoptExpected(changed: Changed, reason: string, run: Run): Promise<void> {
  const { trail, baseline } = changed;
  const taken = Object.fromEntries(changed.fields.map(({ field }) => [field, changed.current[field]]));
  // A setting that was taken away is undefined, which no JSON keeps.
  const configuration = { ...baseline.configuration, ...taken } as TrailConfiguration;
  const by = changed.fields.map(({ field }) => changed.records?.get(field)?.userIdentity.arn).find(Boolean);
  const next = await adopt(trail, configuration, baseline, { reason: 'expected', ...(by ? { by } : {}) }, run);
  if (next !== undefined) {
    const facts = { outcome: 'adopted' as const, version: next.version, exceptionReason: reason };
    await report(changeIncident(changed, facts, run), run.owner, run);
  }
}

async function putBackAndTell(changed: Changed, run: Run): Promise<void> {
  const { trail, baseline, current, fields } = changed;
  const before = baseline.configuration;
  const wanted = restoredConfiguration(before, current);
  // The evidence is written while the trail is put back: whatever becomes of this run, it is told.
  const noting = note(changeIncident(changed, { outcome: 'restore-unverified' }, run), run);
  const done = await putBack(trail, current, wanted, run);
  await noting;

  const records = await explained(changed, fields.filter(isLoss), run);
  if (done.result !== 'restored') {
    run.count(METRIC.RESTORE_FAILURES);
  }
  const remaining = done.configuration && compareConfigurations(wanted, done.configuration).fields;
  await report(
    changeIncident({ ...changed, records }, { outcome: done.result, done, remaining: remaining ?? [] }, run),
    run.owner,
    run,
    { attributionDue: records.size === 0, ...(done.result === 'restored' ? {} : { awaiting: 'restore' as const }) },
  );
  if (done.result !== 'restored') {
    throw new UnfinishedError(`${trail.arn}: the configuration is not what it was (${done.result})`);
  }
  const gains = compareConfigurations(before, wanted).fields;
  await (gains.length > 0
    ? // A mixed change: what it gained is kept.
      adopt(trail, wanted, baseline, { reason: 'wider' }, run)
    : run.baselines.restored(baseline, run.now()));
}
