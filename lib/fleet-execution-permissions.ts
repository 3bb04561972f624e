import type { Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { namesOfStackSet } from './fleet-names';

/**
 * What CloudFormation needs to make, change and remove the guards of one stack set: of each service everything, because
 * which calls a resource takes is CloudFormation's to decide, but only on what begins with the stack set's name.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-prereqs-self-managed.html
 */
export function executionStatements(stack: Stack, stackSetName: string, templateArn: string): PolicyStatement[] {
  const names = namesOfStackSet(stackSetName);
  const own = (service: string, place: string, region = '*') =>
    `arn:${stack.partition}:${service}:${region}:${stack.account}:${place}${names}*`;
  return [
    // The minimum that StackSets names, on the stacks of this set.
    allow('OwnStacks', ['cloudformation:*'], [own('cloudformation', 'stack/')]),
    // StackSets leaves templates and notes of its progress in buckets of its own. None of this account.
    allow('BucketsOfStackSets', ['s3:*'], ['*'], { StringNotEquals: { 'aws:ResourceAccount': stack.account } }),
    allow('OwnTemplate', ['s3:GetObject'], [templateArn]),
    // What a guard consists of.
    allow(
      'OwnParts',
      ['cloudwatch:*', 'dynamodb:*', 'events:*', 'lambda:*', 'logs:*', 'scheduler:*', 'sns:*', 'sqs:*'],
      [
        own('cloudwatch', 'alarm:'),
        own('dynamodb', 'table/'),
        own('events', 'rule/'),
        // Rules that watch each other have names that are known before they are made.
        `arn:${stack.partition}:events:*:${stack.account}:rule/TrailGuard-*`,
        own('lambda', 'function:'),
        own('logs', 'log-group:'),
        own('scheduler', 'schedule/default/'),
        own('sns', ''),
        own('sqs', ''),
      ],
    ),
    // Their roles have inline policies only: nothing of anybody else's is attached to one.
    allow(
      'OwnRoles',
      [
        'iam:CreateRole',
        'iam:DeleteRole',
        'iam:DeleteRolePolicy',
        'iam:GetRole',
        'iam:GetRolePolicy',
        'iam:ListAttachedRolePolicies',
        'iam:ListRolePolicies',
        'iam:PutRolePolicy',
        'iam:TagRole',
        'iam:UntagRole',
        'iam:UpdateAssumeRolePolicy',
        'iam:UpdateRole',
        'iam:UpdateRoleDescription',
      ],
      [own('iam', 'role/', '')],
    ),
    // To the services that a guard's roles are for.
    allow('GiveOwnRoles', ['iam:PassRole'], [own('iam', 'role/', '')], {
      StringEquals: {
        'iam:PassedToService': ['events.amazonaws.com', 'lambda.amazonaws.com', 'scheduler.amazonaws.com'],
      },
    }),
    // Lists, which have no resources; they change nothing.
    allow(
      'Lists',
      [
        'cloudformation:DescribeStacks',
        'cloudformation:GetTemplateSummary',
        'cloudformation:ListStacks',
        'cloudformation:ValidateTemplate',
        'cloudwatch:DescribeAlarms',
        'logs:DescribeLogGroups',
      ],
      ['*'],
    ),
  ];
}

function allow(
  sid: string,
  actions: string[],
  resources: string[],
  conditions: Record<string, object> = {},
): PolicyStatement {
  return new PolicyStatement({ sid, effect: Effect.ALLOW, actions, resources, conditions });
}
