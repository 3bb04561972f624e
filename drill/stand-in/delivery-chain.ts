import type { CloudTrail } from './cloudtrail';
import type { Trail } from './cloudtrail-trail';
import { documentedPolicies } from './delivery-chain-documented';
import { type DeliveryErrors, type DeliveryResources, deliveryErrors } from './delivery-chain-errors';
import type { RecordedService } from './delivery-chain-recorder';
import type { EventBus } from './event-bus';
import type { Roles } from './iam-roles';
import { Keys } from './kms';
import type { KeyOrigin } from './kms-key';
import { LogGroups } from './logs';
import { Buckets } from './s3';
import { publishObjectCall } from './s3-data-events';
import type { Topics } from './sns';
import type { World } from './world';

/** What a trail delivers through, as its settings name it. */
export interface DeliveryChainResources {
  readonly trailArn: string;
  readonly bucket: string;
  /** @default - no key */
  readonly keyArn?: string;
  /** EXTERNAL for a key whose material was imported, and can be deleted. @default AWS_KMS */
  readonly keyOrigin?: KeyOrigin;
  /** @default - no log group */
  readonly logGroupArn?: string;
  /** @default - no role */
  readonly roleArn?: string;
  /** @default - no topic */
  readonly topicArn?: string;
}

const fields = [
  'latestDeliveryError',
  'latestDigestDeliveryError',
  'latestCloudWatchLogsDeliveryError',
  'latestNotificationError',
] as const satisfies readonly (keyof DeliveryErrors)[];

/** The services through which trails deliver, and how the trails fare with them. */
export class DeliveryChain implements DeliveryResources {
  readonly buckets: Buckets;
  readonly keys: Keys;
  readonly logGroups: LogGroups;
  readonly #told = new WeakMap<Trail, DeliveryErrors>();

  constructor(
    world: World,
    private readonly cloudTrail: CloudTrail,
    readonly topics: Topics,
    readonly roles: Roles,
    bus: EventBus,
  ) {
    this.buckets = new Buckets(world, (call) => publishObjectCall(call, world, cloudTrail, bus));
    this.keys = new Keys(world);
    this.logGroups = new LogGroups(world);
  }

  get services(): RecordedService[] {
    return [this.buckets, this.keys, this.logGroups, this.topics];
  }

  /** Makes healthy resources with the policies that AWS documents, in the place of any that there are. */
  add(resources: DeliveryChainResources): void {
    const { trailArn, bucket, keyArn, keyOrigin, logGroupArn, roleArn, topicArn } = resources;
    const settings = this.cloudTrail.trails.find(({ arn }) => arn === trailArn)?.settings;
    const prefix = settings?.S3KeyPrefix ? `${settings.S3KeyPrefix}/` : '';
    const trail = { arn: trailArn, prefix, isOrganizationTrail: settings?.IsOrganizationTrail === true };
    const policies = documentedPolicies(trail, resources);
    this.buckets.add(bucket).policy = policies.bucket;
    if (keyArn !== undefined) this.keys.add(keyArn, policies.key, keyOrigin);
    if (logGroupArn !== undefined) this.logGroups.add(logGroupArn);
    if (roleArn !== undefined) {
      this.roles.add(roleArn, policies.roleTrust).inlinePolicies.set('CloudTrailDelivery', policies.role);
    }
    if (topicArn !== undefined) this.topics.add(topicArn).policy = policies.topic;
  }

  /** Lets every trail tell its errors as of now. One that a drill set itself stays. */
  tell(): void {
    for (const trail of this.cloudTrail.trails) {
      const told = this.#told.get(trail);
      const errors = deliveryErrors(trail, this);
      for (const field of fields) {
        if (errors[field] !== undefined || trail[field] === told?.[field]) trail[field] = errors[field];
      }
      this.#told.set(trail, errors);
    }
  }
}
