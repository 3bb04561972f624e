import { Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { GuardPolicy } from './contract/policy';
import { TABLE } from './contract/table';
import type { Repair } from './repair';
import { repairStatements } from './repair-permissions';

export interface GuardRoleProps {
  readonly policy: GuardPolicy;
  readonly table: ITable;
  readonly topic: ITopic;
  readonly repairs?: Repair[];
  readonly logGroup: ILogGroup;
}

/** The function's role: what it needs, and the reason beside each statement. */
export class GuardRole extends Construct {
  public readonly role: Role;

  constructor(scope: Construct, id: string, props: GuardRoleProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: 'TrailGuard: puts CloudTrail trails back to what they were',
    });
    this.allowReading(props.policy);
    if (props.policy.response === 'restore') {
      this.allowRestoring(props.policy);
      for (const statement of props.repairs ? repairStatements(props.repairs, Stack.of(this)) : []) {
        this.role.addToPolicy(statement);
      }
    }

    // Items of trails, their baselines and incidents. No Scan, no Delete: what is remembered is not to be lost.
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

  /** An organization trail carries its management account's id, which is not known here: reading is allowed on it. */
  private allowReading({ trails }: GuardPolicy): void {
    this.allow(
      'ReadTrails',
      [
        'cloudtrail:GetTrailStatus',
        'cloudtrail:GetEventSelectors',
        'cloudtrail:GetInsightSelectors',
        'cloudtrail:GetEventConfiguration',
        'cloudtrail:ListTags',
      ],
      // Whether the whole account is recorded depends on all its trails, guarded or not.
      [this.anyTrailOf('*'), ...(trails ?? [])],
    );
    // Which trails there are, and who changed one: CloudTrail supports no resources for these two.
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html
    this.allow('ListTrailsAndHistory', ['cloudtrail:DescribeTrails', 'cloudtrail:LookupEvents'], ['*']);
  }

  private allowRestoring({ trails, account }: GuardPolicy): void {
    const stack = Stack.of(this);
    // Only to what the baseline says: nobody but this role can write one.
    this.allow(
      'PutTrailsBack',
      [
        'cloudtrail:StartLogging',
        'cloudtrail:UpdateTrail',
        'cloudtrail:PutEventSelectors',
        'cloudtrail:PutInsightSelectors',
        'cloudtrail:PutEventConfiguration',
        'cloudtrail:AddTags',
        // A deleted trail, under its own name.
        'cloudtrail:CreateTrail',
      ],
      [...(trails ?? [this.anyTrailOf(account)])],
    );
    // A trail that delivers to CloudWatch Logs does it with a role of its own, which cannot be told at synth. It can be
    // handed to CloudTrail only.
    this.role.addToPolicy(
      new PolicyStatement({
        sid: 'GiveTrailsTheirRole',
        effect: Effect.ALLOW,
        actions: ['iam:PassRole'],
        resources: [stack.formatArn({ service: 'iam', region: '', resource: 'role', resourceName: '*' })],
        conditions: { StringEquals: { 'iam:PassedToService': 'cloudtrail.amazonaws.com' } },
      }),
    );
  }

  private anyTrailOf(owner: string): string {
    return Stack.of(this).formatArn({ service: 'cloudtrail', account: owner, resource: 'trail', resourceName: '*' });
  }

  private allow(sid: string, actions: string[], resources: string[]): void {
    this.role.addToPolicy(new PolicyStatement({ sid, effect: Effect.ALLOW, actions, resources }));
  }
}
