import {
  type CloudWatchClient,
  DescribeAlarmsCommand,
  EnableAlarmActionsCommand,
  type MetricAlarm,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmPart } from '../../lib/contract/own-parts';
import { alarmOf, compareAlarm } from './compare/alarm';
import type { Part } from './part';

/** An alarm that says when the guard itself needs help. */
export function alarmPart(alarm: AlarmPart, cloudWatch: CloudWatchClient): Part<MetricAlarm | undefined> {
  const AlarmNames = [alarm.name];
  return {
    kind: 'alarm',
    name: alarm.name,
    async read() {
      const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames }));
      return MetricAlarms.find(({ AlarmName }) => AlarmName === alarm.name);
    },
    compare: (state) => compareAlarm(alarm, state),
    mend: (_, differences) =>
      differences.every(({ technique }) => technique === 'guard-alarm-actions-disabled')
        ? [() => cloudWatch.send(new EnableAlarmActionsCommand({ AlarmNames }))]
        : [() => cloudWatch.send(new PutMetricAlarmCommand(alarmOf(alarm)))],
  };
}
