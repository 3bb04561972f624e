import { type Incident, isUnfinished } from '../../lib/contract/incident';
import { METRIC } from '../../lib/contract/metrics';
import { exceptionsFor, matchingException } from '../common/exceptions';
import type { CloudTrailRecord } from '../common/record';
import type { TrailArn } from '../common/scope';
import { catalogued } from '../common/target';
import { lastCallOn } from './attribute-change';
import type { Baseline } from './baseline-items';
import { type Run, UnfinishedError } from './guard';
import { type Facts, incidentOf } from './incident';
import { readBaseline } from './knowledge';
import { note } from './note';
import { type Recreation, recreate } from './recreate';
import { report } from './report';
import type { TrailItem } from './trail-items';

/** For `catch`: undefined where the trail does not exist; any other error is thrown on. */
export function unlessNotFound(error: unknown): undefined {
  if (!(error instanceof Error && error.name === 'TrailNotFoundException')) {
    throw error;
  }
}

/** How the guard came to miss a trail. */
export interface Loss {
  readonly detectedBy: 'event' | 'sweep';
  readonly record?: CloudTrailRecord;
}

/** A trail is gone: creates it again where the guard knows what it was, and tells, whichever way in noticed it. */
export async function answerMissing(trail: TrailArn, item: TrailItem | undefined, loss: Loss, run: Run): Promise<void> {
  if (item?.missing === 'expected') {
    return;
  }
  if (item?.released) {
    run.log.info({ event: 'released-trail-deleted', trail: trail.arn });
    return run.store.saveTrail({ ...item, missing: 'expected' });
  }
  const since = new Date(item?.comparedAt ?? item?.seenLoggingAt ?? 0);
  const baseline = await readBaseline(trail.arn, run);
  const isDeletion = loss.record?.eventName === 'DeleteTrail';
  const mayBeExpected = exceptionsFor(run.policy.exceptions, trail.arn, 'trail-deleted').length > 0;
  const early = isDeletion
    ? loss.record
    : mayBeExpected
      ? await lastCallOn(trail, 'DeleteTrail', since, run)
      : undefined;
  const exception = early && matchingException(run.policy.exceptions, early, trail.arn);
  if (exception) {
    const news = {
      id: missingId(trail, item, baseline),
      outcome: 'adopted',
      exception: { reason: exception.reason },
    } as const;
    await tell(trail, { ...loss, record: early }, run, news);
    return run.store.saveTrail({ ...item, arn: trail.arn, missing: 'expected' });
  }
  const canCreate = trail.account === run.policy.account && run.policy.response === 'restore';
  const id = missingId(trail, item, baseline);
  const recreation = baseline && canCreate ? await recreateNoted(trail, baseline, id, loss, run) : undefined;
  const record = early ?? (await lastCallOn(trail, 'DeleteTrail', since, run));
  const news = { ...newsOf(recreation, baseline, record), id };
  await tell(trail, { ...loss, ...(record ? { record } : {}) }, run, news);
  if (recreation === undefined || recreation.result === 'restore-failed') {
    await run.store.saveTrail({ ...item, arn: trail.arn, missing: 'unexpected' });
  } else {
    const { missing: _, knownStop: __, ...known } = item ?? {};
    await run.store.saveTrail({ ...known, arn: trail.arn, seenLoggingAt: run.now().toISOString() });
    await (baseline && run.baselines.restored(baseline, run.now()));
  }
  if (recreation && recreation.result !== 'restored') {
    run.count(METRIC.RESTORE_FAILURES);
    throw new UnfinishedError(`${trail.arn}: deleted and not what it was (${recreation.result})`);
  }
}

/** Noted while it is under way: should this run die, a sweep tells it and finds out what came of it. */
async function recreateNoted(
  trail: TrailArn,
  baseline: Baseline,
  id: string,
  loss: Loss,
  run: Run,
): Promise<Recreation> {
  const noting = note(missingIncident(trail, loss, run, { id, outcome: 'restore-unverified' }), run);
  const recreation = await recreate(trail, baseline.configuration, run);
  await noting;
  return recreation;
}

type News = Pick<Facts, 'outcome'> & Partial<Facts>;

/**
 * The same whichever way in noticed it, until the trail is seen or made again. Both are looked at: runs at once may write
 * over what the other knows of the trail.
 */
function missingId({ arn }: TrailArn, item: TrailItem | undefined, baseline: Baseline | undefined): string {
  const times = [item?.seenLoggingAt, baseline?.restoredAt].filter((time) => time !== undefined).sort();
  return `${arn}#missing:${times.at(-1) ?? 'never-seen'}`;
}

function newsOf(
  recreation: Recreation | undefined,
  baseline: Baseline | undefined,
  record: CloudTrailRecord | undefined,
): News {
  if (recreation === undefined) {
    return {
      outcome: 'trail-missing',
      checks: [{ check: 'DescribeTrails lists the trail', result: 'failed' }],
      // What it was is in the message, for whoever has to create it again.
      ...(baseline ? { evidence: baseline.configuration } : {}),
    };
  }
  const { result, actions, checks, status } = recreation;
  const stoppedAt = record && new Date(record.eventTime);
  return {
    outcome: result,
    actions,
    checks,
    ...(stoppedAt ? { darkWindow: windowOf(stoppedAt, status?.startedAt) } : {}),
  };
}

function windowOf(stoppedAt: Date, startedAt: Date | undefined) {
  const window = { stoppedAt: stoppedAt.toISOString() };
  return startedAt === undefined
    ? window
    : {
        ...window,
        startedAt: startedAt.toISOString(),
        seconds: Math.max(0, (startedAt.getTime() - stoppedAt.getTime()) / 1000),
      };
}

type IdentifiedNews = News & Pick<Facts, 'id'>;

function missingIncident(trail: TrailArn, { detectedBy, record }: Loss, run: Run, news: IdentifiedNews): Incident {
  return incidentOf(
    {
      technique: catalogued('trail-deleted'),
      trail,
      detectedBy,
      detectedAt: run.now(),
      ...(record ? { record } : { actorNote: 'Event history does not show (yet) who called DeleteTrail.' }),
      ...news,
    },
    run.policy,
  );
}

async function tell(trail: TrailArn, loss: Loss, run: Run, news: IdentifiedNews): Promise<void> {
  await report(missingIncident(trail, loss, run, news), run.owner, run, {
    attributionDue: loss.record === undefined,
    ...(isUnfinished(news.outcome) ? { awaiting: 'restore' } : {}),
  });
}
