import { distPath } from '../../drill/dist-path';
import { type Intrusion, playIntrusion } from '../../drill/intrusion';
import type { Deed } from '../../drill/intrusion/ledger';
import { type CloudTrailRecord, StandIn } from '../../drill/stand-in';
import { synthesize } from '../../drill/synthesize';
import type { Incident } from '../../lib/contract/incident';
import type { DarkFinding, Investigation } from '../../lib/contract/investigation';

const APP = distPath('drill', 'intrusion', 'app.js');
const BUCKET = 'evidence';
const wholeSecond = (time: Date | string) => Math.floor(new Date(time).getTime() / 1_000);

/** The built guard and its investigator on the stand-in, after an intrusion. */
export class Played {
  private constructor(
    readonly standIn: StandIn,
    readonly intrusion: Intrusion,
    private readonly remove: () => Promise<void>,
  ) {}

  static async start(): Promise<Played> {
    const { assembly, remove } = await synthesize({ bucket: BUCKET }, APP);
    const standIn = await StandIn.start({ assembly, retryDelaysMs: [10, 10], targetRetryDelayMs: 5 });
    standIn.deliveryChain.buckets.add(BUCKET);
    standIn.cloudTrail.addTrail({ Name: 'main', IsMultiRegionTrail: true });
    standIn.scheduler.fire();
    await standIn.settled();
    const intrusion = await playIntrusion(standIn, { trailName: 'main', noise: 60 });
    return new Played(standIn, intrusion, remove);
  }

  async end(): Promise<void> {
    await this.standIn.stop();
    await this.remove();
  }

  get incidents(): Incident[] {
    return this.standIn.topics.published.map(({ bodies }) => JSON.parse(String(bodies.sqs)) as Incident);
  }

  /** As it was told last. */
  get incident(): Incident {
    const last = this.incidents.at(-1);
    if (!last) throw new Error('nothing was published');
    return last;
  }

  get investigator() {
    const found = this.standIn.functions.all.find(({ name }) => name.includes('Investigator'));
    if (!found) throw new Error('the template has no investigator');
    return found;
  }

  /** Lets time pass, and the sweep see what is due. */
  async later(minutes: number): Promise<void> {
    await this.standIn.functions.advanceClock(minutes * 60_000);
    this.standIn.scheduler.fire();
    await this.standIn.settled();
  }

  /** Asks once more, as the guard would. The guard, who did not ask, ignores the answer. */
  async investigate(): Promise<Investigation> {
    const answerTo = this.standIn.scheduler.schedules[0]?.target.arn.split(':').at(-1);
    const outcome = await this.investigator.invoke({ incident: this.incident, stage: 'complete', answerTo });
    if (!outcome.ok) throw new Error(outcome.error.errorMessage);
    await this.standIn.settled();
    const answer = this.standIn.timeline.calls('lambda', 'Invoke').at(-1)?.parameters.Payload;
    return (answer as { investigation: Investigation }).investigation;
  }

  /** What was really done in the dark, by those whom the story is of. */
  get done(): readonly Deed[] {
    return this.intrusion.deeds.filter(({ phase }) => phase === 'stop' || phase === 'dark');
  }

  /** What else event history has of the seconds of the window: what the guard and the investigator did. */
  get own(): readonly CloudTrailRecord[] {
    const { from, to } = this.intrusion.window;
    const keys = this.standIn.functions.all.map(({ caller }) => caller.credentials.accessKeyId);
    return this.standIn.cloudTrail.records.filter(({ eventTime, userIdentity }) => {
      const second = wholeSecond(eventTime);
      return (
        keys.includes(String(userIdentity.accessKeyId)) && second >= wholeSecond(from) && second <= wholeSecond(to)
      );
    });
  }

  /** The records of the list that a report names. */
  list({ list }: Pick<DarkFinding, 'list'>): CloudTrailRecord[] {
    const lines = this.standIn.deliveryChain.buckets.get(BUCKET)?.objects.get(list?.key ?? '') ?? '';
    return lines
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as CloudTrailRecord);
  }
}
