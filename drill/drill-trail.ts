import { randomBytes } from 'node:crypto';
import {
  type CloudTrailClient,
  CreateTrailCommand,
  DeleteTrailCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  PutBucketPolicyCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';

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
    await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: JSON.stringify(this.bucketPolicy()) }));
    await cloudTrail.send(new CreateTrailCommand({ Name: name, S3BucketName: bucket }));
    await cloudTrail.send(new StartLoggingCommand({ Name: this.arn }));
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
            const Objects = Contents.map(({ Key }) => ({ Key }));
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
        statement('s3:PutObject', `${arn}/AWSLogs/${this.account}/*`, { 's3:x-amz-acl': 'bucket-owner-full-control' }),
      ],
    };
  }
}
