import { type CfnCondition, CfnResource, Stack } from 'aws-cdk-lib';
import { type IRuleTarget, Rule } from 'aws-cdk-lib/aws-events';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { DETAIL_TYPE, sourceOf } from './contract/event-pattern';
import { TECHNIQUES } from './contract/techniques';
import { validateRegions, validateRoleNamePatterns } from './global-events-regions';
import { callOn, paddedCall } from './own-parts-calls';

/** Properties of `GlobalEventsForwarder`. */
export interface GlobalEventsForwarderProps {
  /**
   * The Regions whose guards are to hear of calls on their roles: their default event buses of the same account. At least
   * one, each once, and not the Region that records calls to IAM, where guards hear of them without this.
   */
  readonly regions: string[];

  /**
   * Patterns of the names of roles whose calls are forwarded, with `*` for any text: of the guards' roles, and of the roles
   * with which guarded trails deliver to CloudWatch Logs. At least three characters of a name in each.
   *
   * @default ['*TrailGuard*']
   */
  readonly roleNamePatterns?: string[];
}

const IAM = 'iam.amazonaws.com';

/** EventBridge's limit. */
const TARGETS_OF_A_RULE = 5;

/**
 * Tells guards in other Regions of calls on their roles. CloudTrail records calls to IAM in one Region only, us-east-1 in
 * the partition `aws`; this construct is for a stack there. It forwards the calls that take a permission from a role, give it
 * one, or delete it.
 *
 * @example
 * new GlobalEventsForwarder(this, 'Forwarder', { regions: ['eu-west-1', 'eu-central-1'] });
 */
export class GlobalEventsForwarder extends Construct {
  /** Several, because a rule has at most 5 targets. */
  public readonly rules: Rule[];

  /** @throws if a property is wrong, or the stack is in a Region that records no calls to IAM */
  constructor(scope: Construct, id: string, props: GlobalEventsForwarderProps) {
    super(scope, id);
    const { regions, roleNamePatterns = ['*TrailGuard*'] } = props;
    validateRegions(this, regions);
    validateRoleNamePatterns(roleNamePatterns);
    const stack = Stack.of(this);
    const buses = regions.map((region) =>
      stack.formatArn({ service: 'events', region, resource: 'event-bus', resourceName: 'default' }),
    );
    const role = forwarder(this, buses);
    const eventPattern = {
      source: [sourceOf(IAM)],
      account: [stack.account],
      detailType: [DETAIL_TYPE],
      detail: { $or: callsOnRoles(roleNamePatterns) },
    };
    this.rules = chunks(buses, TARGETS_OF_A_RULE).map(
      (targets, index) =>
        new Rule(this, `Rule${index + 1}`, {
          description: 'TrailGuard: tells guards in other Regions of calls on their roles',
          eventPattern,
          targets: targets.map((arn): IRuleTarget => ({ bind: () => ({ arn, role }) })),
        }),
    );
  }

  /**
   * Makes it a part of the stack only where the condition holds: in a template that is deployed to several Regions, where
   * `AWS::Region` is the one that records calls to IAM.
   */
  public onlyIf(condition: CfnCondition): void {
    for (const resource of this.node.findAll().filter(CfnResource.isCfnResource)) {
      resource.cfnOptions.condition = condition;
    }
  }
}

/** What the catalogue has on roles, the guard's and those of trails; of a padded call the role is not known. */
function callsOnRoles(roleNamePatterns: readonly string[]): object[] {
  const names = TECHNIQUES.filter(({ eventSource }) => eventSource === IAM).map(({ eventName }) => eventName);
  const eventNames = [...new Set(names)];
  const roleName = roleNamePatterns.map((pattern) => (pattern.includes('*') ? { wildcard: pattern } : pattern));
  return [callOn(IAM, eventNames, { roleName }), paddedCall(eventNames)];
}

/** In a policy of the role itself, so that there is one resource less to have a condition. */
function forwarder(scope: Construct, buses: string[]): Role {
  const statement = new PolicyStatement({
    sid: 'ForwardToOtherRegions',
    effect: Effect.ALLOW,
    actions: ['events:PutEvents'],
    resources: buses,
  });
  return new Role(scope, 'Role', {
    description: "TrailGuard: lets EventBridge forward calls on guards' roles to other Regions",
    assumedBy: new ServicePrincipal('events.amazonaws.com'),
    inlinePolicies: { Forward: new PolicyDocument({ statements: [statement] }) },
  });
}

function chunks<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}
