import { AwsError } from './aws-error';
import { Managed } from './delivery-chain-managed';
import { checkPolicy } from './delivery-chain-policy';
import { type Operations, perform, type RecordedService } from './delivery-chain-recorder';
import type { Json } from './json';
import type { ApiCall } from './protocol';
import { s3Protocol } from './s3-protocol';
import { describeBucketCall } from './s3-record';
import type { World } from './world';

export interface Bucket {
  readonly accountId: string;
  policy?: string | undefined;
  versioning: Json;
  encryption: Json;
  /** The texts of objects, by key. Those that a trail delivers are not there. */
  readonly objects: Map<string, string>;
}

/** What every new bucket has. */
const defaultEncryption: Json = { Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } } };

/** S3: buckets, and the objects that somebody puts there. Of their settings those are kept that somebody reads. */
export class Buckets implements RecordedService {
  readonly signingName = 's3';
  readonly protocol = s3Protocol;
  readonly #buckets = new Managed<Bucket>();

  constructor(
    private readonly world: World,
    /** Hears of calls on objects, which are data events. */
    private readonly onObjectCall: (call: ApiCall) => void,
  ) {}

  add(name: string, accountId = this.world.accountId): Bucket {
    return this.#buckets.add(name, { accountId, versioning: {}, encryption: defaultEncryption, objects: new Map() });
  }

  get(name: string): Bucket | undefined {
    return this.#buckets.get(name);
  }

  isGone(name: string): boolean {
    return this.#buckets.isGone(name);
  }

  resource({ parameters }: ApiCall): string {
    return `arn:${this.world.partition}:s3:::${parameters.Bucket}`;
  }

  handle(call: ApiCall): Json {
    return perform(this.#operations, call, 'NotImplemented');
  }

  describe = (call: ApiCall) => describeBucketCall(call, this.resource(call));

  readonly #operations: Operations = {
    CreateBucket: ({ parameters, caller }) => {
      const owner = this.get(String(parameters.Bucket))?.accountId;
      if (owner !== undefined) {
        const code = owner === caller.accountId ? 'BucketAlreadyOwnedByYou' : 'BucketAlreadyExists';
        throw new AwsError(code, 'The requested bucket name is not available.', 409);
      }
      this.add(String(parameters.Bucket), caller.accountId);
      return {};
    },
    HeadBucket: (call) => this.#accept(call),
    DeleteBucket: (call) => {
      this.#find(call);
      this.#buckets.remove(String(call.parameters.Bucket));
      return {};
    },
    ListObjectsV2: (call) => {
      this.#find(call);
      return { ListBucketResult: { Name: call.parameters.Bucket, KeyCount: 0, MaxKeys: 1000, IsTruncated: false } };
    },
    GetBucketPolicy: (call) => {
      const { policy } = this.#find(call);
      if (policy === undefined) {
        throw new AwsError('NoSuchBucketPolicy', 'The bucket policy does not exist', 404);
      }
      return { Policy: policy };
    },
    PutBucketPolicy: (call) => {
      this.#find(call).policy = checkPolicy(call.parameters.Policy, 'MalformedPolicy');
      return {};
    },
    DeleteBucketPolicy: (call) => {
      this.#find(call).policy = undefined;
      return {};
    },
    GetBucketVersioning: (call) => ({ VersioningConfiguration: this.#find(call).versioning }),
    PutBucketVersioning: (call) => {
      const bucket = this.#find(call);
      bucket.versioning = { ...bucket.versioning, ...withoutNamespace(call.parameters.VersioningConfiguration) };
      return {};
    },
    GetBucketEncryption: (call) => ({ ServerSideEncryptionConfiguration: this.#find(call).encryption }),
    PutBucketEncryption: (call) => {
      this.#find(call).encryption = withoutNamespace(call.parameters.ServerSideEncryptionConfiguration);
      return {};
    },
    DeleteBucketEncryption: (call) => {
      this.#find(call).encryption = defaultEncryption;
      return {};
    },
    PutBucketLifecycleConfiguration: (call) => this.#accept(call),
    PutBucketAcl: (call) => this.#accept(call),
    PutBucketOwnershipControls: (call) => this.#accept(call),
    PutPublicAccessBlock: (call) => this.#accept(call),
    DeletePublicAccessBlock: (call) => this.#accept(call),
    PutBucketLogging: (call) => this.#accept(call),
    PutBucketReplication: (call) => this.#accept(call),
    DeleteBucketReplication: (call) => this.#accept(call),
    PutBucketNotificationConfiguration: (call) => this.#accept(call),
    PutObjectLockConfiguration: (call) => this.#accept(call),
    GetObject: (call) => {
      const Body = this.#find(call).objects.get(String(call.parameters.Key));
      if (Body !== undefined) return { Body };
      throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
    },
    PutObject: (call) => {
      const { Key, Body } = call.parameters;
      this.#find(call).objects.set(String(Key), String(Body));
      return this.#acceptOnObject(call);
    },
    DeleteObject: (call) => {
      this.#find(call).objects.delete(String(call.parameters.Key));
      return this.#acceptOnObject(call);
    },
    DeleteObjects: (call) => ({ DeleteResult: this.#acceptOnObject(call) }),
  };

  #accept(call: ApiCall): Json {
    this.#find(call);
    return {};
  }

  #acceptOnObject(call: ApiCall): Json {
    this.#find(call);
    this.onObjectCall(call);
    return {};
  }

  #find({ parameters: { Bucket: name, ExpectedBucketOwner } }: ApiCall): Bucket {
    const bucket = this.get(String(name));
    if (!bucket) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
    if (ExpectedBucketOwner === undefined || ExpectedBucketOwner === bucket.accountId) return bucket;
    throw new AwsError('AccessDeniedException', 'Access Denied');
  }
}

function withoutNamespace(document: unknown): Json {
  const { xmlns, ...content } = document as Json;
  return content;
}
