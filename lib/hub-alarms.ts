import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { HUB_METRIC } from './contract/hub';
import { DOCUMENTS } from './documents';
import type { HubMetrics } from './hub-metrics';
import type { HubQueue } from './hub-queue';

export interface HubAlarmsProps {
  readonly metrics: HubMetrics;
  readonly topic: ITopic;
  readonly heartbeats: HubQueue;
  readonly incidents: HubQueue;
  readonly censusInterval: Duration;
}

/** How many intervals may pass without a completed census. */
const MISSED_CENSUSES = 3;

/** Longer than a message waits that failed twice. */
const LONGEST_WAIT = Duration.minutes(15);

/**
 * The alarms that say when the hub itself needs help. Each has a section in the runbook. Quiet guards have none: in a large
 * organization some always are, so that it would never be over; each is told by a message.
 */
export class HubAlarms extends Construct {
  public readonly incidentDeadLetters: Alarm;
  public readonly heartbeatDeadLetters: Alarm;
  public readonly incidentsWait: Alarm;
  public readonly heartbeatsWait: Alarm;
  public readonly noCensus: Alarm;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: HubAlarmsProps,
  ) {
    super(scope, id);
    const { metrics, incidents, heartbeats } = props;
    this.incidentDeadLetters = this.deadLetters(
      'IncidentDeadLetters',
      incidents,
      'Incidents or calls on guards that never reached the hub, or that it failed on to the end, wait in a dead-letter queue.',
      'hub-incident-dead-letters',
    );
    this.heartbeatDeadLetters = this.deadLetters(
      'HeartbeatDeadLetters',
      heartbeats,
      'Heartbeats or censuses that the hub failed on to the end wait in a dead-letter queue.',
      'hub-heartbeat-dead-letters',
    );
    this.incidentsWait = this.waits(
      'IncidentsWait',
      incidents,
      'Incidents or calls on guards have waited for the hub too long: nobody was told of them.',
      'hub-incidents-wait',
    );
    this.heartbeatsWait = this.waits(
      'HeartbeatsWait',
      heartbeats,
      'Heartbeats have waited for the hub too long: guards that are well will be named as quiet.',
      'hub-heartbeats-wait',
    );
    this.noCensus = this.alarm('NoCensus', {
      metric: metrics.metric(HUB_METRIC.CENSUSES_COMPLETED, { period: props.censusInterval }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: MISSED_CENSUSES,
      // No data means no census: silence is the alarm.
      treatMissingData: TreatMissingData.BREACHING,
      alarmDescription: `No TrailGuard census was completed for ${MISSED_CENSUSES} intervals: quiet guards go unnoticed. ${section('hub-no-census')}`,
    });
    this.noCensus.addOkAction(new SnsAction(props.topic));
  }

  /** All of them, the most urgent first. */
  public get all(): Alarm[] {
    return [
      this.noCensus,
      this.incidentsWait,
      this.incidentDeadLetters,
      this.heartbeatsWait,
      this.heartbeatDeadLetters,
    ];
  }

  private deadLetters(id: string, { deadLetterQueue }: HubQueue, description: string, anchor: string): Alarm {
    const metric = deadLetterQueue.metricApproximateNumberOfMessagesVisible(MOST);
    return this.onReaching(id, metric, 1, `${description} ${section(anchor)}`);
  }

  private waits(id: string, { queue }: HubQueue, description: string, anchor: string): Alarm {
    const metric = queue.metricApproximateAgeOfOldestMessage(MOST);
    return this.onReaching(id, metric, LONGEST_WAIT.toSeconds(), `${description} ${section(anchor)}`);
  }

  private onReaching(id: string, metric: IMetric, threshold: number, alarmDescription: string): Alarm {
    return this.alarm(id, {
      metric,
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription,
    });
  }

  private alarm(id: string, options: ConstructorParameters<typeof Alarm>[2]): Alarm {
    const alarm = new Alarm(this, id, options);
    alarm.addAlarmAction(new SnsAction(this.props.topic));
    return alarm;
  }
}

const MOST = { statistic: Stats.MAXIMUM, period: Duration.minutes(5) };

function section(anchor: string): string {
  return `${DOCUMENTS}/runbook.md#${anchor}`;
}
