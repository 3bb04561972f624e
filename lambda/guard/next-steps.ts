import type { Incident, Outcome } from '../../lib/contract/incident';
import { STOP_LOGGING } from '../../lib/contract/techniques';
import { changeSteps } from './change-steps';

/** What a person does next, as the Elastic guide advises, with commands made for this actor and this trail. */
export function nextSteps(incident: Omit<Incident, 'nextSteps'>): string[] {
  return [...trailSteps(incident), ...actorSteps(incident)];
}

function trailSteps(incident: Omit<Incident, 'nextSteps'>): string[] {
  const { outcome, trail, region, exception, darkWindow } = incident;
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

/** Outcomes that nobody is to be asked about. */
const NOBODYS: readonly Outcome[] = ['stopped-before-guard', 'delivery-failing', 'delivery-recovered'];

function actorSteps({ actor, region, outcome }: Omit<Incident, 'nextSteps'>): string[] {
  if (NOBODYS.includes(outcome)) {
    return [];
  }
  const ask = 'Ask the owner of the identity whether this was approved. If not, treat the identity as compromised:';
  const key = plain(actor?.accessKeyId);
  const user = plain(actor?.userName);
  return [
    ...(key
      ? [
          'See what else was done with the same access key: aws cloudtrail lookup-events --lookup-attributes ' +
            `AttributeKey=AccessKeyId,AttributeValue=${key} --region ${region}`,
        ]
      : []),
    ...(actor === undefined
      ? []
      : actor.type === 'IAMUser' && key?.startsWith('AKIA') && user
        ? [`${ask} aws iam update-access-key --user-name ${user} --access-key-id ${key} --status Inactive`]
        : actor.type === 'Root'
          ? [`${ask} change the root password, delete root access keys, check MFA.`]
          : [`${ask} revoke its sessions and rotate its credentials.`]),
  ];
}

/** Event history counts in whole seconds. */
function second(time: string | undefined, round: (seconds: number) => number): string | undefined {
  return time === undefined ? undefined : new Date(round(Date.parse(time) / 1000) * 1000).toISOString();
}

/** A value that is safe inside a shell command; anything else was not made by AWS and is left out. */
function plain(value: string | undefined): string | undefined {
  return value !== undefined && /^[A-Za-z0-9+=,.@_][A-Za-z0-9+=,.@_-]{0,127}$/.test(value) ? value : undefined;
}
