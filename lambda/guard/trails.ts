import {
  type CloudTrailClient,
  DescribeTrailsCommand,
  GetTrailStatusCommand,
  LookupEventsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { parseTrailArn, type TrailArn } from './scope';

/** What GetTrailStatus tells of a trail; AWS no longer fills the other time fields. */
export interface TrailStatus {
  readonly isLogging: boolean;
  readonly startedAt?: Date;
  readonly stoppedAt?: Date;
}

/** The CloudTrail calls that the guard makes. */
export interface Trails {
  start(trail: TrailArn): Promise<void>;
  status(trail: TrailArn): Promise<TrailStatus>;
  /** Every trail whose home Region is this one, organization trails of other accounts among them. */
  list(region: string): Promise<TrailArn[]>;
  /** Records of one kind of call from event history, which does not depend on trails; newest first. */
  history(eventName: string, from: Date, to: Date): Promise<unknown[]>;
}

/** Pages of event history that one question may cost: 50 events each, two calls a second for the whole account. */
const HISTORY_PAGES = 4;

/** Waits between tries while "another operation is modifying the resource". Longer waits are Lambda's and the sweep's. */
const CONFLICT_DELAYS = [2_000, 5_000];

export function createTrails(client: CloudTrailClient, sleep: (milliseconds: number) => Promise<void>): Trails {
  return {
    async start(trail) {
      const command = new StartLoggingCommand({ Name: trail.arn });
      for (const delay of CONFLICT_DELAYS) {
        try {
          await client.send(command);
          return;
        } catch (error) {
          if (!(error instanceof Error && error.name === 'ConflictException')) {
            throw error;
          }
          await sleep(delay);
        }
      }
      await client.send(command);
    },

    async status(trail) {
      const status = await client.send(new GetTrailStatusCommand({ Name: trail.arn }));
      return {
        isLogging: status.IsLogging === true,
        ...(status.StartLoggingTime ? { startedAt: status.StartLoggingTime } : {}),
        ...(status.StopLoggingTime ? { stoppedAt: status.StopLoggingTime } : {}),
      };
    },

    async list(region) {
      const { trailList = [] } = await client.send(new DescribeTrailsCommand({}));
      return trailList
        .filter((trail) => trail.HomeRegion === region)
        .flatMap((trail) => parseTrailArn(trail.TrailARN ?? '') ?? []);
    },

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
