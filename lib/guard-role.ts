import { Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { GuardPolicy } from './contract/policy';
import { TABLE } from './contract/table';

export interface GuardRoleProps {
  readonly policy: GuardPolicy;
  readonly table: ITable;
  readonly topic: ITopic;
  readonly logGroup: ILogGroup;
}

/** The function's role: what it needs, and the reason beside each statement. */
export class GuardRole extends Construct {
  public readonly role: Role;

  constructor(scope: Construct, id: string, props: GuardRoleProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: 'TrailGuard: starts CloudTrail trails that were stopped',
    });
    this.allowCloudTrail(props.policy);

    // One item a trail and one an incident. No Scan, no Delete: what is remembered is not to be lost.
    this.allow(
      'RememberTrailsAndIncidents',
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      [props.table.tableArn],
    );
    // All trails at once, and the incidents that are still open.
    this.allow(
      'ReadTrailsAndOpenIncidents',
      ['dynamodb:Query'],
      [props.table.tableArn, `${props.table.tableArn}/index/${TABLE.OPEN_INDEX}`],
    );
    this.allow('Tell', ['sns:Publish'], [props.topic.topicArn]);
    // Only into the group that the stack makes: no logs:CreateLogGroup, as AWSLambdaBasicExecutionRole would give.
    this.allow('WriteOwnLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], [`${props.logGroup.logGroupArn}`]);
  }

  private allowCloudTrail({ trails, response, account }: GuardPolicy): void {
    const stack = Stack.of(this);
    const anyTrailOf = (owner: string) =>
      stack.formatArn({ service: 'cloudtrail', account: owner, resource: 'trail', resourceName: '*' });
    if (response === 'restore') {
      // The one change that the guard makes.
      this.allow('StartStoppedTrails', ['cloudtrail:StartLogging'], [...(trails ?? [anyTrailOf(account)])]);
    }
    // Reading back. An organization trail carries its management account's id, which is not known here: reading its
    // status is all that is allowed on it.
    this.allow('ReadTrailStatus', ['cloudtrail:GetTrailStatus'], [...(trails ?? [anyTrailOf('*')])]);
    // Which trails there are, and who stopped one: CloudTrail supports no resources for these two.
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html
    this.allow('ListTrailsAndHistory', ['cloudtrail:DescribeTrails', 'cloudtrail:LookupEvents'], ['*']);
  }

  private allow(sid: string, actions: string[], resources: string[]): void {
    this.role.addToPolicy(new PolicyStatement({ sid, effect: Effect.ALLOW, actions, resources }));
  }
}
