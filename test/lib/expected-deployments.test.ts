import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ActivitySource, ExpectedDeployments } from '../../lib';
import { techniqueById } from '../../lib/contract/techniques';
import { guarded, IN_REGION, policyInEnvironment, thrownBy } from './fixture';

const exceptionOf = (make: Parameters<typeof guarded>[0]) =>
  (policyInEnvironment(guarded(make, IN_REGION).template) as { exceptions: Record<string, unknown>[] }).exceptions[0];

test.each<[string, Parameters<typeof guarded>[0], RegExp]>([
  [
    'the CDK',
    (stack) => ({ exceptions: [ExpectedDeployments.cdk(stack)] }),
    /role\/cdk-hnb659fds-cfn-exec-role-111122223333-eu-west-1$/,
  ],
  [
    'the CDK with a qualifier',
    (stack) => ({ exceptions: [ExpectedDeployments.cdk(stack, 'audit')] }),
    /role\/cdk-audit-cfn-exec-role-111122223333-eu-west-1$/,
  ],
  [
    'Control Tower',
    (stack) => ({ exceptions: [ExpectedDeployments.controlTower(stack)] }),
    /role\/AWSControlTowerExecution$/,
  ],
  [
    'CloudFormation',
    (stack) => {
      const assumedBy = new ServicePrincipal('cloudformation.amazonaws.com');
      return { exceptions: [ExpectedDeployments.cloudFormation(new Role(stack, 'Deployer', { assumedBy }))] };
    },
    /Deployer/,
  ],
])('deployments of %s may change trails, not stop them', (_, make, role) => {
  const exception = exceptionOf(make) as { principals: string[]; techniques: string[] };
  expect(exception).toMatchObject({ services: ['cloudformation.amazonaws.com'], cidrs: [], vpcEndpoints: [] });
  expect(exception.principals).toEqual([expect.stringMatching(role)]);
  expect(exception.techniques).toContain('multi-region-disabled');
  expect(exception.techniques).not.toContain('stop-logging');
  expect(exception.techniques.map((id) => techniqueById(id)?.response)).toEqual(
    exception.techniques.map(() => 'restore'),
  );
});

test('a wrong qualifier fails', () => {
  expect(
    thrownBy(() => guarded((stack) => ({ exceptions: [ExpectedDeployments.cdk(stack, 'a*')] }))).message,
  ).toContain("the qualifier 'a*'");
});

test.each([
  [[], 'empty'],
  [['stop-logging', 'no-such-technique'], "'no-such-technique'"],
])('techniques %j fail', (techniques, given) => {
  const wrong = () =>
    guarded((stack) => ({
      exceptions: [{ ...ExpectedDeployments.cdk(stack), sources: [ActivitySource.cidr('203.0.113.0/24')], techniques }],
    }));
  expect(thrownBy(wrong).message).toContain(`'exceptions[0].techniques' is ${given}, but must be one id or more`);
});
