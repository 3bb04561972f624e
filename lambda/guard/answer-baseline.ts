import type { BaselineAnswer, BaselineRequest } from '../../lib/contract/baseline-request';
import { inScope, resolveTrail, type TrailArn } from '../common/scope';
import { catalogued } from '../common/target';
import { safeText } from '../common/text';
import { adopt } from './adopt';
import type { Baseline } from './baseline-items';
import { changeIncident } from './change-incident';
import { tellChanges } from './changes';
import { compareConfigurations } from './configuration/compare';
import type { Run } from './guard';
import { incidentOf } from './incident';
import { filledIn } from './read-configuration';
import { report } from './report';

/** Answers a person about a trail's baseline. What is accepted is announced with the difference. */
export async function answerBaseline({ action, trail: name, by }: BaselineRequest, run: Run): Promise<BaselineAnswer> {
  const trail = resolveTrail(run.policy, name);
  if (trail === undefined || !inScope(run.policy, trail)) {
    return { trail: safeText(name), error: 'It is not the name or ARN of a trail that is guarded here.' };
  }
  const baseline = await run.baselines.get(trail.arn);
  switch (action) {
    case 'show':
      return show(trail, run);
    case 'release':
      return release(trail, by, run);
    case 'diff':
    case 'accept':
      return compare(trail, baseline, action === 'accept' ? { by } : undefined, run);
  }
}

async function show({ arn }: TrailArn, run: Run): Promise<BaselineAnswer> {
  const versions = (await run.baselines.history(arn)).map(({ version, reason, by, adoptedAt, configuration }) => ({
    version,
    reason,
    ...(by === undefined ? {} : { by }),
    adoptedAt,
    configuration,
  }));
  return { trail: arn, versions };
}

/** The trail's next deletion is its owner's. It stays guarded until then. */
async function release(trail: TrailArn, by: string | undefined, run: Run): Promise<BaselineAnswer> {
  const { arn } = trail;
  const item = (await run.store.trails()).get(arn);
  await run.store.saveTrail({ ...item, arn, released: true });
  const who = by === undefined ? '' : `, by ${safeText(by)} as it says`;
  const incident = incidentOf(
    {
      id: `${arn}#released:${run.now().toISOString()}`,
      outcome: 'expected',
      technique: catalogued('trail-deleted'),
      trail,
      detectedBy: 'event',
      detectedAt: run.now(),
      exception: { reason: `Released by the command line${who}: its next deletion is not undone.` },
      actorNote: `Released by the command line${who}. The trail is still there.`,
    },
    run.policy,
  );
  await report(incident, run.owner, run);
  return { trail: arn, released: true };
}

async function compare(
  trail: TrailArn,
  baseline: Baseline | undefined,
  acceptance: { readonly by: string | undefined } | undefined,
  run: Run,
): Promise<BaselineAnswer> {
  const listed = await run.trails.find(trail);
  if (listed === undefined) {
    return { trail: trail.arn, error: 'The trail does not exist.' };
  }
  const read = await run.trails.configuration(listed);
  const current = filledIn(read, baseline?.configuration);
  const before = baseline?.configuration ?? current;
  const { fields } = compareConfigurations(before, current);
  const differences = tellChanges(fields, before, current, () => (acceptance ? 'kept' : 'not-done'));
  const answer: BaselineAnswer = { trail: trail.arn, differences, unread: read.unread };
  if (acceptance === undefined || (baseline !== undefined && fields.length === 0)) {
    return answer;
  }
  const by = acceptance.by === undefined ? undefined : safeText(acceptance.by);
  const next = await adopt(trail, current, baseline, { reason: 'accepted', ...(by ? { by } : {}) }, run);
  if (next === undefined) {
    return { ...answer, error: 'Another run adopted a version meanwhile: look at the difference again.' };
  }
  const changed = { trail: listed, baseline: baseline ?? next, current, fields };
  const cause = { detectedBy: 'sweep', since: run.now() } as const;
  const id = `${trail.arn}#baseline:${next.adoptedAt}`;
  const note = `Accepted by the command line${by ? `, by ${by} as it says` : ''}.`;
  const news = { outcome: 'adopted', version: next.version, actorNote: note } as const;
  await report(changeIncident({ id, ...changed, cause }, news, run), run.owner, run);
  return { ...answer, accepted: next.version };
}
