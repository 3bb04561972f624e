import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Incident } from '../../lib/contract/incident';
import type { GuardPolicy } from '../../lib/contract/policy';
import { prepareContainment } from '../common/containment/decide';
import type { Invoke } from '../common/invoke';
import { createBaselines } from './baselines';
import type { Channel, SendHeartbeat } from './channels';
import type { Tools } from './guard';
import { loadChannels } from './load-channels';
import { loadOwnParts } from './load-own-parts';
import { loadRepairs } from './load-repairs';
import { createCount } from './metrics';
import { lazyOwnParts } from './own-parts/lazy-own-parts';
import { createPublish } from './publish';
import { createStore } from './store';

export interface ToolsOptions {
  readonly policy: GuardPolicy;
  /** @throws if it is not known */
  readonly tableName: () => string;
  /** @throws if it is not known */
  readonly topicArn: () => string;
  readonly functionName: string;
  readonly ownRoleArn: string;
  /** Names of the functions that are asked, where there are any. */
  readonly investigator?: string | undefined;
  readonly containment?: string | undefined;
  /** Where the template says what the guard consists of, if it does. */
  readonly ownParts?: string | undefined;
  readonly version: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
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
  ownRoleArn,
  investigator,
  containment,
  ownParts,
  version,
  environment,
  requestHandler: timeouts,
}: ToolsOptions): Tools {
  // Without it, a request that exceeds its timeout is only warned of, and goes on for as long as the invocation lasts.
  const requestHandler = { ...timeouts, throwOnRequestTimeout: true };
  const scheduler = new SchedulerClient({ requestHandler });
  const dynamoDb = new DynamoDBClient({ requestHandler });
  const baselines = createBaselines(dynamoDb, tableName);
  const publish = createPublish(new SNSClient({ requestHandler }), topicArn);
  const repairs = loadRepairs(policy, requestHandler);
  /** An incident as it is told: with what would stop the actor, and with what the account as a whole does not record. */
  const complete = async (incident: Incident): Promise<Incident> => {
    // Worth no failure.
    const coverageGaps = await baselines.coverage().catch(() => undefined);
    return {
      ...incident,
      ...(coverageGaps === undefined ? {} : { coverageGaps }),
      containment:
        incident.containment ??
        prepareContainment(incident, policy.containment, { ownRoleArns: [ownRoleArn], now: new Date() }),
    };
  };
  // The topic and each channel tell the same: it is read once.
  const completed = new WeakMap<Incident, Promise<Incident>>();
  const whole = (incident: Incident): Promise<Incident> => {
    const known = completed.get(incident) ?? complete(incident);
    completed.set(incident, known);
    return known;
  };
  const answerTo = functionName;
  let channels: Channel[] | undefined;
  let invoke: Invoke | undefined;
  const ask = (functionName: string, request: object) => {
    invoke ??= loadChannels().createInvoker({ requestHandler });
    return invoke(functionName, request);
  };
  const { hub, region, account } = policy;
  let sendHeartbeat: SendHeartbeat | undefined;
  const own = ownParts && lazyOwnParts(() => loadOwnParts({ location: ownParts, region, account, requestHandler }));
  return {
    store: createStore(dynamoDb, tableName),
    baselines,
    tableName,
    ...(repairs ? { repairs } : {}),
    publish: async (incident) => publish(await whole(incident)),
    channels() {
      channels ??= loadChannels()
        .createChannels(policy, { requestHandler })
        .map(({ name, send }) => ({ name, send: async (incident) => send(await whole(incident)) }));
      return channels;
    },
    ...(investigator ? { investigator: { ask: (request) => ask(investigator, { ...request, answerTo }) } } : {}),
    ...(containment && policy.containment
      ? {
          containment: {
            policy: policy.containment,
            request: (request) => ask(containment, { ...request, answerTo }),
          },
        }
      : {}),
    count: createCount(
      functionName,
      (line) => process.stdout.write(line),
      () => new Date(),
    ),
    version,
    environment,
    ...(own ? { ownParts: own } : {}),
    ...(hub
      ? {
          sendHeartbeat: (heartbeat) => {
            sendHeartbeat ??= loadChannels().createHeartbeats(hub, { requestHandler });
            return sendHeartbeat(heartbeat);
          },
        }
      : {}),
    async scheduleCreatedAt(scheduleArn) {
      const [GroupName, Name] = scheduleArn.split('/').slice(1);
      return (await scheduler.send(new GetScheduleCommand({ GroupName, Name }))).CreationDate;
    },
  };
}
