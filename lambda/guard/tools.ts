import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { SNSClient } from '@aws-sdk/client-sns';
import type { GuardPolicy } from '../../lib/contract/policy';
import { createBaselines } from './baselines';
import type { Tools } from './guard';
import { loadRepairs } from './load-repairs';
import { createCount } from './metrics';
import { createPublish } from './publish';
import { createStore } from './store';

export interface ToolsOptions {
  readonly policy: GuardPolicy;
  /** @throws if it is not known */
  readonly tableName: () => string;
  /** @throws if it is not known */
  readonly topicArn: () => string;
  readonly functionName: string;
  readonly requestHandler: Readonly<
    Record<'connectionTimeout' | 'requestTimeout', number> & { throwOnRequestTimeout: boolean }
  >;
}

/** What is needed only when StartLogging is on its way. */
export function createTools({
  policy,
  tableName,
  topicArn,
  functionName,
  requestHandler: timeouts,
}: ToolsOptions): Tools {
  // Without it, a request that exceeds its timeout is only warned of, and goes on for as long as the invocation lasts.
  const requestHandler = { ...timeouts, throwOnRequestTimeout: true };
  const scheduler = new SchedulerClient({ requestHandler });
  const dynamoDb = new DynamoDBClient({ requestHandler });
  const baselines = createBaselines(dynamoDb, tableName);
  const publish = createPublish(new SNSClient({ requestHandler }), topicArn);
  const repairs = loadRepairs(policy, requestHandler);
  return {
    store: createStore(dynamoDb, tableName),
    baselines,
    tableName,
    ...(repairs ? { repairs } : {}),
    // What the message says of the account as a whole is worth no failure.
    publish: async (incident) => {
      const coverageGaps = await baselines.coverage().catch(() => undefined);
      await publish(coverageGaps === undefined ? incident : { ...incident, coverageGaps });
    },
    count: createCount(
      functionName,
      (line) => process.stdout.write(line),
      () => new Date(),
    ),
    async scheduleCreatedAt(scheduleArn) {
      const [GroupName, Name] = scheduleArn.split('/').slice(1);
      return (await scheduler.send(new GetScheduleCommand({ GroupName, Name }))).CreationDate;
    },
  };
}
