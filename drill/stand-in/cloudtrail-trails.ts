import { AwsError } from './aws-error';
import { Trail, type TrailSettings, trailArn } from './cloudtrail-trail';
import type { ApiCall } from './protocol';
import type { World } from './world';

export interface NewTrail extends Partial<TrailSettings> {
  readonly Name: string;
  /** @default - the stand-in's Region */
  readonly homeRegion?: string;
  /** @default - the stand-in's account */
  readonly accountId?: string;
  /** @default true */
  readonly isLogging?: boolean;
}

/** All trails, of this account and of others, and who may see or change which. */
export class Trails {
  readonly all: Trail[] = [];

  constructor(
    private readonly world: World,
    private readonly options: { readonly memberWriteError: string },
  ) {}

  add({ Name, homeRegion, accountId, isLogging = true, ...settings }: NewTrail): Trail {
    const region = homeRegion ?? this.world.region;
    const owner = accountId ?? this.world.accountId;
    const arn = trailArn(Name, this.world.partition, region, owner);
    const trail = new Trail(Name, arn, region, owner, { S3BucketName: `${Name}-logs`, ...settings });
    if (isLogging) trail.setLogging(true, 0);
    this.all.push(trail);
    return trail;
  }

  remove(trail: Trail): void {
    this.all.splice(this.all.indexOf(trail), 1);
  }

  /** The trails in a Region and account, replicas of other Regions and of organization trails included. */
  seenFrom({ region, caller }: ApiCall): Trail[] {
    return this.all.filter((trail) => trail.isIn(region) && trail.isOf(caller.accountId));
  }

  /** Reading answers in each Region a trail is in, but a shadow trail only by its ARN (AWS facts 1.6, 1.7). */
  find(call: ApiCall): Trail {
    const { parameters, region, caller } = call;
    const arn = trailArn(String(parameters.Name), this.world.partition, region, caller.accountId);
    const trail = this.seenFrom(call).find((candidate) => candidate.arn === arn);
    if (trail) return trail;
    throw new AwsError('TrailNotFoundException', `Unknown trail: ${arn} for the user: ${caller.accountId}`);
  }

  /** Changing works in the home Region and the owning account only (AWS facts 1.6, 1.7). */
  findForWrite(call: ApiCall): Trail {
    const trail = this.find(call);
    if (trail.accountId !== call.caller.accountId) {
      throw new AwsError(this.options.memberWriteError, 'This account cannot change the organization trail.');
    }
    if (trail.homeRegion !== call.region) {
      const message = `The trail ${trail.name} can only be changed from its home Region, ${trail.homeRegion}.`;
      throw new AwsError('InvalidHomeRegionException', message);
    }
    return trail;
  }

  /** Records reach EventBridge only while a trail of the account is logging in the Region (AWS facts 1.1, 1.3). */
  areRecording(accountId: string, region: string): boolean {
    return this.all.some((trail) => trail.status.isLogging && trail.isOf(accountId) && trail.isIn(region));
  }
}
