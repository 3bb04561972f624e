import {
  type CloudTrailClient,
  DescribeTrailsCommand,
  GetTrailStatusCommand,
  LookupEventsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import type { TrailSelectors } from '../../lib/contract/trail-configuration';
import type { TrailArn } from '../common/scope';
import type { CreateCall, RepairCall } from './configuration/repair-calls';
import { type ListedTrail, listed } from './listed-trail';
import { patiently } from './patience';
import { type ConfigurationRead, readConfiguration, readSelectors } from './trail-reads';
import { changeTrail, createTrail } from './trail-writes';

/** What GetTrailStatus tells of a trail; AWS no longer fills the other time fields. */
export interface TrailStatus {
  readonly isLogging: boolean;
  readonly startedAt?: Date;
  readonly stoppedAt?: Date;
  /** What CloudTrail could not deliver last, in its own words; absent where nothing is wrong. */
  readonly deliveryErrors?: readonly string[];
}

/** The CloudTrail calls that the guard makes. */
export interface Trails {
  start(trail: TrailArn): Promise<void>;
  status(trail: TrailArn): Promise<TrailStatus>;
  /** Every trail that is seen from this Region, those of other home Regions and accounts among them. */
  list(): Promise<ListedTrail[]>;
  /** One trail; undefined where it does not exist. */
  find(trail: TrailArn): Promise<ListedTrail | undefined>;
  /** Everything else that makes it what it is. */
  configuration(trail: ListedTrail): Promise<ConfigurationRead>;
  selectors(trail: TrailArn): Promise<TrailSelectors>;
  change(trail: TrailArn, call: RepairCall): Promise<void>;
  create(trail: TrailArn, call: CreateCall): Promise<void>;
  /** Records of one kind of call from event history, which does not depend on trails; newest first. */
  history(eventName: string, from: Date, to: Date): Promise<unknown[]>;
}

/** Pages of event history that one question may cost: 50 events each, two calls a second for the whole account. */
const HISTORY_PAGES = 4;

export function createTrails(client: CloudTrailClient, sleep: (milliseconds: number) => Promise<void>): Trails {
  return {
    async start(trail) {
      await patiently(() => client.send(new StartLoggingCommand({ Name: trail.arn })), sleep);
    },

    async status(trail) {
      const status = await client.send(new GetTrailStatusCommand({ Name: trail.arn }));
      const deliveryErrors = [
        status.LatestDeliveryError && `LatestDeliveryError: ${status.LatestDeliveryError}`,
        status.LatestDigestDeliveryError && `LatestDigestDeliveryError: ${status.LatestDigestDeliveryError}`,
        status.LatestCloudWatchLogsDeliveryError &&
          `LatestCloudWatchLogsDeliveryError: ${status.LatestCloudWatchLogsDeliveryError}`,
        status.LatestNotificationError && `LatestNotificationError: ${status.LatestNotificationError}`,
      ].filter((error): error is string => error !== undefined && error !== '');
      return {
        isLogging: status.IsLogging === true,
        ...(status.StartLoggingTime ? { startedAt: status.StartLoggingTime } : {}),
        ...(status.StopLoggingTime ? { stoppedAt: status.StopLoggingTime } : {}),
        ...(deliveryErrors.length > 0 ? { deliveryErrors } : {}),
      };
    },

    async list() {
      const { trailList = [] } = await client.send(new DescribeTrailsCommand({}));
      return trailList.flatMap(listed);
    },

    async find(trail) {
      const { trailList = [] } = await client.send(new DescribeTrailsCommand({ trailNameList: [trail.arn] }));
      return trailList.flatMap(listed).find(({ arn }) => arn === trail.arn);
    },

    selectors: (trail) => readSelectors(client, trail),
    configuration: (trail) => readConfiguration(client, trail),
    change: (trail, call) => patiently(() => changeTrail(client, trail, call), sleep),
    create: (trail, call) => patiently(() => createTrail(client, trail, call), sleep),

    async history(eventName, from, to) {
      const records: unknown[] = [];
      let token: string | undefined;
      for (let page = 0; page < HISTORY_PAGES; page++) {
        const { Events = [], NextToken } = await client.send(
          new LookupEventsCommand({
            LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: eventName }],
            StartTime: from,
            EndTime: to,
            NextToken: token,
          }),
        );
        records.push(...Events.map((event) => JSON.parse(event.CloudTrailEvent ?? 'null')));
        token = NextToken;
        if (token === undefined) {
          break;
        }
      }
      return records;
    },
  };
}
