import { GetBucketPolicyCommand, PutBucketPolicyCommand, type S3Client } from '@aws-sdk/client-s3';
import { bucketVerdict, documentedBucketStatements } from '../guard/delivery/bucket-policy';
import { cloudTrailStatements } from '../guard/delivery/policy-statements';
import type { RepairAction } from '../guard/delivery/repairs';
import type { DeliveringTrail, DeliverySnapshot } from '../guard/delivery/snapshot';
import { isNamed } from './attempt';
import { repairPolicyOf } from './policy';

export interface Buckets {
  snapshot(name: string): Promise<DeliverySnapshot['bucket']>;
  repair(trail: DeliveringTrail): Promise<RepairAction[]>;
}

/** @param account the guard's: a bucket that somebody else made under a freed name is never touched */
export function createBuckets(s3: S3Client, account: string): Buckets {
  const readPolicy = async (Bucket: string) => {
    try {
      const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket, ExpectedBucketOwner: account }));
      return Policy;
    } catch (error) {
      if (isNamed(error, 'NoSuchBucketPolicy')) {
        return undefined;
      }
      throw error;
    }
  };
  return {
    async snapshot(name) {
      return { statements: cloudTrailStatements(await readPolicy(name)) };
    },

    repair(trail) {
      const Bucket = trail.configuration.S3BucketName;
      return repairPolicyOf({
        name: `the bucket ${Bucket}`,
        read: () => readPolicy(Bucket),
        async write(Policy) {
          await s3.send(new PutBucketPolicyCommand({ Bucket, Policy, ExpectedBucketOwner: account }));
        },
        verdict: (policy) => bucketVerdict(policy, trail),
        known: trail.snapshot?.bucket?.statements ?? [],
        documented: documentedBucketStatements(trail),
      });
    },
  };
}
