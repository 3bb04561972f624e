import { CreateEventDataStoreCommand } from '@aws-sdk/client-cloudtrail';
import type { Incident } from '../lib/contract/incident';
import type { TargetKind } from '../lib/contract/techniques';
import { ageComparisons } from './age-comparisons';
import type { Hands } from './attacks/attack';
import { resourcesOf, type Target } from './attacks/target';
import { DEPLOYER } from './deployer';
import { guardState } from './guard-state';
import { guardTarget } from './guard-target';
import { handsOf } from './hands';
import { resetStage } from './reset-stage';
import { type StageState, stageState } from './stage-state';
import { settingsOf, watchedBy } from './stage-trail';
import type { Caller, StandIn } from './stand-in';

export interface Moment {
  readonly messages: number;
  readonly calls: number;
}

/** The stand-in with a trail that has everything, and a guard that has seen it. */
export class Stage {
  readonly target: Target;
  #actors = 0;

  private constructor(
    readonly standIn: StandIn,
    eventDataStoreArn: string,
    private readonly owner: Hands,
  ) {
    const { accountId, region } = standIn.world;
    this.target = { ...resourcesOf(accountId, region), eventDataStoreArn, guard: guardTarget(standIn) };
  }

  static async set(standIn: StandIn): Promise<Stage> {
    const { accountId, region } = standIn.world;
    const resources = resourcesOf(accountId, region);
    standIn.cloudTrail.addTrail({ ...settingsOf(resources), ...watchedBy(resources) });
    // A second trail, so that CloudTrail's events go on reaching EventBridge, as an organization's trail would see to. It
    // records what is done to log files, too.
    standIn.cloudTrail.addTrail({
      Name: 'second-trail',
      IsMultiRegionTrail: true,
      EventSelectors: watchedBy({ dataArn: `arn:aws:s3:::${resources.bucket}/` }).EventSelectors,
    });
    const owner = handsOf(standIn, standIn.callers.register({ type: 'IAMUser', userName: 'owner' }));
    const { EventDataStoreArn = '' } = await owner.cloudTrail.send(
      new CreateEventDataStoreCommand({ Name: 'lake', MultiRegionEnabled: true, OrganizationEnabled: false }),
    );
    const stage = new Stage(standIn, EventDataStoreArn, owner);
    stage.restoreDelivery();
    await stage.sweep();
    return stage;
  }

  /** Makes what the trail delivers through healthy again, whatever the last attack left. */
  restoreDelivery(): void {
    const { trailArn, bucket, keyArn, logGroupArn, roleArn, topicArn } = this.target;
    this.standIn.addDeliveryChain({ trailArn, bucket, keyArn, keyOrigin: 'EXTERNAL', logGroupArn, roleArn, topicArn });
  }

  /** Somebody new each time: what one actor repeats is told in one incident. */
  attacker(): { readonly caller: Caller; readonly hands: Hands } {
    this.#actors += 1;
    const userName = `mallory-${this.#actors}`;
    const caller = this.standIn.callers.register({ type: 'IAMUser', userName, sourceIp: '198.51.100.66' });
    return { caller, hands: handsOf(this.standIn, caller) };
  }

  /** Of whom the guard was told. */
  deployer(): { readonly caller: Caller; readonly hands: Hands } {
    const { roleName, ...deployer } = DEPLOYER;
    const roleArn = `arn:aws:iam::${this.standIn.world.accountId}:role/${roleName}`;
    const caller = this.standIn.callers.register({ ...deployer, roleArn });
    return { caller, hands: handsOf(this.standIn, caller) };
  }

  /** A point in time: how much had happened by then. */
  now(): Moment {
    return { messages: this.standIn.topics.published.length, calls: this.standIn.timeline.of('api').length };
  }

  /** What the guard has told since. */
  incidents(since: Moment): Incident[] {
    return this.#published(since).flatMap((body) => (body.startsWith('{') ? (JSON.parse(body) as Incident) : []));
  }

  /** What EventBridge has told since, without the guard. */
  witnessed(since: Moment): string[] {
    return this.#published(since).filter((body) => !body.startsWith('{'));
  }

  #published({ messages }: Moment): string[] {
    return this.standIn.topics.published.slice(messages).map(({ bodies }) => String(bodies.sqs));
  }

  /** How many API calls the guard has made since. */
  callsOfGuard({ calls }: Moment): number {
    const since = this.standIn.timeline.of('api').slice(calls);
    return since.filter(({ caller }) => caller.includes(':assumed-role/')).length;
  }

  /** What the next attack must leave as it is, or the guard put back; its own parts where they were attacked. */
  async state(attacked: TargetKind): Promise<StageState> {
    const state = await stageState(this.owner, this.target);
    return attacked === 'guard' ? { ...state, guard: await guardState(this.owner, this.target.guard) } : state;
  }

  /** Makes the guard what its template says, as a deployment would. Nobody hears of it. */
  async redeployGuard(): Promise<void> {
    await this.standIn.redeploy();
    if (this.standIn.stack.status.endsWith('_IN_PROGRESS')) this.standIn.stack.complete();
  }

  /** By hand, where the guard did not do it. */
  async reset(): Promise<void> {
    await resetStage(this.owner, this.target);
    await this.standIn.settled();
  }

  async sweep(): Promise<void> {
    this.standIn.scheduler.fire();
    await this.standIn.settled();
  }

  /** As if the hour between two full comparisons were over: of the trail, and of the guard's own parts. */
  async ageComparison(): Promise<void> {
    const twoHoursAgo = new Date(Date.now() - 2 * 3_600_000).toISOString();
    await ageComparisons(this.owner.dynamoDb, this.target, twoHoursAgo);
  }
}
