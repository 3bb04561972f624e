import { Duration, Stack, Token } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { ActivitySource } from './activity-source';
import { TECHNIQUES } from './contract/techniques';
import type { ExpectedActivity } from './expected-activity';
import { invalidProp } from './invalid-prop';

/** A deployment changes a trail and is over; it stops none. */
const MAXIMUM_DURATION = Duration.hours(1);

/** What a deployment does to a trail: anything but stopping it. */
const CONFIGURATION_TECHNIQUES = TECHNIQUES.filter(({ response }) => response === 'restore').map(({ id }) => id);

/**
 * Exceptions for deployments that change trails: what they change, the guard keeps from then on, and tells quietly. They do
 * not cover StopLogging. Whoever can deploy through the role can change trails unhindered, so give each only where trails
 * are really deployed so.
 */
export class ExpectedDeployments {
  /**
   * Deployments of the CDK, by the role that its bootstrap stack makes for CloudFormation:
   * `cdk-QUALIFIER-cfn-exec-role-ACCOUNT-REGION`.
   *
   * @param scope says which account and Region
   * @param qualifier of the bootstrap stack; `hnb659fds` is that of the CDK's own default
   * @throws if the qualifier is none
   * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
   */
  public static cdk(scope: Construct, qualifier: string = 'hnb659fds'): ExpectedActivity {
    if (!Token.isUnresolved(qualifier) && !/^[A-Za-z0-9_-]{1,10}$/.test(qualifier)) {
      throw invalidProp({
        prop: 'exceptions',
        given: `the qualifier '${qualifier}'`,
        allowed: '1 to 10 letters, digits, dashes or underscores',
        cure: 'It is the value of `@aws-cdk/core:bootstrapQualifier` in cdk.json.',
      });
    }
    const { account, region } = Stack.of(scope);
    return byCloudFormation(
      roleArn(scope, `cdk-${qualifier}-cfn-exec-role-${account}-${region}`),
      'A deployment of the CDK',
    );
  }

  /**
   * Deployments of CloudFormation with a service role of your own.
   *
   * @param role that CloudFormation assumes
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html
   */
  public static cloudFormation(role: IRole): ExpectedActivity {
    return byCloudFormation(role.roleArn, 'A deployment of CloudFormation');
  }

  /**
   * AWS Control Tower, which manages its trails with the role `AWSControlTowerExecution`, through CloudFormation.
   *
   * @param scope says which account
   * @see https://docs.aws.amazon.com/controltower/latest/userguide/roles-how.html
   */
  public static controlTower(scope: Construct): ExpectedActivity {
    return byCloudFormation(roleArn(scope, 'AWSControlTowerExecution'), 'AWS Control Tower');
  }

  private constructor() {}
}

function byCloudFormation(principal: string, reason: string): ExpectedActivity {
  return {
    principalArns: [principal],
    sources: [ActivitySource.service('cloudformation.amazonaws.com')],
    techniques: CONFIGURATION_TECHNIQUES,
    maximumDuration: MAXIMUM_DURATION,
    reason,
  };
}

function roleArn(scope: Construct, resourceName: string): string {
  return Stack.of(scope).formatArn({ service: 'iam', region: '', resource: 'role', resourceName });
}
