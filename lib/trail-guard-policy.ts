import { CfnPolicy } from 'aws-cdk-lib/aws-organizations';
import { Construct } from 'constructs';
import { packed } from './policy-packing';
import { denyStatements } from './policy-statements';
import { requireToAttach, validatePolicyProps } from './policy-validation';
import type { TrailGuardPolicyProps } from './trail-guard-policy-props';

/**
 * Service control policies that deny what the catalogue of techniques knows to blind a trail, and any change to the guard,
 * to everybody in the member accounts but the roles that are exempt. For a stack in the organization's management account,
 * or in that of a delegated administrator for policies.
 *
 * They do not bind the management account or service-linked roles, so they do not take the place of a guard.
 *
 * @example
 * new TrailGuardPolicy(this, 'Prevention', {
 *   targets: ['ou-ab12-cdef3456'],
 *   exemptRoles: ['arn:aws:iam::*:role/BreakGlass', 'arn:aws:iam::*:role/stacksets-exec-*'],
 * });
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export class TrailGuardPolicy extends Construct {
  /** The policies, as few as their length allows. */
  public readonly policies: CfnPolicy[];

  /** @throws if a property is wrong, with the value and the cure */
  constructor(scope: Construct, id: string, props: TrailGuardPolicyProps) {
    super(scope, id);
    validatePolicyProps(props);
    const { targets, exemptRoles, policyName = 'TrailGuard', stackNamePrefix = 'TrailGuard' } = props;
    const documents = packed(
      denyStatements({
        exemptRoles,
        stackNamePrefix,
        trails: props.trails ?? ['arn:*:cloudtrail:*:*:trail/*'],
        lakeResources: props.lakeResources ?? [
          'arn:*:cloudtrail:*:*:eventdatastore/*',
          'arn:*:cloudtrail:*:*:channel/*',
        ],
        deliveryResources: props.deliveryResources ?? [],
      }),
    );
    requireToAttach(documents);
    this.policies = documents.map((content, index) => {
      const number = index === 0 ? '' : String(index + 1);
      return new CfnPolicy(this, `Policy${number}`, {
        name: `${policyName}${number}`,
        description: 'TrailGuard: nobody blinds a trail or changes the guard, but the roles that are exempt',
        type: 'SERVICE_CONTROL_POLICY',
        content,
        targetIds: [...targets],
      });
    });
    // Organizations takes one change of a target's policies at a time.
    this.policies.reduce((previous, policy) => {
      policy.node.addDependency(previous);
      return policy;
    });
  }
}
