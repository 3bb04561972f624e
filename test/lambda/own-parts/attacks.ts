import type { PartKind } from '../../../lambda/guard/own-parts/own-parts';
import type { Account, OwnFunction } from './aws/account';
import { ACCOUNT, arn, MALLORY, PARTS, roleArn } from './parts';

export interface Attack {
  readonly name: string;
  readonly attack: (account: Account) => void;
  /** What it looks like: kind, technique, field. */
  readonly found: readonly (readonly [kind: PartKind, technique: string, field: string])[];
  /** The calls that put it back, in their order; none where it is for a person. */
  readonly repair: readonly string[];
}

function get<T>(map: ReadonlyMap<string, T>, name: string): T {
  const value = map.get(name);
  if (value === undefined) throw new Error(`${name} is not in the fixture`);
  return value;
}

const rule = ({ rules }: Account) => get(rules, 'Calls');
const guard = ({ functions }: Account): OwnFunction => get(functions, 'Guard');
const role = ({ roles }: Account) => get(roles, 'GuardRole');
const topicArn = PARTS.topics[0]?.arn ?? '';
const topic = ({ topics }: Account) => get(topics, topicArn);
const foreign = (Id: string) => ({ Id, Arn: arn('lambda', 'function:Other') });
const configure = (account: Account, change: OwnFunction['configuration']) =>
  Object.assign(guard(account).configuration, change);
const variables = (account: Account, change: Record<string, string>) =>
  configure(account, {
    Environment: { Variables: { ...guard(account).configuration.Environment?.Variables, ...change } },
  });
const statement = (Principal: unknown, Action = 'lambda:InvokeFunction') => ({
  Sid: 'mallory',
  Effect: 'Allow',
  Principal,
  Action,
  Resource: arn('lambda', 'function:Guard'),
});

export const TRIGGER_ATTACKS: readonly Attack[] = [
  {
    name: 'a rule is disabled',
    attack: (account) => Object.assign(rule(account), { State: 'DISABLED' }),
    found: [['rule', 'guard-rule-disabled', 'state']],
    repair: ['EnableRule'],
  },
  {
    name: 'a rule is deleted',
    attack: ({ rules }) => rules.delete('Witness'),
    found: [['rule', 'guard-rule-deleted', 'existence']],
    repair: ['PutRule', 'PutTargets'],
  },
  {
    name: 'a rule is narrowed',
    attack: (account) => Object.assign(rule(account), { EventPattern: '{"source":["nothing"]}' }),
    found: [['rule', 'guard-rule-changed', 'event pattern']],
    repair: ['PutRule'],
  },
  {
    name: 'the account in a pattern becomes a number',
    attack: (account) => {
      const { EventPattern } = rule(account);
      rule(account).EventPattern = EventPattern.replace(`"${ACCOUNT}"`, ACCOUNT);
    },
    found: [['rule', 'guard-rule-changed', 'event pattern']],
    repair: ['PutRule'],
  },
  {
    name: 'a rule is narrowed and disabled',
    attack: (account) => Object.assign(rule(account), { EventPattern: '{"source":["nothing"]}', State: 'DISABLED' }),
    found: [
      ['rule', 'guard-rule-disabled', 'state'],
      ['rule', 'guard-rule-changed', 'event pattern'],
    ],
    repair: ['PutRule'],
  },
  {
    name: 'the targets of a rule are removed',
    attack: (account) => Object.assign(rule(account), { targets: [] }),
    found: [['rule', 'guard-rule-targets-removed', 'target Target0']],
    repair: ['PutTargets'],
  },
  {
    name: 'a target calls somebody else',
    attack: (account) => Object.assign(rule(account), { targets: [foreign('Target0')] }),
    found: [['rule', 'guard-rule-targets-changed', 'target Target0']],
    repair: ['PutTargets'],
  },
  {
    name: 'a target is tried but once',
    attack: (account) => {
      rule(account).targets = rule(account).targets.map((target) => ({
        ...target,
        RetryPolicy: { MaximumRetryAttempts: 0 },
      }));
    },
    found: [['rule', 'guard-rule-targets-changed', 'target Target0']],
    repair: ['PutTargets'],
  },
  {
    name: 'a target gets something else to read',
    attack: ({ rules }) => {
      const witness = get(rules, 'Witness');
      witness.targets = witness.targets.map(({ InputTransformer, ...target }) =>
        InputTransformer ? { ...target, Input: '"all is well"' } : target,
      );
    },
    found: [['rule', 'guard-rule-targets-changed', 'target Target0']],
    repair: ['PutTargets'],
  },
  {
    name: 'others take all places of a rule',
    attack: (account) => Object.assign(rule(account), { targets: ['a', 'b', 'c', 'd', 'e'].map(foreign) }),
    found: [
      ['rule', 'guard-rule-targets-removed', 'target Target0'],
      ...['a', 'b', 'c', 'd', 'e'].map((id) => ['rule', 'guard-rule-targets-changed', `target ${id}`] as const),
    ],
    repair: ['RemoveTargets', 'PutTargets'],
  },
  {
    name: 'the schedule is deleted',
    attack: ({ schedules }) => schedules.delete('Sweep'),
    found: [['schedule', 'guard-schedule-deleted', 'existence']],
    repair: ['CreateSchedule'],
  },
  ...(
    [
      [{ State: 'DISABLED' }, 'state'],
      [{ ScheduleExpression: 'rate(30 days)' }, 'expression'],
      [{ FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 1_440 } }, 'time window'],
      // Seconds, as the service tells them.
      [{ EndDate: 1_700_000_000 as never }, 'end date'],
      [{ StartDate: 4_000_000_000 as never }, 'start date'],
      [{ ActionAfterCompletion: 'DELETE' }, 'action after completion'],
      [{ KmsKeyArn: arn('kms', 'key/1') }, 'key'],
    ] as const
  ).map(([change, field]) => ({
    name: `the ${field} of the schedule is changed`,
    attack: ({ schedules }: Account) => {
      Object.assign(get(schedules, 'Sweep'), change);
    },
    found: [['schedule', 'guard-schedule-changed', field] as const],
    repair: ['UpdateSchedule'],
  })),
  ...(
    [
      [{ Arn: arn('lambda', 'function:Other') }, 'target'],
      [{ RoleArn: roleArn('Other') }, "target's role"],
      [{ Input: '{"trigger":"nothing"}' }, 'input'],
      [{ DeadLetterConfig: undefined }, 'dead-letter queue'],
      [{ RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 } }, 'retries'],
    ] as const
  ).map(([change, field]) => ({
    name: `the ${field} of the schedule's target is changed`,
    attack: ({ schedules }: Account) => {
      Object.assign(get(schedules, 'Sweep').Target ?? {}, change);
    },
    found: [['schedule', 'guard-schedule-changed', field] as const],
    repair: ['UpdateSchedule'],
  })),
];

export const FUNCTION_ATTACKS: readonly Attack[] = [
  {
    name: 'a function is deleted',
    attack: ({ functions }) => functions.delete('Investigator'),
    found: [['function', 'guard-function-deleted', 'existence']],
    repair: [],
  },
  {
    name: 'a function sends its calls elsewhere and loads other code',
    attack: (account) =>
      variables(account, { AWS_ENDPOINT_URL: 'https://198.51.100.7', NODE_OPTIONS: '--require /tmp/x.js' }),
    found: [
      ['function', 'guard-function-changed', 'environment AWS_ENDPOINT_URL'],
      ['function', 'guard-function-changed', 'environment NODE_OPTIONS'],
    ],
    repair: ['UpdateFunctionConfiguration'],
  },
  {
    name: 'a function has other variables',
    attack: (account) => configure(account, { Environment: { Variables: { TRAIL_GUARD_TABLE_NAME: 'Other' } } }),
    found: [
      ['function', 'guard-function-changed', 'environment TRAIL_GUARD_TABLE_NAME'],
      ['function', 'guard-function-changed', 'environment TRAIL_GUARD_POLICY'],
    ],
    repair: ['UpdateFunctionConfiguration'],
  },
  ...(
    [
      [{ Role: roleArn('Other') }, 'role'],
      [{ Runtime: 'nodejs22.x' }, 'runtime'],
      [{ Handler: 'other.handler' }, 'handler'],
      [{ Timeout: 1 }, 'timeout'],
      [{ MemorySize: 128 }, 'memory size'],
      [{ Layers: [{ Arn: arn('lambda', 'layer:other:1') }] }, 'layers'],
      [
        { FileSystemConfigs: [{ Arn: arn('elasticfilesystem', 'access-point/1'), LocalMountPath: '/mnt/x' }] },
        'file systems',
      ],
      [{ DeadLetterConfig: { TargetArn: arn('sqs', 'Other') } }, 'dead-letter target'],
    ] as const
  ).map(([change, field]) => ({
    name: `the ${field} of a function is changed`,
    attack: (account: Account) => {
      configure(account, change as OwnFunction['configuration']);
    },
    found: [['function', 'guard-function-changed', field] as const],
    repair: ['UpdateFunctionConfiguration'],
  })),
  {
    name: "the guard's function runs elsewhere in the network",
    attack: (account) => configure(account, { VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] } }),
    found: [
      ['function', 'guard-function-changed', 'subnets'],
      ['function', 'guard-function-changed', 'security groups'],
    ],
    repair: ['UpdateFunctionConfiguration'],
  },
  {
    name: 'another function than the guard is configured otherwise',
    attack: ({ functions }) =>
      Object.assign(get(functions, 'Investigator').configuration, { Timeout: 1, Handler: 'other.handler' }),
    found: [
      ['function', 'guard-function-changed', 'handler'],
      ['function', 'guard-function-changed', 'timeout'],
    ],
    repair: [],
  },
  {
    name: 'another function than the guard may not run, and mallory may invoke it',
    attack: ({ functions }) => {
      const investigator = get(functions, 'Investigator');
      investigator.concurrency = 0;
      investigator.retries = undefined;
      investigator.statements.push(statement({ AWS: MALLORY }));
    },
    found: [
      ['permission', 'guard-permission-added', 'permission mallory'],
      ['function', 'guard-concurrency-changed', 'reserved concurrency'],
      ['function', 'guard-retries-deleted', 'retries'],
    ],
    repair: ['RemovePermission', 'DeleteFunctionConcurrency', 'PutFunctionEventInvokeConfig'],
  },
  {
    name: 'a function is encrypted with a key that is switched off',
    attack: (account) =>
      configure(account, {
        KMSKeyArn: arn('kms', 'key/1'),
        Environment: { Error: { ErrorCode: 'AccessDeniedException', Message: 'The key is disabled' } },
      }),
    found: [['function', 'guard-function-changed', 'key']],
    repair: ['UpdateFunctionConfiguration'],
  },
  {
    name: 'a function may not run',
    attack: (account) => Object.assign(guard(account), { concurrency: 0 }),
    found: [['function', 'guard-concurrency-changed', 'reserved concurrency']],
    repair: ['DeleteFunctionConcurrency'],
  },
  {
    name: 'what a function fails on is not kept',
    attack: (account) => Object.assign(guard(account), { retries: undefined }),
    found: [['function', 'guard-retries-deleted', 'retries']],
    repair: ['PutFunctionEventInvokeConfig'],
  },
  {
    name: 'what a function fails on goes elsewhere',
    attack: (account) =>
      Object.assign(guard(account).retries ?? {}, { DestinationConfig: { OnFailure: { Destination: MALLORY } } }),
    found: [['function', 'guard-retries-changed', 'retries']],
    repair: ['PutFunctionEventInvokeConfig'],
  },
  {
    name: 'what a function succeeds at is told to others',
    attack: (account) =>
      Object.assign(guard(account).retries?.DestinationConfig ?? {}, { OnSuccess: { Destination: MALLORY } }),
    found: [['function', 'guard-retries-changed', 'retries']],
    repair: ['PutFunctionEventInvokeConfig'],
  },
  {
    name: 'a permission is removed',
    attack: (account) => guard(account).statements.pop(),
    found: [['permission', 'guard-permission-removed', 'permission of events.amazonaws.com']],
    repair: ['AddPermission'],
  },
  {
    name: 'all permissions are removed',
    attack: (account) => Object.assign(guard(account), { statements: [] }),
    found: [
      ['permission', 'guard-permission-removed', 'permission of events.amazonaws.com'],
      ['permission', 'guard-permission-removed', 'permission of events.amazonaws.com'],
    ],
    repair: ['AddPermission', 'AddPermission'],
  },
  ...(
    [
      ['may invoke it', statement({ AWS: MALLORY })],
      ['and everybody else may invoke it', statement('*')],
      ['may change its code', statement({ AWS: MALLORY }, 'lambda:UpdateFunctionCode')],
      ['and EventBridge may invoke it for any rule', statement({ Service: 'events.amazonaws.com' })],
    ] as const
  ).map(([name, added]) => ({
    name: `mallory ${name}`,
    attack: (account: Account) => {
      guard(account).statements.push(added);
    },
    found: [['permission', 'guard-permission-added', 'permission mallory'] as const],
    repair: ['RemovePermission'],
  })),
  {
    name: 'a permission is narrowed to what never happens, under the name that a repair would take',
    attack: (account) => {
      const one = guard(account);
      one.statements = one.statements.map((old, index) =>
        index === 0
          ? { ...old, Sid: 'TrailGuard1', Condition: { StringEquals: { 'aws:SourceAccount': '444455556666' } } }
          : old,
      );
    },
    found: [
      ['permission', 'guard-permission-removed', 'permission of events.amazonaws.com'],
      ['permission', 'guard-permission-added', 'permission TrailGuard1'],
    ],
    repair: ['RemovePermission', 'AddPermission'],
  },
];

const deny = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Deny', Action: '*', Resource: '*' } });

export const ROLE_ATTACKS: readonly Attack[] = (
  [
    ['is deleted', ({ roles }) => roles.delete('GuardRole'), 'guard-role-deleted', 'existence'],
    [
      'is denied everything by one more policy',
      (account) => role(account).inline.set('Nothing', deny),
      'guard-role-policy-changed',
      'inline policy Nothing',
    ],
    [
      'is denied everything by its own policy',
      (account) => role(account).inline.set('Restore', deny),
      'guard-role-policy-changed',
      'inline policy Restore',
    ],
    [
      'loses its policy',
      (account) => role(account).inline.delete('Restore'),
      'guard-role-policy-deleted',
      'inline policy Restore',
    ],
    [
      'loses a managed policy',
      (account) => Object.assign(role(account), { attached: [] }),
      'guard-role-policy-detached',
      'managed policy arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess',
    ],
    [
      'gets a managed policy',
      (account) => role(account).attached.push('arn:aws:iam::aws:policy/AWSDenyAll'),
      'guard-role-policy-attached',
      'managed policy arn:aws:iam::aws:policy/AWSDenyAll',
    ],
    [
      'is bounded',
      (account) => Object.assign(role(account), { boundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
      'guard-role-bounded',
      'permissions boundary',
    ],
    [
      'trusts others',
      (account) =>
        Object.assign(role(account), {
          trust: role(account).trust.replace('lambda.amazonaws.com', 'ec2.amazonaws.com'),
        }),
      'guard-role-trust-changed',
      'trust policy',
    ],
  ] as const satisfies (readonly [string, (account: Account) => unknown, string, string])[]
).map(([name, attack, technique, field]) => ({
  name: `the role ${name}`,
  attack,
  found: [['role', technique, field]],
  repair: [],
}));

export const MEMORY_ATTACKS: readonly Attack[] = [
  {
    name: 'the topic is deleted, and its subscriptions with it',
    attack: ({ topics }) => topics.delete(topicArn),
    found: [
      ['topic', 'guard-topic-deleted', 'existence'],
      ['subscription', 'guard-subscription-removed', 'subscription security@example.com'],
      ['subscription', 'guard-subscription-removed', 'subscription https[:]//hooks.example.com/...'],
    ],
    repair: ['CreateTopic', 'Subscribe', 'Subscribe'],
  },
  {
    name: 'nobody may publish to the topic, and it is encrypted with a key of others',
    attack: (account) => Object.assign(topic(account).attributes, { Policy: deny, KmsMasterKeyId: 'alias/mallory' }),
    found: [
      ['topic', 'guard-topic-changed', 'policy'],
      ['topic', 'guard-topic-changed', 'key'],
    ],
    repair: ['SetTopicAttributes', 'SetTopicAttributes'],
  },
  {
    name: 'a subscription is removed',
    attack: (account) => topic(account).subscriptions.shift(),
    found: [['subscription', 'guard-subscription-removed', 'subscription security@example.com']],
    repair: ['Subscribe'],
  },
  {
    name: 'a subscription is removed and still listed',
    attack: (account) => Object.assign(topic(account).subscriptions[0] ?? {}, { SubscriptionArn: 'Deleted' }),
    found: [['subscription', 'guard-subscription-removed', 'subscription security@example.com']],
    repair: ['Subscribe'],
  },
  {
    name: 'the table is deleted',
    attack: ({ tables }) => tables.clear(),
    found: [['table', 'guard-table-deleted', 'existence']],
    repair: [],
  },
  {
    name: 'the table is being deleted',
    attack: ({ tables }) => Object.assign(get(tables, 'Memory'), { status: 'DELETING' }),
    found: [['table', 'guard-table-deleted', 'existence']],
    repair: [],
  },
  {
    name: "the table's policy is deleted",
    attack: ({ tables }) => Object.assign(get(tables, 'Memory'), { policy: undefined }),
    found: [['table', 'guard-table-policy-deleted', 'resource policy']],
    repair: ['PutResourcePolicy'],
  },
  {
    name: "the table's policy lets others write",
    attack: ({ tables }) => {
      const table = get(tables, 'Memory');
      table.policy = table.policy?.replace('role/GuardRole', 'role/*');
    },
    found: [['table', 'guard-table-policy-changed', 'resource policy']],
    repair: ['PutResourcePolicy'],
  },
  {
    name: 'the queue is deleted',
    attack: ({ queues }) => queues.clear(),
    found: [['queue', 'guard-queue-deleted', 'existence']],
    repair: ['CreateQueue'],
  },
  {
    name: 'nothing may be sent to the queue, and nothing stays in it',
    attack: ({ queues }) => Object.assign(get(queues, 'DeadLetters'), { Policy: '', MessageRetentionPeriod: '60' }),
    found: [
      ['queue', 'guard-queue-changed', 'policy'],
      ['queue', 'guard-queue-changed', 'retention in seconds'],
    ],
    repair: ['SetQueueAttributes'],
  },
  {
    name: 'an alarm is deleted',
    attack: ({ alarms }) => alarms.delete('NoSweep'),
    found: [['alarm', 'guard-alarm-deleted', 'existence']],
    repair: ['PutMetricAlarm'],
  },
  {
    name: 'the actions of an alarm are disabled',
    attack: ({ alarms }) => Object.assign(get(alarms, 'NoSweep'), { ActionsEnabled: false }),
    found: [['alarm', 'guard-alarm-actions-disabled', 'actions']],
    repair: ['EnableAlarmActions'],
  },
  ...(
    [
      [{ AlarmActions: [] }, 'AlarmActions'],
      [{ Threshold: -1 }, 'Threshold'],
      [{ TreatMissingData: 'missing' }, 'TreatMissingData'],
      [{ Unit: 'Bits' }, 'Unit'],
      [{ MetricName: 'ConsumedReadCapacityUnits' }, 'MetricName'],
      [{ Dimensions: [{ Name: 'TableName', Value: 'Other' }] }, 'Dimensions'],
    ] as const
  ).map(([change, field]) => ({
    name: `${field} of an alarm is changed`,
    attack: ({ alarms }: Account) => {
      Object.assign(get(alarms, 'NoSweep'), change);
    },
    found: [['alarm', 'guard-alarm-changed', field] as const],
    repair: ['PutMetricAlarm'],
  })),
  {
    name: 'a metric of an alarm counts in a unit that there is not',
    attack: ({ alarms }) => Object.assign(get(alarms, 'DeadLetters').Metrics?.[1]?.MetricStat ?? {}, { Unit: 'Bits' }),
    found: [['alarm', 'guard-alarm-changed', 'Metrics']],
    repair: ['PutMetricAlarm'],
  },
  {
    name: 'the log group is deleted, and Lambda makes one that keeps everything',
    attack: ({ logGroups }) => logGroups.set('/aws/lambda/Guard', {}),
    found: [['log-group', 'guard-log-group-deleted', 'retention in days']],
    repair: ['PutRetentionPolicy'],
  },
  {
    name: 'the log groups are deleted',
    attack: ({ logGroups }) => logGroups.clear(),
    found: [
      ['log-group', 'guard-log-group-deleted', 'existence'],
      ['log-group', 'guard-log-group-deleted', 'existence'],
    ],
    repair: ['CreateLogGroup', 'PutRetentionPolicy', 'CreateLogGroup'],
  },
  {
    name: 'a log group that was for ever keeps a day',
    attack: ({ logGroups }) => Object.assign(get(logGroups, '/aws/lambda/Guard-forever'), { retentionInDays: 1 }),
    found: [['log-group', 'guard-log-group-deleted', 'retention in days']],
    repair: [],
  },
];

export const ATTACKS: readonly Attack[] = [...TRIGGER_ATTACKS, ...FUNCTION_ATTACKS, ...ROLE_ATTACKS, ...MEMORY_ATTACKS];
