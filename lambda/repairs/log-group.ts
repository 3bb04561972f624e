import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  type LogGroupClass,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { RepairAction } from '../guard/delivery/repairs';
import type { LogGroupSnapshot } from '../guard/delivery/snapshot';
import { attempt, failed } from './attempt';

export interface LogGroups {
  snapshot(name: string): Promise<LogGroupSnapshot | undefined>;
  repair(name: string, known: LogGroupSnapshot | undefined): Promise<RepairAction[]>;
}

export function createLogGroups(logs: CloudWatchLogsClient): LogGroups {
  const read = async (name: string): Promise<LogGroupSnapshot | undefined> => {
    // In the order of their names, so the group itself comes before those whose names it begins.
    const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
    const found = logGroups.find(({ logGroupName }) => logGroupName === name);
    return (
      found && {
        ...(found.retentionInDays ? { retentionInDays: found.retentionInDays } : {}),
        ...(found.logGroupClass ? { logGroupClass: found.logGroupClass } : {}),
        ...(found.kmsKeyId ? { kmsKeyId: found.kmsKeyId } : {}),
      }
    );
  };

  const create = (name: string, { logGroupClass, kmsKeyId }: LogGroupSnapshot) =>
    attempt(`create the log group ${name} again`, async () => {
      await logs.send(
        new CreateLogGroupCommand({
          logGroupName: name,
          ...(logGroupClass ? { logGroupClass: logGroupClass as LogGroupClass } : {}),
          ...(kmsKeyId ? { kmsKeyId } : {}),
        }),
      );
      if ((await read(name)) === undefined) {
        throw new Error('it is not there when read back');
      }
      return 'What was in it is lost, and so are its metric and subscription filters; the bucket has the events';
    });

  const keepFor = (logGroupName: string, retentionInDays: number | undefined) =>
    attempt(`keep the events of the log group ${logGroupName} as long as before`, async () => {
      if (retentionInDays === undefined) {
        // Deletes a setting and no event: without one, events never expire.
        await logs.send(new DeleteRetentionPolicyCommand({ logGroupName }));
      } else {
        await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
      }
      const now = await read(logGroupName);
      if (now === undefined || now.retentionInDays !== retentionInDays) {
        throw new Error(`they expire after ${now?.retentionInDays ?? 'an unknown number of'} days when read back`);
      }
      return retentionInDays === undefined ? 'They never expire' : `${retentionInDays} days`;
    });

  return {
    snapshot: read,

    async repair(name, known) {
      try {
        const now = await read(name);
        if (now === undefined) {
          const created = await create(name, known ?? {});
          return created.result === 'succeeded' && known?.retentionInDays
            ? [created, await keepFor(name, known.retentionInDays)]
            : [created];
        }
        return known && isShorter(now, known) ? [await keepFor(name, known.retentionInDays)] : [];
      } catch (error) {
        return [failed(`look at the log group ${name}`, error)];
      }
    },
  };
}

function isShorter(now: LogGroupSnapshot, known: LogGroupSnapshot): boolean {
  const { POSITIVE_INFINITY: never } = Number;
  return (now.retentionInDays ?? never) < (known.retentionInDays ?? never);
}
