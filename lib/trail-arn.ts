import { CfnTrail, type ITrailRef } from 'aws-cdk-lib/aws-cloudtrail';
import type { IConstruct } from 'constructs';
import { invalidProp } from './invalid-prop';

/**
 * The ARN of a trail. `cloudtrail.Trail` has no `trailRef`, as other constructs of its kind have: its ARN is its
 * `CfnTrail`'s.
 *
 * @throws if it is no trail
 */
export function trailArn(trail: IConstruct, prop: string): string {
  const resource = isTrailRef(trail) ? trail : trail.node.defaultChild;
  if (!resource || !isTrailRef(resource)) {
    throw invalidProp({
      prop,
      given: `the construct '${trail.node.path}', which is no trail`,
      allowed: 'a cloudtrail.Trail, a CfnTrail or an imported trail',
      cure: 'Import an existing trail by CfnTrail.fromTrailArn() or CfnTrail.fromTrailName().',
    });
  }
  return CfnTrail.arnForTrail(resource);
}

function isTrailRef(construct: IConstruct): construct is ITrailRef {
  return 'trailRef' in construct;
}
