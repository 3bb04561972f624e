import { randomBytes } from 'node:crypto';
import {
  AddTagsCommand,
  type CloudTrailClient,
  CreateTrailCommand,
  DeleteTrailCommand,
  PutEventConfigurationCommand,
  PutEventSelectorsCommand,
  PutInsightSelectorsCommand,
  StartLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  PutBucketPolicyCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { OwnTarget } from './attacks/target';
import { watchedBy } from './stage-trail';

/** Where log files may go while the drill changes the trail's prefix. */
const PREFIXES = ['', 'audit/', 'elsewhere/'];

export interface DrillClients {
  readonly cloudTrail: CloudTrailClient;
  readonly s3: S3Client;
}

/** A trail and a bucket that exist only for the drill. No existing trail is ever touched. */
export class DrillTrail {
  readonly name = `trail-guard-drill-${randomBytes(4).toString('hex')}`;
  readonly bucket: string;
  readonly arn: string;

  constructor(
    private readonly clients: DrillClients,
    private readonly partition: string,
    private readonly account: string,
    private readonly region: string,
  ) {
    this.bucket = `${this.name}-${account}`;
    this.arn = `arn:${partition}:cloudtrail:${region}:${account}:trail/${this.name}`;
  }

  async create(): Promise<void> {
    const { cloudTrail, s3 } = this.clients;
    const { bucket, region, name } = this;
    await s3.send(
      new CreateBucketCommand({
        Bucket: bucket,
        // us-east-1 is S3's default and is refused as a constraint.
        ...(region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' } }),
      }),
    );
    await this.putPolicy();
    await cloudTrail.send(new CreateTrailCommand({ Name: name, S3BucketName: bucket }));
    await cloudTrail.send(new StartLoggingCommand({ Name: this.arn }));
  }

  get target(): OwnTarget {
    const { account, name, arn: trailArn, bucket, partition } = this;
    return { account, name, trailArn, bucket, dataArn: `arn:${partition}:s3:::${bucket}/nothing/` };
  }

  /**
   * Gives the trail everything that needs no more than the trail itself.
   *
   * @returns by technique, why what it takes away could not be given
   */
  async equip(): Promise<Readonly<Record<string, string>>> {
    const { cloudTrail } = this.clients;
    const { arn: TrailName, name: Name } = this;
    const { EventSelectors, InsightSelectors, AggregationConfigurations, Tags } = watchedBy(this.target);
    await cloudTrail.send(
      new UpdateTrailCommand({ Name, IsMultiRegionTrail: true, EnableLogFileValidation: true, S3KeyPrefix: 'audit' }),
    );
    await cloudTrail.send(new PutEventSelectorsCommand({ TrailName, EventSelectors }));
    await cloudTrail.send(new AddTagsCommand({ ResourceId: TrailName, TagsList: Tags }));
    const refused: Record<string, string> = {};
    const tryTo = async (technique: string, give: Promise<unknown>) =>
      give.catch((error: unknown) => {
        refused[technique] = `it could not be set up: ${error instanceof Error ? error.message : error}`;
      });
    await tryTo('insights-disabled', cloudTrail.send(new PutInsightSelectorsCommand({ TrailName, InsightSelectors })));
    await tryTo(
      'event-aggregation-changed',
      cloudTrail.send(new PutEventConfigurationCommand({ TrailName, AggregationConfigurations })),
    );
    return refused;
  }

  /** After the techniques on the bucket's policy, which nobody mends for a drill. */
  async mendPolicy(technique: string): Promise<void> {
    if (technique.startsWith('log-bucket-policy-')) {
      await this.putPolicy();
    }
  }

  private async putPolicy(): Promise<void> {
    const Policy = JSON.stringify(this.bucketPolicy());
    await this.clients.s3.send(new PutBucketPolicyCommand({ Bucket: this.bucket, Policy }));
  }

  /** Removes what `create` made, as far as it got. Returns what could not be removed, as the commands that would. */
  async remove(): Promise<string[]> {
    const { cloudTrail, s3 } = this.clients;
    const left: string[] = [];
    const tryTo = async (remove: () => Promise<unknown>, gone: string, byHand: string) => {
      // Twice: a log file may arrive between emptying the bucket and deleting it.
      await remove()
        .catch(remove)
        .catch((error: unknown) => {
          if (!(error instanceof Error && error.name === gone)) {
            left.push(`${byHand}   # ${error instanceof Error ? error.message : error}`);
          }
        });
    };
    await tryTo(
      () => cloudTrail.send(new DeleteTrailCommand({ Name: this.arn })),
      'TrailNotFoundException',
      `aws cloudtrail delete-trail --name ${this.arn} --region ${this.region}`,
    );
    await tryTo(
      async () => {
        for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: this.bucket })) {
          if (Contents.length > 0) {
            // With versioning suspended, nothing less removes an object.
            const Objects = Contents.map(({ Key }) => ({ Key, VersionId: 'null' }));
            await s3.send(new DeleteObjectsCommand({ Bucket: this.bucket, Delete: { Objects } }));
          }
        }
        await s3.send(new DeleteBucketCommand({ Bucket: this.bucket }));
      },
      'NoSuchBucket',
      `aws s3 rb s3://${this.bucket} --force`,
    );
    return left;
  }

  /** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
  private bucketPolicy() {
    const arn = `arn:${this.partition}:s3:::${this.bucket}`;
    const statement = (Action: string, Resource: string, acl: object) => ({
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action,
      Resource,
      Condition: { StringEquals: { 'aws:SourceArn': this.arn, ...acl } },
    });
    return {
      Version: '2012-10-17',
      Statement: [
        statement('s3:GetBucketAcl', arn, {}),
        ...PREFIXES.map((prefix) =>
          statement('s3:PutObject', `${arn}/${prefix}AWSLogs/${this.account}/*`, {
            's3:x-amz-acl': 'bucket-owner-full-control',
          }),
        ),
      ],
    };
  }
}
