import { runSimulation } from '@cloud-copilot/iam-simulate';
import { App, Stack } from 'aws-cdk-lib';
import { TrailGuardPolicy, type TrailGuardPolicyProps } from '../../lib';
import { ACCOUNT } from './fixture';

const EVERYTHING = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

export const BREAK_GLASS = 'arn:aws:iam::*:role/BreakGlass';
export const DEPLOYMENT = 'arn:aws:iam::*:role/stacksets-exec-*';

export const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

export const PROPS: TrailGuardPolicyProps = {
  targets: ['ou-ab12-cdef3456'],
  exemptRoles: [BREAK_GLASS, DEPLOYMENT],
};

export function prevention(props: Partial<TrailGuardPolicyProps> = {}): TrailGuardPolicy {
  return new TrailGuardPolicy(new Stack(new App(), 'Stack'), 'Prevention', { ...PROPS, ...props });
}

/** A member account whose principals may do everything, as far as their own policies say. */
export class MemberAccount {
  private readonly policies: { name: string; policy: unknown }[];

  constructor(props: Partial<TrailGuardPolicyProps> = {}) {
    this.policies = prevention(props).policies.map(({ name, content }) => ({ name, policy: content }));
  }

  /** Do the service control policies let it happen? `undefined` if there is no such call on such a resource. */
  public async lets(
    principalArn: string,
    action: string,
    resource: string,
    contextVariables: Record<string, string> = {},
  ): Promise<boolean | undefined> {
    const simulated = await runSimulation(
      {
        request: {
          principal: sessionOf(principalArn),
          action,
          resource: { resource, accountId: ACCOUNT },
          contextVariables: { 'aws:PrincipalArn': principalArn, ...contextVariables },
        },
        identityPolicies: [{ name: 'AdministratorAccess', policy: EVERYTHING }],
        serviceControlPolicies: [
          {
            orgIdentifier: 'ou-ab12-cdef3456',
            policies: [{ name: 'FullAWSAccess', policy: EVERYTHING }, ...this.policies],
          },
        ],
        resourceControlPolicies: [],
      },
      {},
    );
    if (simulated.resultType === 'error') {
      if (Object.keys(simulated.errors).some((kind) => /Polic/.test(kind))) throw new Error(JSON.stringify(simulated));
      return undefined;
    }
    const results = simulated.resultType === 'single' ? [simulated.result] : simulated.results;
    return results.every(({ analysis }) => analysis.scpAnalysis?.result === 'Allowed');
  }
}

/** Who calls, as STS names sessions; a policy sees the role's ARN. */
function sessionOf(principalArn: string): string {
  const [, account, name] = /^arn:aws:iam::(\d+):role\/(?:.*\/)?([^/]+)$/.exec(principalArn) ?? [];
  return name ? `arn:aws:sts::${account}:assumed-role/${name}/session` : principalArn;
}
