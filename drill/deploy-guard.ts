import { DescribeRuleCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { DEPLOYER } from './deployer';
import { handsOf } from './hands';
import type { Stage } from './stage';

/** A deployment of the guard: somebody begins it, CloudFormation puts a part of the guard again, and it is over. */
export async function deployGuard({ standIn, target }: Stage, begin: () => unknown): Promise<void> {
  await begin();
  const cloudFormation = standIn.callers.register({
    ...DEPLOYER,
    roleArn: `arn:aws:iam::${standIn.world.accountId}:role/${DEPLOYER.roleName}`,
    invokedBy: 'cloudformation.amazonaws.com',
  });
  const { eventBridge } = handsOf(standIn, cloudFormation);
  const { Name, EventPattern, Description } = await eventBridge.send(
    new DescribeRuleCommand({ Name: target.guard.rule }),
  );
  await eventBridge.send(new PutRuleCommand({ Name, EventPattern, Description, State: 'ENABLED' }));
  await standIn.settled();
  standIn.stack.complete();
}
