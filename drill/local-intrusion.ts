import type { Incident } from '../lib/contract/incident';
import { type Intrusion, playIntrusion } from './intrusion';
import type { DrillResult, Screen } from './result';
import type { StandIn } from './stand-in';
import { withStandIn } from './with-stand-in';

const TRAIL = 'management-events';
const TWENTY_MINUTES = 20 * 60_000;

/** A whole intrusion on the stand-in, and what the guard finds out of it: who it was, and what they did in the dark. */
export async function drillIntrusion(screen: Screen, signal: AbortSignal): Promise<DrillResult> {
  screen.title('An intruder stops the only trail and works in the dark');
  return withStandIn({ email: 'responder@example.com' }, signal, (standIn) => play(standIn, screen));
}

async function play(standIn: StandIn, screen: Screen): Promise<DrillResult> {
  standIn.cloudTrail.addTrail({ Name: TRAIL, IsMultiRegionTrail: true });
  standIn.scheduler.fire();
  await standIn.settled();

  const begun = Date.now();
  const line = (who: string, what: string, at = Date.now()) => screen.line((at - begun) / 1000, who, what);
  const intrusion = await playIntrusion(standIn, { trailName: TRAIL });
  for (const { record } of ofAttacker(intrusion)) {
    const failed = record.errorCode === undefined ? '' : ` -> ${record.errorCode}`;
    const what = `${record.eventSource.replace('.amazonaws.com', '')}:${record.eventName} in ${record.awsRegion}${failed}`;
    line('attacker', what, Date.parse(record.eventTime));
  }
  line('guard', 'started the trail; its investigator asks event history, which takes two calls a second');
  await standIn.settled();
  line('clock', '20 minutes go by: event history has caught up');
  await standIn.functions.advanceClock(TWENTY_MINUTES);
  standIn.scheduler.fire();
  await standIn.settled();

  const mail = standIn.topics.mails.at(-1);
  screen.text(`\nTo: ${mail?.to}\nSubject: ${mail?.subject}\n\n${mail?.text}`);
  const told = JSON.parse(String(standIn.topics.published.at(-1)?.bodies.default)) as Incident;
  return {
    scenario: 'an intrusion is told call by call',
    restored: standIn.cloudTrail.trails[0]?.status.isLogging === true && tellsAll(told, intrusion),
    secondsToRestored: (intrusion.window.to.getTime() - intrusion.window.from.getTime()) / 1000,
    ...(mail ? { subject: mail.subject, text: mail.text } : {}),
    note: 'the event of the stop was held back, so that there was a dark to work in',
  };
}

function ofAttacker({ deeds }: Intrusion) {
  return deeds.filter(({ by, phase }) => by === 'attacker' && (phase === 'stop' || phase === 'dark'));
}

/** As many calls of the attacker as there were, and all that event history had. */
function tellsAll({ investigation }: Incident, intrusion: Intrusion): boolean {
  const suspects = investigation?.dark?.actors.filter(({ isSuspect }) => isSuspect) ?? [];
  const calls = suspects.reduce((sum, each) => sum + each.calls, 0);
  return investigation?.dark?.complete === true && calls === ofAttacker(intrusion).length;
}
