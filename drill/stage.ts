import { CloudTrailClient, CreateEventDataStoreCommand } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Incident } from '../lib/contract/incident';
import type { Hands } from './attacks/attack';
import { resourcesOf, type Target } from './attacks/target';
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
    const [table = ''] = standIn.tables.names;
    this.target = {
      ...resourcesOf(accountId, region),
      tableArn: `arn:aws:dynamodb:${region}:${accountId}:table/${table}`,
      eventDataStoreArn,
    };
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

  /** A point in time: how much had happened by then. */
  now(): Moment {
    return { messages: this.standIn.topics.published.length, calls: this.standIn.timeline.of('api').length };
  }

  /** What the guard has told since. */
  incidents({ messages }: Moment): Incident[] {
    return this.standIn.topics.published
      .slice(messages)
      .map(({ bodies }) => JSON.parse(String(bodies.sqs)) as Incident);
  }

  /** How many API calls the guard has made since. */
  callsOfGuard({ calls }: Moment): number {
    const since = this.standIn.timeline.of('api').slice(calls);
    return since.filter(({ caller }) => caller.includes(':assumed-role/')).length;
  }

  /** What the next attack must leave as it is, or the guard put back. */
  state(): Promise<StageState> {
    return stageState(this.owner, this.target);
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

  /** As if the hour between two full comparisons were over. */
  async ageComparison(): Promise<void> {
    await this.owner.dynamoDb.send(
      new UpdateItemCommand({
        TableName: this.standIn.tables.names[0],
        Key: { kind: { S: 'trail' }, id: { S: this.target.trailArn } },
        UpdateExpression: 'SET comparedAt = :then',
        ExpressionAttributeValues: { ':then': { S: new Date(Date.now() - 2 * 3_600_000).toISOString() } },
      }),
    );
  }
}

function handsOf(standIn: StandIn, caller: Caller): Hands {
  const { endpoint, world } = standIn;
  const config = { endpoint, region: world.region, credentials: caller.credentials, maxAttempts: 1 };
  return {
    cloudTrail: new CloudTrailClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    kms: new KMSClient(config),
    logs: new CloudWatchLogsClient(config),
    iam: new IAMClient(config),
    sns: new SNSClient(config),
    organizations: new OrganizationsClient(config),
    dynamoDb: new DynamoDBClient(config),
    record: (eventSource, eventName, requestParameters) =>
      standIn.cloudTrail.recordCall({
        caller,
        eventSource,
        eventName,
        requestParameters: { ...requestParameters },
        spelledAsRecorded: true,
      }),
  };
}
