import { setTimeout as sleep } from 'node:timers/promises';
import { type CloudTrailClient, GetTrailStatusCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { confirm } from './confirm';
import type { DrillTrail } from './drill-trail';
import { releaseAndRemove } from './release';
import { remotePlace } from './remote-place';
import type { DrillOptions, DrillResult, Screen } from './result';

const SCENARIO = "a drill's own trail is stopped";
const POLL_MILLISECONDS = 500;

/** The drill on an emulator or a real account, against the guard that is deployed there. */
export async function drillRemote(options: DrillOptions, screen: Screen, signal: AbortSignal): Promise<DrillResult[]> {
  const place = await remotePlace(options);
  if (typeof place === 'string') {
    return [{ scenario: SCENARIO, restored: false, note: place }];
  }
  const { trail, account, region, cloudTrail, timeoutSeconds } = place;
  await confirm(
    `Make the trail ${trail.name} and the bucket ${trail.bucket} in ${account} ${region}, stop the trail, remove both`,
    options.yes,
  );

  screen.title(`${SCENARIO}: ${trail.arn}`);
  try {
    await trail.create();
    return [await attack(trail, cloudTrail, timeoutSeconds, screen, signal)];
  } finally {
    await releaseAndRemove(place, screen);
  }
}

async function attack(
  { arn }: DrillTrail,
  cloudTrail: CloudTrailClient,
  timeout: number,
  screen: Screen,
  signal: AbortSignal,
): Promise<DrillResult> {
  await cloudTrail.send(new StopLoggingCommand({ Name: arn }));
  const stopped = Date.now();
  const elapsed = () => (Date.now() - stopped) / 1000;
  screen.line(0, 'attacker', 'cloudtrail:StopLogging');
  while (elapsed() < timeout) {
    await sleep(POLL_MILLISECONDS, undefined, { signal });
    const { IsLogging, StartLoggingTime, StopLoggingTime } = await cloudTrail.send(
      new GetTrailStatusCommand({ Name: arn }),
    );
    if (IsLogging && StartLoggingTime && StopLoggingTime && StartLoggingTime >= StopLoggingTime) {
      screen.line(elapsed(), 'guard', `seen logging since ${StartLoggingTime.toISOString()}`);
      const dark = (StartLoggingTime.getTime() - StopLoggingTime.getTime()) / 1000;
      return {
        scenario: SCENARIO,
        restored: true,
        secondsToRestored: elapsed(),
        note: `dark for ${dark} s by the trail's own times`,
      };
    }
  }
  return { scenario: SCENARIO, restored: false, note: `not seen logging within ${timeout} s` };
}
