import { App, Stack } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { TrailGuardHub } from '../../lib';
import { ORGANIZATION_ID } from './hub-fixture';

/** What cdk-nag finds and why it stands. */
const ACKNOWLEDGED: [path: string, id: string, reason: string][] = [
  [
    'Functions/CensusRole/DefaultPolicy',
    'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:cloudformation:<AWS::Region>:<AWS::AccountId>:stackset/TrailGuard:*]',
    'CloudFormation puts an id behind the name of a stack set.',
  ],
  [
    'Trigger/Invoker/DefaultPolicy',
    'AwsSolutions-IAM5[Resource::<HubFunctionsCensus6E685E73.Arn>:*]',
    "CDK's grant covers the function's versions and aliases.",
  ],
];

beforeAll(() => {
  // The CDK prints what it finds, and that cdk-nag looks at a property that is deprecated.
  jest.spyOn(console, 'error').mockReturnValue();
  jest.spyOn(console, 'warn').mockReturnValue();
});
afterAll(() => {
  jest.restoreAllMocks();
});

test('cdk-nag finds just what is acknowledged here', () => {
  const app = new App();
  const stackSets = [{ stackSetName: 'TrailGuard' }];
  new TrailGuardHub(new Stack(app, 'Stack'), 'Hub', { organizationId: ORGANIZATION_ID, stackSets });
  const found = new AwsSolutionsChecks(app)
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      (violatingResources ?? []).map(({ constructPath }) => `${constructPath} ${ruleName}`),
    );
  expect(found.sort()).toEqual(ACKNOWLEDGED.map(([path, id]) => `Stack/Hub/${path}/Resource ${id}`).sort());
});
