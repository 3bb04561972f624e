import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogGroupPart } from '../../lib/contract/own-parts';
import { compareLogGroup, type LogGroupState } from './compare/log-group';
import { type Part, type Step, unlessGone } from './part';

/** The log group of a function. */
export function logGroupPart(group: LogGroupPart, logs: CloudWatchLogsClient): Part<LogGroupState | undefined> {
  const { name: logGroupName } = group;
  return {
    kind: 'log-group',
    name: logGroupName,
    async read() {
      // In the order of their names, so the group itself comes before those whose names it begins.
      const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }));
      return logGroups.find((found) => found.logGroupName === logGroupName);
    },
    compare: (state) => compareLogGroup(group, state),

    mend(state) {
      const steps: Step[] = [];
      if (state === undefined) {
        // Lambda may have been faster.
        steps.push(() =>
          unlessGone(['ResourceAlreadyExistsException'], () => logs.send(new CreateLogGroupCommand({ logGroupName }))),
        );
      }
      if (group.retentionInDays !== undefined) {
        const retentionInDays = Number(group.retentionInDays);
        steps.push(() => logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays })));
      }
      return steps;
    },
    afterwards: (differences) =>
      differences.some(({ actual }) => actual === 'deleted') ? 'What was in it is lost' : undefined,
  };
}
