import { createHash } from 'node:crypto';
import type { ConfigurationChange, Incident, Outcome } from '../../lib/contract/incident';
import type { ConfigurationField, TrailConfiguration } from '../../lib/contract/trail-configuration';
import type { CloudTrailRecord } from '../common/record';
import { safeText } from '../common/text';
import type { Baseline } from './baseline-items';
import { type FieldChange, isLoss, techniqueOfChanges, tellChanges } from './changes';
import type { Run } from './guard';
import { incidentOf } from './incident';
import type { ListedTrail } from './listed-trail';
import type { PutBack } from './put-back';
import type { CallSignal } from './signal';

/** How a trail came to be compared. */
export interface Cause {
  readonly detectedBy: 'event' | 'sweep';
  readonly call?: CallSignal;
  /** When it was last known to be as its baseline says: event history is searched since then. */
  readonly since: Date;
}

/** A trail whose configuration is not its baseline's. */
export interface Changed {
  readonly id: string;
  readonly trail: ListedTrail;
  readonly baseline: Baseline;
  readonly current: TrailConfiguration;
  readonly fields: readonly FieldChange[];
  readonly cause: Cause;
  /** The call that changed each field, as far as it is known. */
  readonly records?: ReadonlyMap<ConfigurationField, CloudTrailRecord>;
}

/**
 * The same change is the same incident, whichever way in found it, until it was put back: after that it is another one.
 * A sweep does not know the event, and asking event history first would keep the trail blind meanwhile.
 */
export function changeId({ arn }: { readonly arn: string }, baseline: Baseline, current: TrailConfiguration): string {
  const digest = createHash('sha256').update(JSON.stringify(current)).digest('hex').slice(0, 16);
  return `${arn}#changed:${baseline.restoredAt ?? baseline.adoptedAt}:${digest}`;
}

export interface ChangeNews {
  readonly outcome: Outcome;
  readonly done?: PutBack;
  /** What still differs from what was wanted. */
  readonly remaining?: readonly FieldChange[];
  /** The version of the baseline that was adopted. */
  readonly version?: number;
  readonly exceptionReason?: string;
  /** Instead of what is known of the actor. */
  readonly actorNote?: string;
}

/** Makes the incident of a changed configuration. */
export function changeIncident(changed: Changed, news: ChangeNews, run: Run): Incident {
  const { trail, baseline, current, fields, cause, records } = changed;
  const technique = techniqueOfChanges(fields, baseline.configuration, current, run.policy.severityProfile);
  const record = recordFor(changed, technique.fields) ?? [...(records ?? new Map()).values()][0];
  const unexplained = fields.filter((change) => isLoss(change) && !records?.has(change.field));
  const remaining = new Set((news.remaining ?? []).map(({ field }) => field));
  const actors = new Set([...(records ?? new Map()).values()].map(({ userIdentity }) => userIdentity.arn));
  return incidentOf(
    {
      id: changed.id,
      outcome: news.outcome,
      technique,
      trail,
      detectedBy: cause.detectedBy,
      detectedAt: run.now(),
      ...(record ? { record } : {}),
      ...(news.actorNote !== undefined
        ? { actorNote: news.actorNote }
        : record === undefined
          ? { actorNote: 'Event history does not show (yet) who changed the trail.' }
          : actors.size > 1
            ? { actorNote: safeText(`Others changed it too: ${[...actors].join(', ')}`, 512) }
            : unexplained.length > 0
              ? { actorNote: `Not by this call: ${unexplained.map(({ field }) => field).join(', ')}` }
              : {}),
      ...(news.exceptionReason === undefined ? {} : { exception: { reason: news.exceptionReason } }),
      ...(news.version === undefined ? {} : { baselineVersion: news.version }),
      changes: tellChanges(fields, baseline.configuration, current, (change) => resultOf(change, news, remaining)),
      evidence: current,
      actions: news.done?.actions ?? [],
      checks: news.done?.checks ?? [],
    },
    run.policy,
  );
}

function recordFor({ records }: Changed, fields: readonly ConfigurationField[] = []): CloudTrailRecord | undefined {
  return fields.map((field) => records?.get(field)).find((record) => record !== undefined);
}

function resultOf(
  change: FieldChange,
  { outcome, done }: ChangeNews,
  remaining: ReadonlySet<ConfigurationField>,
): ConfigurationChange['result'] {
  if (outcome === 'adopted' || !isLoss(change)) {
    return 'kept';
  }
  if (done === undefined) {
    return 'not-done';
  }
  // Nothing read back: nothing is claimed.
  return done.configuration === undefined || remaining.has(change.field) ? 'failed' : 'restored';
}
