import type { AggregationConfiguration, EventSelector, TrailSelectors } from '../../lib/contract/trail-configuration';
import { AwsError } from './aws-error';
import { configurationAfter } from './cloudtrail-event-configuration';
import { readInsightSelectors } from './cloudtrail-insights';
import type { ManagementEvent } from './cloudtrail-selector-match';
import { readSelectors } from './cloudtrail-selectors';
import { settingsAfter, type TrailSettings } from './cloudtrail-settings';
import type { Tag } from './cloudtrail-tags';
import { Trail, trailArn } from './cloudtrail-trail';
import { text } from './json';
import type { ApiCall } from './protocol';
import type { World } from './world';

/** What a part of CloudTrail's API does, by the names of its operations. */
export type Operations = Readonly<Record<string, (call: ApiCall) => Record<string, unknown>>>;

/** A trail in the words of its CloudFormation resource. */
export interface NewTrail extends Partial<TrailSettings> {
  readonly Name: string;
  /** @default - the stand-in's Region */
  readonly homeRegion?: string;
  /** @default - the stand-in's account */
  readonly accountId?: string;
  /** @default true */
  readonly isLogging?: boolean;
  /** Not together with advanced ones. @default - all management events */
  readonly EventSelectors?: readonly Partial<EventSelector>[];
  readonly AdvancedEventSelectors?: TrailSelectors['AdvancedEventSelectors'];
  /** @default - no Insights */
  readonly InsightSelectors?: readonly { readonly InsightType: string; readonly EventCategories?: readonly string[] }[];
  /** @default - no aggregation */
  readonly AggregationConfigurations?: readonly AggregationConfiguration[];
  /** @default - no tags */
  readonly Tags?: readonly Tag[];
}

/** Where and in whose account something happened, and whatever selectors look at. */
export interface LocatedEvent extends ManagementEvent {
  readonly accountId: string;
  readonly region: string;
}

/** All trails, of this account and of others, and who may see or change which. */
export class Trails {
  readonly all: Trail[] = [];

  constructor(
    private readonly world: World,
    private readonly options: { readonly memberWriteError: string },
  ) {}

  add(trail: NewTrail): Trail {
    const { Name, homeRegion = this.world.region, accountId = this.world.accountId, isLogging = true } = trail;
    const {
      EventSelectors,
      AdvancedEventSelectors,
      InsightSelectors = [],
      AggregationConfigurations,
      Tags = [],
    } = trail;
    const arn = trailArn(Name, this.world.partition, homeRegion, accountId);
    const settings = settingsAfter({ S3BucketName: `${Name}-logs` }, { ...trail });
    const added = new Trail(Name, arn, homeRegion, accountId, settings);
    if (EventSelectors ?? AdvancedEventSelectors) {
      added.selectors = readSelectors({ EventSelectors, AdvancedEventSelectors });
    }
    added.insightSelectors = readInsightSelectors(InsightSelectors);
    added.eventConfiguration = configurationAfter({}, { AggregationConfigurations });
    added.tags.add(Tags);
    if (isLogging) added.setLogging(true, 0);
    this.all.push(added);
    return added;
  }

  remove(trail: Trail): void {
    this.all.splice(this.all.indexOf(trail), 1);
  }

  /** The trails in a Region and account, replicas of other Regions and of organization trails included. */
  seenFrom({ region, caller }: ApiCall): Trail[] {
    return this.all.filter((trail) => trail.isIn(region) && trail.isOf(caller.accountId));
  }

  /** A bare name stands for a trail of the caller's account and Region. */
  arn(nameOrArn: unknown, { region, caller }: Pick<ApiCall, 'region' | 'caller'>): string {
    return trailArn(text(nameOrArn) ?? '', this.world.partition, region, caller.accountId);
  }

  /** Reading answers in each Region a trail is in, but a shadow trail only by its ARN (AWS facts 1.6, 1.7). */
  find(call: ApiCall, nameOrArn: unknown, notFound = 'TrailNotFoundException'): Trail {
    const arn = this.arn(nameOrArn, call);
    const trail = this.seenFrom(call).find((candidate) => candidate.arn === arn);
    if (trail) return trail;
    throw new AwsError(notFound, `Unknown trail: ${arn} for the user: ${call.caller.accountId}`);
  }

  /** Changing works in the home Region and the owning account only (AWS facts 1.6, 1.7). */
  findForWrite(call: ApiCall, nameOrArn: unknown, notFound?: string): Trail {
    const trail = this.find(call, nameOrArn, notFound);
    if (trail.accountId !== call.caller.accountId) {
      throw new AwsError(this.options.memberWriteError, 'This account cannot change the organization trail.');
    }
    if (trail.homeRegion !== call.region) {
      const message = `The trail ${trail.name} can only be changed from its home Region, ${trail.homeRegion}.`;
      throw new AwsError('InvalidHomeRegionException', message);
    }
    return trail;
  }

  /** An event reaches EventBridge only while a trail of the account records it in its Region (AWS facts 1.1, 1.3). */
  areRecording(event: LocatedEvent): boolean {
    return this.all.some((trail) => trail.isOf(event.accountId) && trail.isIn(event.region) && trail.records(event));
  }
}
