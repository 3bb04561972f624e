import { ArnFormat, type Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { InvestigationPolicy } from './contract/investigation-policy';
import type { InvestigationSource } from './investigation-source';

/** What the investigator needs: reads, and the list's own writes. The reason is beside each statement. */
export function investigatorStatements(
  policy: InvestigationPolicy,
  sources: InvestigationSource[],
  stack: Stack,
): PolicyStatement[] {
  const kinds = new Set(sources.map(({ kind }) => kind));
  return [
    ...base(stack),
    ...(policy.list ? [keepList(policy.list, stack)] : []),
    ...(kinds.has('guardDuty') ? [readGuardDuty()] : []),
    ...(kinds.has('securityHub') ? [readSecurityHub(stack)] : []),
    ...(kinds.has('networkAddresses') ? [lookUpAddresses(), readInstanceProfiles(stack)] : []),
    ...(policy.calendars ? [readCalendars(policy.calendars, stack)] : []),
    ...(kinds.has('organization') ? [readPlaceInOrganization(stack)] : []),
    ...(kinds.has('productionTag') ? [readTagsInOrganization(stack)] : []),
    ...(policy.enrichment ? [allow('AskOwnFunction', ['lambda:InvokeFunction'], [policy.enrichment])] : []),
  ];
}

function base(stack: Stack): PolicyStatement[] {
  return [
    // CloudTrail supports no resources for these two; nor does IAM for the alias, which names the account for people.
    allow(
      'ReadHistoryAndTrails',
      ['cloudtrail:LookupEvents', 'cloudtrail:DescribeTrails', 'iam:ListAccountAliases'],
      ['*'],
    ),
    // Whether another trail logs: also one of another Region, or the organization's, which its management account owns.
    allow(
      'ReadTrailStatus',
      ['cloudtrail:GetTrailStatus'],
      [stack.formatArn({ service: 'cloudtrail', account: '*', region: '*', resource: 'trail', resourceName: '*' })],
    ),
    // In which Regions something can have happened.
    allow(
      'ReadEnabledRegions',
      ['account:ListRegions'],
      [stack.formatArn({ service: 'account', region: '', resource: 'account', arnFormat: ArnFormat.NO_RESOURCE_NAME })],
    ),
    // How old the key is that the call was made with. Keys are listed without their secrets.
    allow(
      'ReadAgeOfAccessKeys',
      ['iam:ListAccessKeys'],
      [stack.formatArn({ service: 'iam', region: '', resource: 'user', resourceName: '*' })],
    ),
  ];
}

/** New objects only under the prefix; nothing in the bucket can be read, listed or deleted. */
function keepList({ bucket, prefix }: NonNullable<InvestigationPolicy['list']>, stack: Stack): PolicyStatement {
  const objects = { service: 's3', account: '', region: '', resource: bucket, resourceName: `${prefix}*` };
  return allow('KeepDarkActivity', ['s3:PutObject'], [stack.formatArn(objects)]);
}

/** GuardDuty supports no resources for these three. */
function readGuardDuty(): PolicyStatement {
  const actions = ['guardduty:ListDetectors', 'guardduty:ListFindings', 'guardduty:GetFindings'];
  return allow('ReadGuardDuty', actions, ['*']);
}

/** The account has one hub a Region. */
function readSecurityHub(stack: Stack): PolicyStatement {
  const hub = { service: 'securityhub', resource: 'hub', resourceName: 'default' };
  return allow('ReadSecurityHub', ['securityhub:GetFindings'], [stack.formatArn(hub)]);
}

/** EC2 supports no resources for what it describes. */
function lookUpAddresses(): PolicyStatement {
  const things = ['NetworkInterfaces', 'Instances', 'Addresses', 'NatGateways', 'VpcEndpoints'];
  return allow(
    'LookUpAddresses',
    things.map((thing) => `ec2:Describe${thing}`),
    ['*'],
  );
}

/** EC2 tells an instance's profile, and only IAM the role of that. */
function readInstanceProfiles(stack: Stack): PolicyStatement {
  const profiles = { service: 'iam', region: '', resource: 'instance-profile', resourceName: '*' };
  return allow('ReadInstanceProfiles', ['iam:GetInstanceProfile'], [stack.formatArn(profiles)]);
}

function readCalendars(calendars: readonly string[], stack: Stack): PolicyStatement {
  const arns = calendars.map((calendar) =>
    calendar.startsWith('arn:')
      ? calendar
      : stack.formatArn({ service: 'ssm', resource: 'document', resourceName: calendar }),
  );
  return allow('ReadChangeCalendars', ['ssm:GetCalendarState'], arns);
}

/** The ARNs carry the management account and the organization, which are not known here; the account is this one. */
function readPlaceInOrganization(stack: Stack): PolicyStatement {
  const units = { service: 'organizations', region: '', account: '*', resource: 'ou', resourceName: 'o-*/ou-*' };
  return allow(
    'ReadPlaceInOrganization',
    ['organizations:DescribeAccount', 'organizations:ListParents'],
    [accountInOrganization(stack), stack.formatArn(units)],
  );
}

function readTagsInOrganization(stack: Stack): PolicyStatement {
  return allow('ReadTagsInOrganization', ['organizations:ListTagsForResource'], [accountInOrganization(stack)]);
}

function accountInOrganization(stack: Stack): string {
  const resourceName = `o-*/${stack.account}`;
  return stack.formatArn({ service: 'organizations', region: '', account: '*', resource: 'account', resourceName });
}

function allow(sid: string, actions: string[], resources: readonly string[]): PolicyStatement {
  return new PolicyStatement({ sid, effect: Effect.ALLOW, actions, resources: [...resources] });
}
