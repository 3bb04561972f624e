import { Token } from 'aws-cdk-lib';
import { requireEachLike } from './each-like';
import { invalidProp } from './invalid-prop';
import { MAXIMUM_POLICIES, type PolicyDocument } from './policy-packing';
import { deliveryKind, OF_STACK_SET } from './policy-resources';
import type { TrailGuardPolicyProps } from './trail-guard-policy-props';

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_AttachPolicy.html */
const TARGET = /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|\d{12})$/;

/** The name begins with a letter or digit somewhere: `role/*` would exempt everybody. */
const ROLE = /^arn:[^:]+:iam::[^:]+:role\/[^:]*[\w+=,.@-][^:]*$/;

const TRAIL = /^arn:[^:]+:cloudtrail:[^:]+:[^:]+:trail\/[^:]+$/;

const LAKE = /^arn:[^:]+:cloudtrail:[^:]+:[^:]+:(eventdatastore|channel)\/[^:]+$/;

/** Of names with at most 64 characters, as roles and functions have them, CloudFormation leaves the stack's name 25. */
const STACK_NAME_CHARACTERS = 25 - OF_STACK_SET.length;

const PREFIX = new RegExp(`^[A-Za-z][A-Za-z0-9-]{3,${STACK_NAME_CHARACTERS - 1}}$`);

/** @throws if a property is wrong, with the value and the cure */
export function validatePolicyProps(props: TrailGuardPolicyProps): void {
  requireEachLike('targets', props.targets, {
    pattern: TARGET,
    allowed: 'ids such as r-ab12 of the root, ou-ab12-cdef3456 of an organizational unit or 111122223333 of an account',
    cure: 'Begin with an organizational unit for tests: what is denied is denied to every account below it.',
  });
  requireEachLike('exemptRoles', props.exemptRoles, {
    pattern: ROLE,
    allowed: 'ARNs of roles, such as arn:aws:iam::*:role/BreakGlass*; not of their sessions, of users or of every role',
    cure: 'Name the roles that deploy the guard and a break-glass role: nobody else can change it then, nor you.',
  });
  requireEachLike('trails', props.trails, {
    pattern: TRAIL,
    allowed: 'ARNs of trails, such as arn:aws:cloudtrail:*:*:trail/management',
    cure: 'Leave it out to protect every trail.',
  });
  requireEachLike('lakeResources', props.lakeResources, {
    pattern: LAKE,
    allowed: 'ARNs of event data stores and channels, such as arn:aws:cloudtrail:*:111122223333:eventdatastore/*',
    cure: 'Leave it out to protect all of them.',
  });
  validateDelivery(props.deliveryResources);
  validatePrefix(props.stackNamePrefix);
}

/** @throws if there are more policies than can be attached to a target */
export function requireToAttach(policies: readonly PolicyDocument[]): void {
  if (policies.length > MAXIMUM_POLICIES) {
    throw invalidProp({
      prop: 'deliveryResources',
      given: `so long that, with the exempt roles, it takes ${policies.length} service control policies`,
      allowed: `what fits into ${MAXIMUM_POLICIES}, because five can be attached to a target and one of them must allow`,
      cure: 'Use wildcards in the ARNs of the roles and resources, or fewer of them.',
    });
  }
}

/** What an ARN that only deployment knows is of, cannot be read from it. */
function validateDelivery(resources: readonly string[] = []): void {
  for (const arn of resources) {
    if (!deliveryKind(arn)) {
      throw invalidProp({
        prop: 'deliveryResources',
        given: Token.isUnresolved(arn) ? 'an ARN that only deployment knows' : `'${arn}'`,
        allowed: 'ARNs of buckets, keys, log groups, topics and roles, such as arn:aws:s3:::organization-logs',
        cure: 'Write the ARN out; the account, Region and name may have wildcards.',
      });
    }
  }
}

function validatePrefix(prefix: string | undefined): void {
  if (prefix !== undefined && !PREFIX.test(prefix)) {
    throw invalidProp({
      prop: 'stackNamePrefix',
      given: Token.isUnresolved(prefix) ? 'known at deployment only' : `'${prefix}'`,
      allowed: `4 to ${STACK_NAME_CHARACTERS} letters, digits and hyphens, a letter first`,
      cure: 'CloudFormation shortens names, so that a longer beginning would not be found in them.',
    });
  }
}
