import { Duration, Stack } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  PeriodOverride,
  SingleValueWidget,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { HUB_METRIC, type HubMetricName } from './contract/hub';
import { graph, HALF, HOURLY, periodOf, THIRD, threshold, type WidgetSize, whole, withZeros } from './dashboard-graphs';
import { DOCUMENTS } from './documents';
import type { HubAlarms } from './hub-alarms';
import type { HubMetrics } from './hub-metrics';
import { INCIDENTS_BY_ACCOUNT, INCIDENTS_BY_SEVERITY, INCIDENTS_BY_TECHNIQUE, LATEST_INCIDENTS } from './hub-queries';
import type { HubQueue } from './hub-queue';

export interface HubDashboardProps {
  readonly alarms: HubAlarms;
  readonly metrics: HubMetrics;
  readonly heartbeats: HubQueue;
  readonly incidents: HubQueue;
  readonly ingest: IFunction;
  readonly census: IFunction;
  readonly logGroupName: string;
}

/** A dashboard over all accounts: which guards are well, what happened, and whether the hub itself is well. */
export class HubDashboard extends Construct {
  public readonly dashboard: Dashboard;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: HubDashboardProps,
  ) {
    super(scope, id);
    this.dashboard = new Dashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(7),
      // A census in each interval: only at its own period does a graph show that one is missing.
      periodOverride: PeriodOverride.INHERIT,
      widgets: [...this.guardRows(), ...this.incidentRows(), ...this.healthRows()],
    });
  }

  private guardRows(): IWidget[][] {
    const { alarms } = this.props;
    const atEachCensus = (name: HubMetricName, label: string) =>
      this.props.metrics.metric(name, { ...periodOf(alarms.noCensus), label });
    return [
      [new TextWidget({ ...whole(3), markdown: this.introduction() })],
      [new AlarmStatusWidget({ ...whole(3), title: 'Alarms of the hub', alarms: alarms.all })],
      [
        new SingleValueWidget({
          ...whole(3),
          title: 'Guards, as of the last census',
          metrics: [
            atEachCensus(HUB_METRIC.GUARDS_EXPECTED, 'Must exist'),
            atEachCensus(HUB_METRIC.GUARDS_QUIET, 'Quiet or never came up'),
            atEachCensus(HUB_METRIC.GUARDS_OUTDATED, 'Out of date'),
          ],
        }),
      ],
      [
        graph(HALF, {
          title: 'Guards that must exist',
          unit: 'guards',
          metrics: [atEachCensus(HUB_METRIC.GUARDS_EXPECTED, 'must exist')],
        }),
        graph(HALF, {
          title: 'Guards that are not well',
          unit: 'guards',
          metrics: [
            atEachCensus(HUB_METRIC.GUARDS_QUIET, 'quiet or never came up'),
            atEachCensus(HUB_METRIC.GUARDS_OUTDATED, 'out of date'),
          ],
        }),
      ],
    ];
  }

  private incidentRows(): IWidget[][] {
    const { BAR, PIE, TABLE } = LogQueryVisualizationType;
    return [
      [this.log(whole(8), 'Latest incidents of all accounts', TABLE, LATEST_INCIDENTS)],
      [
        this.log(THIRD, 'Incidents by account', BAR, INCIDENTS_BY_ACCOUNT),
        this.log(THIRD, 'Incidents by severity', PIE, INCIDENTS_BY_SEVERITY),
        this.log(THIRD, 'Incidents by technique', BAR, INCIDENTS_BY_TECHNIQUE),
      ],
    ];
  }

  private healthRows(): IWidget[][] {
    const { alarms, metrics, heartbeats, incidents, ingest, census } = this.props;
    const counted = (name: HubMetricName, label: string) => metrics.metric(name, { ...HOURLY, label });
    return [
      [new TextWidget({ ...whole(1), markdown: '## Is the hub itself well?' })],
      [
        graph(THIRD, {
          title: 'Censuses completed',
          unit: 'censuses',
          metrics: [
            metrics.metric(HUB_METRIC.CENSUSES_COMPLETED, { ...periodOf(alarms.noCensus), label: 'in an interval' }),
          ],
          thresholds: [threshold(alarms.noCensus, 'alarm: three intervals with less')],
        }),
        graph(THIRD, {
          title: 'Age of the oldest event that waits',
          unit: 'seconds',
          metrics: [
            incidents.queue.metricApproximateAgeOfOldestMessage({ ...HOURLY, label: 'incidents' }),
            heartbeats.queue.metricApproximateAgeOfOldestMessage({ ...HOURLY, label: 'heartbeats' }),
          ],
          thresholds: [threshold(alarms.incidentsWait, 'alarm')],
        }),
        graph(THIRD, {
          title: 'Dead letters of the hub',
          unit: 'messages',
          metrics: [
            incidents.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ ...HOURLY, label: 'incidents' }),
            heartbeats.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ ...HOURLY, label: 'heartbeats' }),
          ],
          thresholds: [threshold(alarms.incidentDeadLetters, 'alarm')],
        }),
      ],
      [
        graph(THIRD, {
          title: 'Events that came in',
          unit: 'events',
          metrics: [
            ...withZeros([
              counted(HUB_METRIC.INCIDENTS, 'incidents, new ones'),
              counted(HUB_METRIC.EVENTS_REJECTED, 'rejected: they make no sense'),
            ]),
            heartbeats.queue.metricNumberOfMessagesSent({ ...HOURLY, label: 'heartbeats' }),
          ],
        }),
        graph(THIRD, {
          title: 'Errors of the functions',
          unit: 'invocations',
          metrics: [
            ingest.metricErrors({ ...HOURLY, label: 'taking in' }),
            census.metricErrors({ ...HOURLY, label: 'census' }),
          ],
        }),
        graph(THIRD, {
          title: 'Longest runs of the functions',
          unit: 'milliseconds',
          metrics: [
            ingest.metricDuration({ ...HOURLY, statistic: Stats.MAXIMUM, label: 'taking in' }),
            census.metricDuration({ ...HOURLY, statistic: Stats.MAXIMUM, label: 'census' }),
          ],
        }),
      ],
    ];
  }

  private introduction(): string {
    const { region } = Stack.of(this);
    // Relative, since each partition has a console of its own.
    const log = `/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${this.props.logGroupName}`;
    return [
      '# TrailGuard: the organization',
      'Which guards are well, and what happened to trails and guards, as the guards told it.',
      `[Runbook](${DOCUMENTS}/runbook.md) | [What the hub is](${DOCUMENTS}/hub.md) | [The hub's log](${log})`,
    ].join('\n\n');
  }

  private log(size: WidgetSize, title: string, view: LogQueryVisualizationType, queryLines: string[]): IWidget {
    return new LogQueryWidget({ ...size, title, view, queryLines, logGroupNames: [this.props.logGroupName] });
  }
}
