import { CloudTrailClient, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { narrate } from './narrate';
import type { DrillOptions, DrillResult, Screen } from './result';
import type { StandIn } from './stand-in';
import { withStandIn } from './with-stand-in';

const RESPONDER = 'responder@example.com';
const TIMEOUT_MILLISECONDS = 30_000;

/** The main job without an AWS account: the synthesized app and the built function on the embedded stand-in. */
export async function drillLocally(_: DrillOptions, screen: Screen, signal: AbortSignal): Promise<DrillResult[]> {
  screen.title('Synthesizing the app and starting the stand-in of AWS');
  return withStandIn({ email: RESPONDER, investigation: 'off' }, signal, (standIn) => attacks(standIn, screen));
}

interface Attack {
  readonly scenario: string;
  readonly eventIsLost: boolean;
  /** Somebody else each time: what one actor repeats is told later, with a count. */
  readonly attacker: string;
  readonly note: string;
}

const ATTACKS: readonly Attack[] = [
  {
    scenario: 'the only trail is stopped',
    eventIsLost: false,
    attacker: 'mallory',
    note: 'on AWS, add the seconds that the event takes to arrive',
  },
  {
    scenario: 'the only trail is stopped and the event is lost: the sweep finds it',
    eventIsLost: true,
    attacker: 'eve',
    note: 'the sweep was fired at once; deployed, it comes within the sweep interval',
  },
];

async function attacks(standIn: StandIn, screen: Screen): Promise<DrillResult[]> {
  standIn.cloudTrail.addTrail({ Name: 'management-events', IsMultiRegionTrail: true });
  // The guard's first sweep: it sees the trail logging.
  standIn.scheduler.fire();
  await standIn.settled();
  // The next invocation is a cold start, as after a quiet night.
  for (const guard of standIn.functions.all) {
    guard.recycle();
  }
  const results: DrillResult[] = [];
  for (const attack of ATTACKS) {
    screen.title(attack.scenario);
    results.push(await play(attack, standIn, screen));
  }
  return results;
}

/** Stops the trail with stolen credentials and follows what happens until the guard's message is out. */
async function play(
  { scenario, eventIsLost, attacker: userName, note }: Attack,
  standIn: StandIn,
  screen: Screen,
): Promise<DrillResult> {
  const attacker = standIn.callers.register({ type: 'IAMUser', userName, sourceIp: '198.51.100.66' });
  const { endpoint, world, timeline, topics } = standIn;
  const client = new CloudTrailClient({ endpoint, region: world.region, credentials: attacker.credentials });
  const mailsBefore = topics.mails.length;
  if (eventIsLost) {
    standIn.bus.loseNext();
  }
  const stopped = Date.now();
  const stopNarrating = narrate(timeline, stopped, attacker.arn, screen);
  screen.line(0, 'attacker', 'cloudtrail:StopLogging');
  try {
    await client.send(new StopLoggingCommand({ Name: 'management-events' }));
    if (eventIsLost) {
      await standIn.settled();
      standIn.scheduler.fire();
    }
    const message = await timeline.until(({ kind, at }) => kind === 'message' && at >= stopped, TIMEOUT_MILLISECONDS);
    await standIn.settled();
    const [mail, ...more] = topics.mails.slice(mailsBefore);
    const seenLogging = timeline
      .calls('cloudtrail', 'GetTrailStatus')
      .findLast((call) => call.outcome === 'ok' && call.at >= stopped);
    screen.text(`\nTo: ${mail?.to}\nSubject: ${mail?.subject}\n\n${mail?.text}`);
    return {
      scenario,
      restored: standIn.cloudTrail.trails[0]?.status.isLogging === true && mail !== undefined && more.length === 0,
      ...(seenLogging ? { secondsToRestored: (seenLogging.at - stopped) / 1000 } : {}),
      secondsToMessage: (message.at - stopped) / 1000,
      ...(mail ? { subject: mail.subject, text: mail.text } : {}),
      note,
    };
  } finally {
    stopNarrating();
    client.destroy();
  }
}
