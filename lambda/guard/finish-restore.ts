import type { Incident } from '../../lib/contract/incident';
import { parseTrailArn } from '../common/scope';
import { completed } from './completed';
import { compareConfigurations } from './configuration/compare';
import type { Run } from './guard';
import type { IncidentItem } from './incident-items';
import { readBaseline } from './knowledge';
import { filledIn } from './read-configuration';
import { report } from './report';

/**
 * Finds out what came of a restore that was not seen to its end: the run died, or something was in the way. Once the trail
 * is what it was, whoever put it back, that is told and the incident is over.
 */
export async function finishRestore({ incident }: IncidentItem, run: Run): Promise<void> {
  const arn = parseTrailArn(incident.trail.arn ?? '');
  const baseline = arn && (await readBaseline(arn.arn, run));
  const listed = arn && (await run.trails.find(arn));
  if (baseline === undefined || listed === undefined) {
    return;
  }
  const read = await run.trails.configuration(listed);
  const changed = (incident.changes ?? []).map(({ field }) => field);
  if (read.unread.some(({ field }) => changed.includes(field))) {
    return;
  }
  const { fields } = compareConfigurations(baseline.configuration, filledIn(read, baseline.configuration));
  if (fields.some(({ relation }) => relation !== 'wider')) {
    return;
  }
  // As it should be, because somebody accepted meanwhile that it should be so.
  const isAccepted = baseline.adoptedAt > incident.detectedAt;
  const result = isAccepted ? 'kept' : 'restored';
  const over: Incident = {
    ...incident,
    outcome: isAccepted ? 'adopted' : 'restored',
    ...(isAccepted ? { baselineVersion: baseline.version } : {}),
    changes: (incident.changes ?? []).map((change) => (change.result === 'kept' ? change : { ...change, result })),
    checks: [{ check: 'The configuration is what it was, field by field', result: 'passed' }],
  };
  await report(completed(over), run.owner, run);
}
