import type { Outcome } from '../../lib/contract/incident';
import { METRIC } from '../../lib/contract/metrics';
import type { ConfigurationField, TrailConfiguration } from '../../lib/contract/trail-configuration';
import { adopt } from './adopt';
import { changersOf, explains } from './attribute-change';
import type { Baseline } from './baseline-items';
import { type Cause, type Changed, changeId, changeIncident } from './change-incident';
import { type FieldChange, isLoss } from './changes';
import { compareConfigurations } from './configuration/compare';
import { restoredConfiguration } from './configuration/restored';
import { matchingException } from './exceptions';
import { type Run, UnfinishedError } from './guard';
import { readIncident } from './knowledge';
import type { ListedTrail } from './listed-trail';
import { note } from './note';
import { putBack } from './put-back';
import { filledIn } from './read-configuration';
import type { CloudTrailRecord } from './record';
import { report } from './report';
import { canRestore } from './scope';
import type { CallSignal } from './signal';
import { techniquesOfRecord } from './target';

/**
 * Compares the whole configuration of a trail with its baseline. What was lost is put back, what was gained is adopted,
 * what an exception expects is adopted, and each is told.
 *
 * @returns whether it differed
 * @throws UnfinishedError if what was lost is not back
 */
export async function compareTrail(trail: ListedTrail, baseline: Baseline, cause: Cause, run: Run): Promise<boolean> {
  const read = await run.trails.configuration(trail);
  for (const { field, reason } of read.unread) {
    run.log.warn({ event: 'configuration-unreadable', trail: trail.arn, field, reason });
  }
  const current = filledIn(read, baseline.configuration);
  const { fields } = compareConfigurations(baseline.configuration, current);
  if (fields.length > 0) {
    await answerChange({ id: changeId(trail, baseline, current), trail, baseline, current, fields, cause }, run);
  }
  return fields.length > 0;
}

async function answerChange(changed: Changed, run: Run): Promise<void> {
  const { trail, baseline, fields, cause } = changed;
  const losses = fields.filter(isLoss);
  if (losses.length === 0) {
    return adoptAndTell({ ...changed, records: recordsOfCall(changed) }, baseline, run);
  }
  const records = await recordsBefore(changed, losses, run);
  const expected = expectedFields(losses, records, trail.arn, run);
  if (expected.fields.length > 0) {
    await adoptExpected({ ...changed, fields: expected.fields, records }, expected.reason, baseline, run);
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
  return putBackAndTell({ ...changed, records }, baseline, run);
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

type Records = ReadonlyMap<ConfigurationField, CloudTrailRecord>;

/** The call that led here, for the fields that it can have changed. */
function recordsOfCall({ cause: { call }, fields }: Changed): Records {
  const explained = call === undefined ? [] : fields.filter(({ field }) => explains(call.record, field));
  return new Map(explained.map(({ field }) => [field, (call as CallSignal).record]));
}

/** Before a restore, event history is asked only where an exception might apply: nothing else is worth the wait. */
async function recordsBefore(changed: Changed, losses: readonly FieldChange[], run: Run): Promise<Records> {
  const known = recordsOfCall(changed);
  const open = losses.filter(({ field }) => !known.has(field)).map(({ field }) => field);
  if (open.length === 0 || run.policy.exceptions.length === 0) {
    return known;
  }
  return new Map([...(await changersOf(open, changed.trail, changed.cause.since, run)), ...known]);
}

function expectedFields(
  losses: readonly FieldChange[],
  records: Records,
  trailArn: string,
  { policy }: Run,
): { fields: FieldChange[]; reason: string } {
  const matches = losses.flatMap((change) => {
    const record = records.get(change.field);
    const techniques = record && techniquesOfRecord(record).filter(({ fields }) => fields?.includes(change.field));
    const exception = record && matchingException(policy.exceptions, record, trailArn, techniques);
    return exception ? [{ change, reason: exception.reason }] : [];
  });
  return { fields: matches.map(({ change }) => change), reason: matches[0]?.reason ?? '' };
}

async function adoptAndTell(changed: Changed, baseline: Baseline, run: Run): Promise<void> {
  const by = [...(changed.records ?? new Map()).values()][0]?.userIdentity.arn ?? undefined;
  const next = await adopt(changed.trail, changed.current, baseline, { reason: 'wider', ...(by ? { by } : {}) }, run);
  if (next !== undefined) {
    await report(changeIncident(changed, { outcome: 'adopted', version: next.version }, run), run.owner, run);
  }
}

/** Only the fields that are expected; what else changed with them is compared again. */
async function adoptExpected(changed: Changed, reason: string, baseline: Baseline, run: Run): Promise<void> {
  const taken = Object.fromEntries(changed.fields.map(({ field }) => [field, changed.current[field]]));
  const kept = Object.fromEntries(
    Object.entries(baseline.configuration).filter(
      ([field]) => !changed.fields.some((change) => change.field === field),
    ),
  );
  const configuration = { ...kept, ...withoutUndefined(taken) } as unknown as TrailConfiguration;
  const by = changed.fields.map(({ field }) => changed.records?.get(field)?.userIdentity.arn).find(Boolean);
  const next = await adopt(changed.trail, configuration, baseline, { reason: 'expected', ...(by ? { by } : {}) }, run);
  if (next !== undefined) {
    const facts = { outcome: 'adopted' as const, version: next.version, exceptionReason: reason };
    await report(changeIncident(changed, facts, run), run.owner, run);
  }
}

/** With what event history knows of the losses that nothing explains yet. */
async function explained({ records, trail, cause }: Changed, losses: readonly FieldChange[], run: Run) {
  const open = losses.filter(({ field }) => !records?.has(field)).map(({ field }) => field);
  const found = open.length > 0 ? await changersOf(open, trail, cause.since, run) : [];
  return new Map([...(records ?? []), ...found]);
}

async function putBackAndTell(changed: Changed, baseline: Baseline, run: Run): Promise<void> {
  const { trail, current, fields } = changed;
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

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
