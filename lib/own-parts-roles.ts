import type { Role } from 'aws-cdk-lib/aws-iam';
import type { RolePart } from './contract/own-parts';
import { type Properties, propertiesNaming, propertiesOf, resourcesNaming } from './own-parts-resources';

/** A role as IAM tells it, with all policies that the template gives it, whoever adds them. */
export function rolePart(role: Role): RolePart {
  const { AssumeRolePolicyDocument, Policies = [], ManagedPolicyArns = [], PermissionsBoundary } = propertiesOf(role);
  const inline = [
    ...(Policies as Properties[]),
    ...propertiesNaming(role, 'AWS::IAM::Policy', 'Roles'),
    ...propertiesNaming(role, 'AWS::IAM::RolePolicy', 'RoleName'),
  ];
  const attached = resourcesNaming(role, 'AWS::IAM::ManagedPolicy', 'Roles').map(({ id }) => ({ Ref: id }));
  return {
    name: role.roleName,
    trustPolicy: AssumeRolePolicyDocument,
    policies: Object.fromEntries(inline.map(({ PolicyName, PolicyDocument }) => [PolicyName, PolicyDocument])),
    managedPolicyArns: [...(ManagedPolicyArns as unknown[]), ...attached],
    ...(PermissionsBoundary === undefined ? {} : { permissionsBoundaryArn: PermissionsBoundary }),
  } as RolePart;
}
