import type { Incident } from '../../lib/contract/incident';
import { STOP_LOGGING } from '../../lib/contract/techniques';
import { changeSteps } from './change-steps';
import { actorSteps, lookSteps } from './next-steps-actor';
import { findingSteps } from './next-steps-findings';
import { isAboutGuard } from './own-parts/about-guard';
import { ownSteps } from './own-parts/own-words';

/** What a person does next, as the Elastic guide advises, with commands made for this actor and this trail. */
export function nextSteps(incident: Omit<Incident, 'nextSteps'>): string[] {
  const isBack = incident.outcome === 'restored' || incident.outcome === 'already-logging';
  const trail = trailSteps(incident);
  return [
    ...(isBack ? [] : trail),
    ...actorSteps(incident),
    ...findingSteps(incident),
    ...lookSteps(incident),
    ...(isBack ? trail : []),
  ];
}

function trailSteps(incident: Omit<Incident, 'nextSteps'>): string[] {
  const { outcome, trail, region, exception, darkWindow } = incident;
  if (isAboutGuard(incident)) {
    return ownSteps(incident);
  }
  if (incident.technique.id !== STOP_LOGGING.id && outcome !== 'attempted') {
    return changeSteps(incident);
  }
  const arn = trail.arn ?? 'TRAIL_ARN';
  const start = `aws cloudtrail start-logging --name ${arn} --region ${region}`;
  const status = `aws cloudtrail get-trail-status --name ${arn} --region ${region}`;
  switch (outcome) {
    case 'restored':
    case 'already-logging':
      return [
        'Check that bucket, key, event selectors and log file validation are what they should be: a trail that logs can ' +
          `still be blind: aws cloudtrail get-event-selectors --trail-name ${arn} --region ${region}`,
        'The trail has a gap: what happened in it is only in event history (90 days): ' +
          `aws cloudtrail lookup-events --start-time ${second(darkWindow?.stoppedAt, Math.floor) ?? 'STOPPED_AT'} ` +
          `--end-time ${second(darkWindow?.startedAt, Math.ceil) ?? 'STARTED_AT'} --region ${region}`,
      ];
    case 'restore-failed':
    case 'restore-unverified':
      return [
        `Start the trail by hand and find out what keeps the guard from it: ${start}`,
        `See how it stands: ${status}`,
        'The guard tries again on each sweep.',
      ];
    case 'observed':
      return [`The guard only observes. To start the trail: ${start}`];
    case 'expected':
      return [
        `Nothing, if this was you. The guard starts the trail itself after ${exception?.until ?? 'the exception'}.`,
      ];
    case 'not-permitted':
      return [
        "Tell the organization's management account or its delegated administrator for CloudTrail: only they can start " +
          `this trail: ${start}`,
      ];
    case 'stopped-before-guard':
      return [
        'The trail was stopped before the guard first saw it, so the guard leaves it alone. If it should log, start it; ' +
          `from then on it is guarded: ${start}`,
      ];
    case 'trail-missing':
      return [
        'The trail does not exist (any more). Create it again under its own name, with the bucket, key and event ' +
          'selectors it had; the gap cannot be filled.',
      ];
    case 'adopted':
    case 'delivery-failing':
    case 'delivery-recovered':
    case 'reported':
      return changeSteps(incident);
    case 'attempted':
      return ['Nothing was changed. A denied call is often the first sign of an intrusion: find out why it was made.'];
  }
}

/** Event history counts in whole seconds. */
function second(time: string | undefined, round: (seconds: number) => number): string | undefined {
  return time === undefined ? undefined : new Date(round(Date.parse(time) / 1000) * 1000).toISOString();
}
