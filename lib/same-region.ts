import { type IResource, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { invalidProp } from './invalid-prop';

/**
 * Checks that what the guard is given is where the guard is: neither alarms and the function's messages nor encryption
 * reach into another Region.
 *
 * @param kind what it is, in words, such as `topic`
 * @throws if its Region is known and another one
 */
export function requireSameRegion(scope: Construct, prop: string, kind: string, resource: IResource): void {
  const { region } = Stack.of(scope);
  const { region: given } = resource.env;
  if (given !== region && !Token.isUnresolved(given) && !Token.isUnresolved(region)) {
    throw invalidProp({
      prop,
      given: `'${resource.node.path}', which is in ${given}`,
      allowed: `a ${kind} in ${region}, the Region of the stack`,
      cure: `Make or import a ${kind} there for the guard of that Region.`,
    });
  }
}
