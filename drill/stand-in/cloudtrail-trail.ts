import type { InsightSelector, TrailSelectors } from '../../lib/contract/trail-configuration';
import { AwsError } from './aws-error';
import { type ManagementEvent, selectorsRecord } from './cloudtrail-selector-match';
import { areCustom, defaultSelectors } from './cloudtrail-selectors';
import { describeSettings, type TrailSettings } from './cloudtrail-settings';
import { Tags } from './cloudtrail-tags';
import type { Json } from './json';

export interface LoggingStatus {
  readonly isLogging: boolean;
  readonly startedAt?: number;
  readonly stoppedAt?: number;
}

export class Trail {
  /** These four are set by a drill: a trail that logs but cannot deliver (AWS facts 2.4). */
  latestDeliveryError: string | undefined;
  latestDigestDeliveryError: string | undefined;
  latestCloudWatchLogsDeliveryError: string | undefined;
  latestNotificationError: string | undefined;
  selectors: TrailSelectors = defaultSelectors;
  insightSelectors: readonly InsightSelector[] = [];
  /** What GetEventConfiguration tells. */
  eventConfiguration: Json = {};
  readonly tags = new Tags();
  #status: LoggingStatus = { isLogging: false };
  #stale: LoggingStatus = this.#status;
  #staleUntil = 0;

  constructor(
    readonly name: string,
    readonly arn: string,
    readonly homeRegion: string,
    readonly accountId: string,
    public settings: TrailSettings,
  ) {}

  /** The truth; `visibleStatus` is what the API tells. */
  get status(): LoggingStatus {
    return this.#status;
  }

  /** Starting and stopping are eventually consistent (AWS facts 1.3): the API shows the old status a while longer. */
  get visibleStatus(): LoggingStatus {
    return Date.now() < this.#staleUntil ? this.#stale : this.#status;
  }

  setLogging(isLogging: boolean, lagMs: number): void {
    // A second StartLogging or StopLogging changes nothing: the API's model calls both idempotent (AWS facts 2.2).
    if (isLogging === this.#status.isLogging) return;
    this.#stale = this.visibleStatus;
    this.#staleUntil = Date.now() + lagMs;
    this.#status = { ...this.#status, isLogging, [isLogging ? 'startedAt' : 'stoppedAt']: Date.now() };
  }

  /** A multi-Region trail has a replica, a shadow trail, in every Region (AWS facts 1.6). */
  isIn(region: string): boolean {
    return this.homeRegion === region || this.settings.IsMultiRegionTrail === true;
  }

  /** An organization trail is seen in, and records, every member account (AWS facts 1.7). */
  isOf(accountId: string): boolean {
    return this.accountId === accountId || this.settings.IsOrganizationTrail === true;
  }

  isShadow(region: string, accountId: string): boolean {
    return this.homeRegion !== region || this.accountId !== accountId;
  }

  /** A trail that logs records what its selectors let through. */
  records(event: ManagementEvent): boolean {
    return this.#status.isLogging && selectorsRecord(this.selectors, event);
  }

  describe(): Json {
    return {
      ...describeSettings(this.arn, this.settings),
      HomeRegion: this.homeRegion,
      HasCustomEventSelectors: areCustom(this.selectors),
      HasInsightSelectors: this.insightSelectors.length > 0,
    };
  }
}

const arnFormat = /^arn:[^:]+:cloudtrail:[^:]+:\d{12}:trail\/.+$/;
const nameFormat = /^[A-Za-z0-9][A-Za-z0-9._-]{1,126}[A-Za-z0-9]$/;

/** Checks what a caller gave as a trail's name. A bare name stands for a trail of the caller's account and Region. */
export function trailArn(nameOrArn: string, partition: string, region: string, accountId: string): string {
  if (nameOrArn.startsWith('arn:')) {
    if (arnFormat.test(nameOrArn)) return nameOrArn;
    throw new AwsError('CloudTrailARNInvalidException', `Invalid trail ARN: ${nameOrArn}`);
  }
  if (nameFormat.test(nameOrArn)) return `arn:${partition}:cloudtrail:${region}:${accountId}:trail/${nameOrArn}`;
  throw new AwsError(
    'InvalidTrailNameException',
    'Trail name must have 3 to 128 letters, digits, periods, underscores or dashes, and start and end with a letter ' +
      'or digit.',
  );
}
