import type { Incident } from '../../lib/contract/incident';
import type { SeverityRating } from '../../lib/contract/techniques';
import { duration } from '../common/duration';
import { cut, LONG_LIST, rows, SHORT_LIST, section, short, suffix } from './mail-layout';
import { isAboutGuard } from './own-parts/about-guard';

/** How bad, and why; how Elastic's rules rate the technique by itself. Of the guard they have none. */
export function severitySection(incident: Incident): string {
  const { severity, riskScore, investigation } = incident;
  const ratings = isAboutGuard(incident) ? undefined : incident.ratings;
  return section('How bad', [
    `${severity}, risk score ${riskScore}`,
    ...cut(investigation?.criticality.reasons, LONG_LIST, (reason) => reason),
    ...rows(
      ["Elastic's rule as it is", ratings && ratingText(ratings.current)],
      ['As first published', ratings && ratingText(ratings.original)],
    ),
  ]);
}

export function changesSection({ changes }: Incident): string {
  return section(
    'Changed',
    cut(
      changes,
      LONG_LIST,
      ({ field, relation, before, after, result }) =>
        `${field} (${relation}, ${result}): was ${short(before)}, became ${short(after)}`,
    ),
  );
}

/** The latest times; the count is in the first sentence. */
export function repetitionsSection({ repetitions = [] }: Incident): string {
  return section(
    'Again',
    cut(
      [...repetitions].reverse(),
      SHORT_LIST,
      ({ at, outcome, technique, darkSeconds }) =>
        `${at}: ${technique}, ${outcome}${darkSeconds === undefined ? '' : `, dark for ${duration(darkSeconds)}`}`,
    ),
  );
}

export function doneSection({ actions }: Incident): string {
  return section(
    'Done',
    cut(actions, LONG_LIST, ({ action, result, at, detail }) => `${action}: ${result} at ${at}${suffix(detail)}`),
  );
}

export function checksSection({ checks }: Incident): string {
  return section(
    'Read back',
    cut(checks, LONG_LIST, ({ check, result, detail }) => `${check}: ${result}${suffix(detail)}`),
  );
}

/** Unknown is not told: the first sweep finds it out. */
export function coverageSection({ coverageGaps }: Incident): string {
  if (coverageGaps === undefined) {
    return '';
  }
  return coverageGaps.length > 0
    ? section(
        'Not recorded in this account',
        cut(coverageGaps, LONG_LIST, (gap) => gap),
      )
    : 'When last looked at, every management event in every Region was recorded by a healthy trail.';
}

/** What is prepared, or was done, to stop the actor, and how to undo it. */
export function containmentSection({ containment }: Incident): string {
  if (containment === undefined) {
    return '';
  }
  const { status, action, reason, at } = containment;
  const [told, isUndoable] = {
    prepared: ['Nothing was done yet', true],
    requested: ['Asked for; whether it was done is told in an update', true],
    succeeded: [`Done at ${at ?? 'an unknown time'}`, true],
    failed: ['FAILED: the actor was NOT stopped', false],
    refused: ['Not done', false],
  }[status] as [string, boolean];
  return section('Containment', [
    `${told}${reason === undefined ? '' : `: ${reason}`}`,
    ...rows(
      ['What it does', action?.effect],
      [status === 'failed' ? 'By hand' : 'Command', status === 'succeeded' ? undefined : action?.command],
      ['To undo it', isUndoable ? action?.undo : undefined],
    ),
  ]);
}

export function nextSection({ nextSteps }: Incident): string {
  return section('Next', nextSteps);
}

function ratingText({ severity, riskScore }: SeverityRating): string {
  return `${severity}, risk score ${riskScore}`;
}
