import type { MetricAlarm, PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import type { AlarmPart } from '../../../lib/contract/own-parts';
import { isObject } from '../../guard/delivery/delivery-record';
import { type Difference, deleted } from './difference';
import { sameSetting } from './meaning';

/** What PutMetricAlarm sets and DescribeAlarms tells. Whether actions are enabled has a call of its own. */
const SETTINGS = [
  'AlarmDescription',
  'AlarmActions',
  'OKActions',
  'InsufficientDataActions',
  'MetricName',
  'Namespace',
  'Statistic',
  'ExtendedStatistic',
  'Dimensions',
  'Period',
  'Unit',
  'EvaluationPeriods',
  'DatapointsToAlarm',
  'Threshold',
  'ThresholdMetricId',
  'ComparisonOperator',
  'TreatMissingData',
  'EvaluateLowSampleCountPercentile',
  'Metrics',
] as const satisfies (keyof MetricAlarm)[];

/** What alarms and their metrics are where nothing is said. */
const DEFAULTS: Readonly<Record<string, unknown>> = { TreatMissingData: 'missing', ReturnData: true };

/** How an alarm differs. */
export function compareAlarm(alarm: AlarmPart, state: MetricAlarm | undefined): Difference[] {
  if (state === undefined) {
    return [deleted('guard-alarm-deleted', true)];
  }
  const expected = withoutDefaults(alarmOf(alarm));
  const actual = withoutDefaults({ ...state });
  return [
    ...(isEnabled(expected) && !isEnabled(actual)
      ? [
          {
            technique: 'guard-alarm-actions-disabled',
            field: 'actions',
            expected: 'enabled',
            actual: 'disabled',
            repairable: true,
          },
        ]
      : []),
    ...SETTINGS.filter((name) => !sameSetting(expected[name], actual[name])).map((name) => ({
      technique: 'guard-alarm-changed',
      field: name,
      expected: expected[name],
      actual: actual[name],
      repairable: true,
    })),
  ];
}

function isEnabled({ ActionsEnabled = true }: Readonly<Record<string, unknown>>): boolean {
  return ActionsEnabled === true;
}

const NUMBERS = ['Period', 'EvaluationPeriods', 'DatapointsToAlarm', 'Threshold'];
const BOOLEANS = ['ActionsEnabled', 'ReturnData'];

/** As PutMetricAlarm takes it: CloudFormation may have made texts of numbers and booleans. */
export function alarmOf({ name, properties }: AlarmPart): PutMetricAlarmCommandInput {
  const typed = JSON.parse(JSON.stringify(properties), (key, value) => {
    if (NUMBERS.includes(key) && typeof value === 'string') {
      return Number(value);
    }
    return BOOLEANS.includes(key) && typeof value === 'string' ? value === 'true' : value;
  });
  return { ...typed, AlarmName: name };
}

/** Empty lists and what is said by saying nothing are left out, in metrics within, too. */
function withoutDefaults(value: object): Record<string, unknown> {
  const without = (part: unknown): unknown =>
    Array.isArray(part) ? part.map(without) : isObject(part) ? withoutDefaults(part) : part;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, part]) => !isEmpty(part) && !(Object.hasOwn(DEFAULTS, key) && DEFAULTS[key] === part))
      .map(([key, part]) => [key, without(part)]),
  );
}

function isEmpty(value: unknown): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0);
}
