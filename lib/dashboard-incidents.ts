import { Stack } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { METRIC, type MetricName } from './contract/metrics';
import { graph, HALF, HOURLY, THIRD, type WidgetSize, whole, withZeros } from './dashboard-graphs';
import { INCIDENTS_BY_OUTCOME, INCIDENTS_BY_TECHNIQUE, RECENT_INCIDENTS } from './dashboard-queries';
import { DOCUMENTS } from './documents';
import { ownMetric } from './guard-metrics';
import type { TrailGuard } from './trail-guard';

/** Whether something is wrong now, and what happened to trails. */
export function incidentRows(guard: TrailGuard): IWidget[][] {
  const { BAR, PIE, TABLE } = LogQueryVisualizationType;
  const own = (name: MetricName, label: string) => ownMetric(guard.function, name, { ...HOURLY, label });
  return [
    [new TextWidget({ ...whole(3), markdown: introduction(guard) })],
    [
      new AlarmStatusWidget({
        ...whole(3),
        title: 'Alarms',
        alarms: [guard.restoreFailedAlarm, guard.noSweepAlarm, guard.deadLettersAlarm, guard.coverageAlarm],
      }),
    ],
    [numbers(guard)],
    [logWidget(guard, whole(7), 'Latest incidents', TABLE, RECENT_INCIDENTS)],
    [
      logWidget(guard, HALF, 'Incidents by technique', BAR, INCIDENTS_BY_TECHNIQUE),
      logWidget(guard, HALF, 'Incidents by outcome, as told last', PIE, INCIDENTS_BY_OUTCOME),
    ],
    [
      graph(THIRD, {
        title: 'How long a trail was dark',
        unit: 'seconds',
        metrics: withZeros([own(METRIC.DARK_SECONDS, 'longest dark window')]),
      }),
      graph(THIRD, {
        title: 'From the call to seen restored',
        unit: 'seconds',
        metrics: withZeros([own(METRIC.RESTORE_SECONDS, 'slowest restore')]),
      }),
      graph(THIRD, {
        title: 'What the guard did',
        unit: 'times',
        metrics: withZeros([
          own(METRIC.TRAILS_RESTORED, 'trails put back'),
          own(METRIC.ATTEMPTS, 'denied or failed attempts told'),
          own(METRIC.CONTAINMENTS, 'actors contained'),
        ]),
      }),
    ],
  ];
}

function introduction(guard: TrailGuard): string {
  const { region } = Stack.of(guard);
  const { logGroupName } = guard.function.logGroup;
  // Relative, since each partition has a console of its own.
  const log = `/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${logGroupName}`;
  return [
    '# TrailGuard',
    'Whether CloudTrail logs as it should, and what happened where it did not. In quiet times only sweeps and durations ' +
      'show: other numbers are emitted when there is something to count.',
    `[Runbook](${DOCUMENTS}/runbook.md) | [What each widget says](${DOCUMENTS}/dashboard.md) | [The guard's log](${log})`,
  ].join('\n\n');
}

function numbers(guard: TrailGuard): IWidget {
  const own = (name: MetricName, label: string) => ownMetric(guard.function, name, { label });
  return new SingleValueWidget({
    ...whole(3),
    title: 'In the time shown',
    setPeriodToTimeRange: true,
    metrics: [
      own(METRIC.TRAILS_RESTORED, 'Trails put back'),
      own(METRIC.RESTORE_FAILURES, 'Trails not put back'),
      own(METRIC.DARK_SECONDS, 'Longest dark window'),
      own(METRIC.RESTORE_SECONDS, 'Slowest restore'),
      own(METRIC.ATTEMPTS, 'Denied or failed attempts'),
      own(METRIC.CONTAINMENTS, 'Actors contained'),
    ],
  });
}

function logWidget(
  guard: TrailGuard,
  size: WidgetSize,
  title: string,
  view: LogQueryVisualizationType,
  queryLines: string[],
): IWidget {
  return new LogQueryWidget({
    ...size,
    title,
    view,
    queryLines,
    logGroupNames: [guard.function.logGroup.logGroupName],
  });
}
