import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { Alarm, Dashboard, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { HUB_METRIC, type HubFunctionPolicy, type WatchedStackSet } from './contract/hub';
import { GuardTopic } from './guard-topic';
import { HubAlarms } from './hub-alarms';
import { HubBus } from './hub-bus';
import { HubDashboard } from './hub-dashboard';
import { HubFunctions } from './hub-functions';
import { censusInterval, validHeartbeatInterval } from './hub-intervals';
import { HubMetrics } from './hub-metrics';
import { hubPolicy, requireToFit, validateHubProps } from './hub-policy';
import { heartbeatQueue, incidentQueue } from './hub-queues';
import { HubSchedule } from './hub-schedule';
import { readsStackSet, type StackSetToWatch, watchedStackSet } from './hub-stack-set';
import { HubTable } from './hub-table';
import type { TrailGuardHubProps } from './trail-guard-hub-props';

/**
 * Where the guards of an organization report to, for a stack in its security account: their incidents survive the account
 * that they come from, people are told in one place, and a guard that goes silent is named within two heartbeats.
 *
 * Give guards the ARN of its bus, and the hub the guards that must exist: a stack set's, or each one.
 *
 * @example
 * const hub = new TrailGuardHub(this, 'Hub', { organizationId: 'o-a1b2c3d4e5', emails: ['security@example.com'] });
 * hub.watchStackSet({ stackSetName: 'TrailGuard' });
 */
export class TrailGuardHub extends Construct {
  /** Where guards put incidents and heartbeats. Its ARN is what guards need; with another name it is another bus. */
  public readonly eventBus: EventBus;
  /** Where people are told; add any subscription to it. */
  public readonly topic: ITopic;
  /** Incidents of all guards, the guards that must exist, and those that were heard of. */
  public readonly table: Table;
  /** The function that takes in what guards report. An escape hatch: what it needs is set already. */
  public readonly ingestFunction: LambdaFunction;
  /** The function that names guards that have gone quiet, are out of date or never came up. An escape hatch. */
  public readonly censusFunction: LambdaFunction;
  /** How often the guards that must exist are compared with those that were heard of. */
  public readonly censusInterval: Duration;
  /** Guards of all accounts, incidents, and the hub itself. */
  public readonly dashboard: Dashboard;
  /** Incidents or calls on guards were not handled to the end. */
  public readonly incidentDeadLettersAlarm: Alarm;
  /** Heartbeats or censuses were not handled to the end. */
  public readonly heartbeatDeadLettersAlarm: Alarm;
  /** Incidents wait: nobody was told of them. */
  public readonly incidentsWaitAlarm: Alarm;
  /** Heartbeats wait: guards that are well will be named as quiet. */
  public readonly heartbeatsWaitAlarm: Alarm;
  /** No census was completed for three intervals. */
  public readonly noCensusAlarm: Alarm;

  private readonly functions: HubFunctions;
  private readonly metrics: HubMetrics;
  private readonly stackSets: WatchedStackSet[] = [];
  private readonly policy: HubFunctionPolicy;

  /** @throws if a property is wrong, with the value and the cure */
  constructor(scope: Construct, id: string, props: TrailGuardHubProps) {
    super(scope, id);
    validateHubProps(props);
    const { removalPolicy = RemovalPolicy.RETAIN, logRetention = RetentionDays.ONE_YEAR } = props;
    const heartbeat: Duration = validHeartbeatInterval(props.heartbeatInterval);
    this.policy = hubPolicy(this, props, heartbeat);
    requireToFit(this.policy);
    this.censusInterval = censusInterval(heartbeat);

    this.eventBus = new HubBus(this, 'Events', props).eventBus;
    this.topic = new GuardTopic(this, 'Notifications', props).topic;
    this.table = new HubTable(this, 'Memory', removalPolicy).table;
    const heartbeats = heartbeatQueue(this, 'Heartbeats', this.eventBus);
    const incidents = incidentQueue(this, 'Incidents', this.eventBus);
    this.functions = new HubFunctions(this, 'Functions', {
      policy: () => this.functionPolicy(),
      table: this.table,
      topic: this.topic,
      heartbeats,
      incidents,
      censusInterval: this.censusInterval,
      logRetention,
      removalPolicy,
    });
    const { ingest, census, logGroup } = this.functions;
    this.ingestFunction = ingest;
    this.censusFunction = census;
    new HubSchedule(this, 'Trigger', {
      function: census,
      interval: this.censusInterval,
      deadLetterQueue: heartbeats.deadLetterQueue,
    });

    this.metrics = new HubMetrics(ingest, census);
    const parts = { metrics: this.metrics, heartbeats, incidents };
    const alarms = new HubAlarms(this, 'Alarms', {
      ...parts,
      topic: this.topic,
      censusInterval: this.censusInterval,
    });
    this.incidentDeadLettersAlarm = alarms.incidentDeadLetters;
    this.heartbeatDeadLettersAlarm = alarms.heartbeatDeadLetters;
    this.incidentsWaitAlarm = alarms.incidentsWait;
    this.heartbeatsWaitAlarm = alarms.heartbeatsWait;
    this.noCensusAlarm = alarms.noCensus;
    const { logGroupName } = logGroup;
    this.dashboard = new HubDashboard(this, 'Overview', { ...parts, alarms, ingest, census, logGroupName }).dashboard;

    for (const stackSet of props.stackSets ?? []) {
      this.watchStackSet(stackSet);
    }
  }

  /**
   * Has the census expect a guard wherever this stack set has an instance.
   *
   * @throws if it is described wrongly, or watched already
   */
  public watchStackSet(stackSet: StackSetToWatch): void {
    const watched = watchedStackSet(this, stackSet, this.stackSets);
    this.stackSets.push(watched);
    requireToFit(this.functionPolicy());
    this.functions.censusRole.addToPolicy(readsStackSet(this, watched, `WatchStackSet${this.stackSets.length}`));
  }

  /**
   * Guards that must exist, as of a census.
   *
   * @default - maximum over 5 minutes
   */
  public metricGuardsExpected(props?: MetricOptions): Metric {
    return this.metrics.metric(HUB_METRIC.GUARDS_EXPECTED, props);
  }

  /**
   * Of the guards that must exist, those that have gone quiet or never came up, as of a census.
   *
   * @default - maximum over 5 minutes
   */
  public metricGuardsQuiet(props?: MetricOptions): Metric {
    return this.metrics.metric(HUB_METRIC.GUARDS_QUIET, props);
  }

  /**
   * Of the guards that must exist, those of another version than they should have, as of a census.
   *
   * @default - maximum over 5 minutes
   */
  public metricGuardsOutdated(props?: MetricOptions): Metric {
    return this.metrics.metric(HUB_METRIC.GUARDS_OUTDATED, props);
  }

  /**
   * Censuses that compared every guard.
   *
   * @default - sum over 5 minutes
   */
  public metricCensusesCompleted(props?: MetricOptions): Metric {
    return this.metrics.metric(HUB_METRIC.CENSUSES_COMPLETED, props);
  }

  /**
   * Incidents that were new to the hub.
   *
   * @default - sum over 5 minutes
   */
  public metricIncidents(props?: MetricOptions): Metric {
    return this.metrics.metric(HUB_METRIC.INCIDENTS, props);
  }

  /**
   * Events on the bus that make no sense to the hub, or say that they are of another account than they came from.
   *
   * @default - sum over 5 minutes
   */
  public metricEventsRejected(props?: MetricOptions): Metric {
    return this.metrics.metric(HUB_METRIC.EVENTS_REJECTED, props);
  }

  private functionPolicy(): HubFunctionPolicy {
    return { ...this.policy, stackSets: this.stackSets };
  }
}
