import type { Incident } from '../../lib/contract/incident';

/** What a person does next about a trail that was changed, deleted or cannot deliver. */
export function changeSteps({ outcome, trail, region, technique }: Omit<Incident, 'nextSteps'>): string[] {
  const arn = trail.arn ?? 'TRAIL_ARN';
  const show = `aws cloudtrail describe-trails --trail-name-list ${arn} --region ${region}`;
  const selectors = `aws cloudtrail get-event-selectors --trail-name ${arn} --region ${region}`;
  const status = `aws cloudtrail get-trail-status --name ${arn} --region ${region}`;
  switch (outcome) {
    case 'restored':
    case 'already-logging':
      return trail.arn === undefined ? [] : [`See that it is what you want: ${show} and ${selectors}`];
    case 'restore-failed':
    case 'restore-unverified':
      return [
        'Mend what is named above as missing; the guard tries again on each sweep.',
        `See how the trail stands: ${show}`,
        `See what it should be: trail-guard baseline show ${arn}`,
      ];
    case 'observed':
    case 'not-permitted':
      return [`The guard changed nothing. What it should be: trail-guard baseline show ${arn}`];
    case 'adopted':
      return technique.id === 'trail-deleted'
        ? ['Nothing, if this was you.']
        : [
            `Nothing, if this was you. If not: trail-guard baseline show ${arn} tells the version before, which to put back.`,
          ];
    case 'delivery-failing':
      return [
        `See the errors: ${status}`,
        'Look at the bucket, its policy, the key, the log group and the role of the trail. CloudTrail tries again for 30 ' +
          'days: mended within them, the log files arrive late and whole.',
      ];
    case 'delivery-recovered':
      return ['Find out who broke it: event history (90 days) of the Region of the bucket or key shows it.'];
    case 'trail-missing':
      return [
        'Create it again under its own name; what it was is in the machine-readable message, as far as the guard knew it.',
      ];
    case 'reported':
      return ['The guard may not or cannot undo this. Find out whether it was approved, and undo it if not.'];
    case 'expected':
    case 'attempted':
    case 'stopped-before-guard':
      return [];
  }
}
