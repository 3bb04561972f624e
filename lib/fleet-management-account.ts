import { Stack } from 'aws-cdk-lib';
import { CfnStackSet } from 'aws-cdk-lib/aws-cloudformation';
import { ArnPrincipal, CompositePrincipal, Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { executionStatements } from './fleet-execution-permissions';
import { optInRegions } from './fleet-regions';
import type { FleetTemplate } from './fleet-template';

export interface FleetManagementAccountProps {
  readonly stackSetName: string;
  readonly description: string;
  readonly template: FleetTemplate;
  readonly regions: readonly string[];
}

/**
 * The guards of the management account, which service-managed stack sets pass over: a stack set over this one account.
 *
 * The role that it deploys with can make roles, so whoever may change this stack set or pass its roles can do anything in
 * the account. In the management account that is already so of whoever may deploy stacks.
 */
export class FleetManagementAccount extends Construct {
  public readonly stackSet: CfnStackSet;

  constructor(scope: Construct, id: string, props: FleetManagementAccountProps) {
    super(scope, id);
    const { account } = Stack.of(this);
    const { stackSetName, description, template, regions } = props;
    const administration = this.administrationRole(props);
    const execution = new Role(this, 'Execution', {
      description: `TrailGuard: lets CloudFormation make what the stack set ${stackSetName} consists of`,
      assumedBy: new ArnPrincipal(administration.roleArn),
    });
    for (const statement of executionStatements(Stack.of(this), stackSetName, template.objectArn)) {
      execution.addToPolicy(statement);
    }
    administration.addToPolicy(
      new PolicyStatement({
        sid: 'OwnExecutionRole',
        effect: Effect.ALLOW,
        actions: ['sts:AssumeRole'],
        resources: [execution.roleArn],
      }),
    );
    this.stackSet = new CfnStackSet(this, 'StackSet', {
      stackSetName,
      description,
      permissionModel: 'SELF_MANAGED',
      administrationRoleArn: administration.roleArn,
      executionRoleName: execution.roleName,
      capabilities: ['CAPABILITY_IAM'],
      templateUrl: template.url,
      ...(template.parameters ? { parameters: template.parameters } : {}),
      managedExecution: { Active: true },
      stackInstancesGroup: [{ deploymentTargets: { accounts: [account] }, regions: [...regions] }],
      operationPreferences: { maxConcurrentCount: 1, failureToleranceCount: 0, regionConcurrencyType: 'PARALLEL' },
    });
    // What the roles may do has to be there before the first guard, and until the last one is removed.
    this.stackSet.node.addDependency(administration, execution);
  }

  /** For this stack set only: CloudFormation says which one it comes for. */
  private administrationRole({ stackSetName, regions }: FleetManagementAccountProps): Role {
    const stack = Stack.of(this);
    const services = ['', ...optInRegions(regions).map((region) => `.${region}`)];
    const conditions = {
      StringEquals: { 'aws:SourceAccount': stack.account },
      ArnLike: {
        'aws:SourceArn': stack.formatArn({
          service: 'cloudformation',
          resource: 'stackset',
          resourceName: `${stackSetName}:*`,
        }),
      },
    };
    return new Role(this, 'Administration', {
      description: `TrailGuard: lets CloudFormation deploy the stack set ${stackSetName}`,
      // In a Region that the account was opted into, CloudFormation comes under that Region's name.
      assumedBy: new CompositePrincipal(
        ...services.map((region) => new ServicePrincipal(`cloudformation${region}.amazonaws.com`, { conditions })),
      ),
    });
  }
}
