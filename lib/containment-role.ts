import { Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { ContainmentKind, ContainmentPolicy } from './contract/containment';

export interface ContainmentRoleProps {
  readonly policy: ContainmentPolicy;
  readonly table: ITable;
  readonly logGroup: ILogGroup;
}

/** What each action takes: one call that changes something, the others to read. */
const CALLS: Readonly<Record<ContainmentKind, { type: 'user' | 'role'; change: string; reads: string[] }>> = {
  'deactivate-access-key': {
    type: 'user',
    change: 'iam:UpdateAccessKey',
    reads: ['iam:GetUser', 'iam:ListAccessKeys'],
  },
  'deny-user': { type: 'user', change: 'iam:PutUserPolicy', reads: ['iam:GetUser', 'iam:GetUserPolicy'] },
  'revoke-role-sessions': { type: 'role', change: 'iam:PutRolePolicy', reads: ['iam:GetRole', 'iam:GetRolePolicy'] },
};

/** The role of the containment function: what was switched on, and on whom never, whatever the function does. */
export class ContainmentRole extends Construct {
  public readonly role: Role;

  constructor(scope: Construct, id: string, { policy, table, logGroup }: ContainmentRoleProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: 'TrailGuard: stops who stopped a trail, as far as was switched on',
    });
    const calls = policy.actions.map((kind) => CALLS[kind]);
    for (const type of ['user', 'role'] as const) {
      const actions = calls.filter((call) => call.type === type).flatMap(({ change, reads }) => [change, ...reads]);
      if (actions.length > 0) {
        const sid = type === 'user' ? 'ContainUsers' : 'ContainRoles';
        this.add(sid, Effect.ALLOW, [...new Set(actions)], [this.any(type, '*')]);
      }
    }
    this.add(
      'NeverTouch',
      Effect.DENY,
      calls.map(({ change }) => change),
      [
        ...policy.neverTouch.flatMap(withEveryPath),
        this.role.roleArn,
        // Only AWS can change them; it is not tried.
        this.any('role', 'aws-service-role/*'),
        this.any('role', 'aws-reserved/*'),
      ],
    );
    // What was requested. Of the table's items, incidents only.
    this.role.addToPolicy(
      new PolicyStatement({
        sid: 'ReadIncidents',
        effect: Effect.ALLOW,
        actions: ['dynamodb:GetItem'],
        resources: [table.tableArn],
        conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['incident'] } },
      }),
    );
    this.add('WriteOwnLog', Effect.ALLOW, ['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]);
  }

  private any(resource: string, resourceName: string): string {
    return Stack.of(this).formatArn({ service: 'iam', region: '', resource, resourceName });
  }

  private add(sid: string, effect: Effect, actions: string[], resources: string[]): void {
    this.role.addToPolicy(new PolicyStatement({ sid, effect, actions, resources }));
  }
}

/** A pattern without a path is for the name under every path, as the function takes it too. */
function withEveryPath(pattern: string): string[] {
  const [, start, name] = /^(arn:.*:(?:user|role)\/)([^/]+)$/.exec(pattern) ?? [];
  return start && name ? [pattern, `${start}*/${name}`] : [pattern];
}
