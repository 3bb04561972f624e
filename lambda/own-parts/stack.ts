import {
  type CloudFormationClient,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import type { OwnParts } from '../../lib/contract/own-parts';
import { command } from '../guard/delivery/shell';
import type { OwnStack } from '../guard/own-parts/own-parts';
import { parseManifest } from './manifest';

/** Where the template says what the guard consists of. */
export interface Location {
  readonly StackName: string;
  readonly LogicalResourceId: string;
}

/** @param location `STACK_NAME/LOGICAL_ID` */
export function parseLocation(location: string): Location {
  const [StackName, LogicalResourceId, ...more] = location.split('/');
  if (!StackName || !LogicalResourceId || more.length > 0) {
    throw new Error(`'${location}' does not tell where the guard's own parts are: it must be STACK_NAME/LOGICAL_ID`);
  }
  return { StackName, LogicalResourceId };
}

/** @throws if CloudFormation does not tell */
export async function readStack({ StackName }: Location, cloudFormation: CloudFormationClient): Promise<OwnStack> {
  const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
  const [stack] = Stacks;
  const deployedAt = stack?.LastUpdatedTime ?? stack?.CreationTime;
  if (!stack?.StackStatus || !stack.StackId || deployedAt === undefined) {
    throw new Error(`CloudFormation does not tell of the stack ${StackName}`);
  }
  return { status: stack.StackStatus, deployedAt: deployedAt.toISOString(), id: stack.StackId };
}

/** @throws if CloudFormation does not tell, or what it tells makes no sense */
export async function readParts(location: Location, cloudFormation: CloudFormationClient): Promise<OwnParts> {
  const { StackResourceDetail } = await cloudFormation.send(new DescribeStackResourceCommand(location));
  return parseManifest(StackResourceDetail?.Metadata);
}

/**
 * How a person has CloudFormation put back everything that differs. A deployment of the same template does nothing.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html
 */
export function revertAdvice({ StackName }: Location, region: string): string {
  const stack = ['--stack-name', StackName, '--change-set-name', 'as-the-template-says', '--region', region];
  const create = ['create-change-set', ...stack, '--use-previous-template', '--deployment-mode', 'REVERT_DRIFT'];
  return [
    command(['cloudformation', ...create, '--capabilities', 'CAPABILITY_NAMED_IAM']),
    command(['cloudformation', 'describe-change-set', ...stack]),
    command(['cloudformation', 'execute-change-set', ...stack]),
  ].join(' ; then, if that is all it would change: ');
}
