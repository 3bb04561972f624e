import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Alarm, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { type OnEventOptions, Rule } from 'aws-cdk-lib/aws-events';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ISchedule } from 'aws-cdk-lib/aws-scheduler';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { Containment, containmentPolicy } from './containment';
import { ContainmentFunction } from './containment-function';
import { INCIDENT_DETAIL_TYPE, INCIDENT_EVENT_SOURCE } from './contract/incident-event';
import type { GuardPolicy } from './contract/policy';
import { GuardAlarms } from './guard-alarms';
import type { GuardChannels } from './guard-channels';
import { GuardFunction } from './guard-function';
import { grantKeyToServices } from './guard-key';
import { GuardMetrics } from './guard-metrics';
import { guardPolicy } from './guard-policy';
import { GuardTable, protectTable } from './guard-table';
import { GuardTopic } from './guard-topic';
import { GuardTriggers } from './guard-triggers';
import { invalidProp } from './invalid-prop';
import { Investigator } from './investigator';
import { OwnPartsProtection } from './own-parts-protection';
import { validSweepInterval } from './sweep-interval';
import type { TrailGuardProps } from './trail-guard-props';

/**
 * Keeps CloudTrail logging on, and exactly as it was: whoever stops, narrows or deletes a trail, the guard puts it back
 * within seconds and tells people who it was (MITRE ATT&CK T1685.002, formerly T1562.008).
 *
 * An EventBridge rule notices the call, an EventBridge Scheduler schedule notices the stopped trail whatever became of
 * the event; both lead to one function.
 *
 * @example
 * new TrailGuard(this, 'TrailGuard', { emails: ['security@example.com'] });
 */
export class TrailGuard extends Construct {
  /** Where incidents and alarms are published; add any subscription to it. */
  public readonly topic: ITopic;
  /** The function that restores trails. An escape hatch: what it needs is set already. */
  public readonly function: LambdaFunction;
  /**
   * The rules that notice calls within seconds: the first those on trails, the others those on what trails deliver through,
   * on the organization, and on the guard's own parts. Several, because a pattern may have 2,048 characters.
   */
  public readonly rules: Rule[];
  /** The schedule of the sweep. */
  public readonly schedule: ISchedule;
  /** What could not be delivered or handled, to the last resort. */
  public readonly deadLetterQueue: IQueue;

  /**
   * Of the package and of what is deployed, such as `0.2.0+1a2b3c4d5e6f`, as heartbeats tell it. Known at the end of the
   * synthesis only: a token.
   */
  public readonly version: string;

  private readonly alarms?: GuardAlarms;
  private readonly protection: OwnPartsProtection;
  private readonly metrics: GuardMetrics;
  private readonly channels: GuardChannels;

  /** @throws if a property is wrong, with the value and the cure */
  constructor(scope: Construct, id: string, props: TrailGuardProps = {}) {
    super(scope, id);
    const { encryptionKey, removalPolicy = RemovalPolicy.RETAIN, logRetention = RetentionDays.ONE_YEAR } = props;
    const policy = guardPolicy(this, props);
    const sweepInterval: Duration = validSweepInterval(props.sweepInterval);
    const comparisonInterval = Duration.seconds(policy.comparisonSeconds);

    const { topic, givenTopicEmails } = new GuardTopic(this, 'Notifications', props);
    const { table } = new GuardTable(this, 'Memory', { ...props, removalPolicy });
    this.topic = topic;
    const deadLetterQueue = new Queue(this, 'DeadLetterQueue', {
      enforceSSL: true,
      // The longest that SQS knows: what lies here is evidence.
      retentionPeriod: Duration.days(14),
      ...(encryptionKey ? { encryption: QueueEncryption.KMS, encryptionMasterKey: encryptionKey } : {}),
    });
    this.deadLetterQueue = deadLetterQueue;
    if (encryptionKey) {
      grantKeyToServices(this, encryptionKey);
    }

    const common = {
      policy,
      deadLetterQueue,
      logRetention,
      removalPolicy,
      ...(encryptionKey ? { encryptionKey } : {}),
    };
    const guard = new GuardFunction(this, 'Guard', {
      ...common,
      table,
      topic,
      ...(props.repairs ? { repairs: props.repairs } : {}),
      securityHub: props.securityHub ?? false,
    });
    const otherFunctions: LambdaFunction[] = [];
    const otherRoles: Role[] = [];
    if (props.investigation?.enabled ?? true) {
      const investigator = new Investigator(this, 'Investigator', {
        ...common,
        guardRoleArn: guard.role.role.roleArn,
        options: props.investigation ?? {},
      });
      guard.investigateBy(investigator);
      otherFunctions.push(investigator.function);
      otherRoles.push(investigator.role);
    }
    const ownRoleArns = [guard.role.role, ...otherRoles].map(({ roleArn }) => roleArn);
    const containmentOfActors = containmentPolicy(this, props.containment ?? Containment.manual(), ownRoleArns);
    if (containmentOfActors) {
      requireRestoring(policy.response);
      const options = { ...common, table, policy: containmentOfActors };
      const containment = new ContainmentFunction(this, 'Containment', options);
      guard.containBy(containment);
      otherFunctions.push(containment.function);
      otherRoles.push(containment.role.role);
    }
    this.function = guard.function;
    this.channels = guard.channels;
    protectTable(table, guard.role.role);
    const triggers = new GuardTriggers(this, 'Triggers', {
      function: guard.function,
      deadLetterQueue,
      sweepInterval,
      ...(encryptionKey ? { encryptionKey } : {}),
    });
    this.schedule = triggers.schedule;

    this.metrics = new GuardMetrics(guard.function, table, deadLetterQueue);
    if (props.alarms ?? true) {
      this.alarms = new GuardAlarms(this, 'Alarms', {
        metrics: this.metrics,
        topic,
        sweepInterval,
        comparisonInterval,
      });
    }

    this.protection = new OwnPartsProtection(this, 'OwnParts', {
      policy,
      function: guard.function,
      role: guard.role.role,
      otherFunctions,
      otherRoles,
      invoker: triggers.invoker,
      rules: triggers.rules,
      schedule: triggers.schedule,
      topic,
      ...(givenTopicEmails ? { givenTopicEmails } : {}),
      table,
      queue: deadLetterQueue,
      alarms: this.alarms?.all ?? [],
    });
    guard.knowItself(this.protection.manifest);
    this.rules = [...triggers.rules, ...this.protection.rules];
    this.version = this.protection.manifest.version;
  }

  /**
   * A stopped trail could not be started.
   *
   * @throws if the guard has no alarms
   */
  public get restoreFailedAlarm(): Alarm {
    return alarmsOf(this.alarms).restoreFailed;
  }

  /**
   * The dead-letter queue is not empty.
   *
   * @throws if the guard has no alarms
   */
  public get deadLettersAlarm(): Alarm {
    return alarmsOf(this.alarms).deadLetters;
  }

  /**
   * Some management events of the account are recorded by no healthy trail.
   *
   * @throws if the guard has no alarms
   */
  public get coverageAlarm(): Alarm {
    return alarmsOf(this.alarms).coverage;
  }

  /**
   * No sweep was completed for three intervals.
   *
   * @throws if the guard has no alarms
   */
  public get noSweepAlarm(): Alarm {
    return alarmsOf(this.alarms).noSweep;
  }

  /**
   * The topic that chat applications read: messages in the schema of Amazon Q Developer's custom notifications. Made when
   * it is first asked for. `SlackChannel` and `TeamsChannel` subscribe to it.
   */
  public get chatTopic(): ITopic {
    const { chatTopic } = this.channels;
    this.protection.addTopic(chatTopic);
    return chatTopic;
  }

  /**
   * Makes a rule for incidents, which the guard puts on the account's default event bus as OCSF Detection Findings.
   *
   * @param id of the rule, in the guard's scope
   * @see https://schema.ocsf.io/classes/detection_finding
   */
  public onIncident(id: string, options: OnEventOptions = {}): Rule {
    const { target, eventPattern, crossStackScope, ...props } = options;
    const rule = new Rule(crossStackScope ?? this, id, { description: 'Incidents of TrailGuard', ...props });
    rule.addEventPattern({ source: [INCIDENT_EVENT_SOURCE], detailType: [INCIDENT_DETAIL_TYPE] });
    // Events that another account forwards to this bus are another guard's.
    rule.addEventPattern({ account: [Stack.of(this).account] });
    if (eventPattern) {
      rule.addEventPattern(eventPattern);
    }
    rule.addTarget(target);
    return rule;
  }

  /**
   * Trails that the guard started and saw logging again.
   *
   * @default - sum over 5 minutes
   */
  public metricTrailsRestored(props?: MetricOptions): Metric {
    return this.metrics.trailsRestored(props);
  }

  /**
   * Trails that the guard could not start, or not see logging.
   *
   * @default - sum over 5 minutes
   */
  public metricRestoreFailures(props?: MetricOptions): Metric {
    return this.metrics.restoreFailures(props);
  }

  /**
   * From a trail's StopLoggingTime to its StartLoggingTime, in seconds.
   *
   * @default - maximum over 5 minutes
   */
  public metricDarkSeconds(props?: MetricOptions): Metric {
    return this.metrics.darkSeconds(props);
  }

  /**
   * Denied or failed calls that would have stopped a trail.
   *
   * @default - sum over 5 minutes
   */
  public metricAttempts(props?: MetricOptions): Metric {
    return this.metrics.attempts(props);
  }

  /**
   * Messages that could not be published; a later sweep publishes them.
   *
   * @default - sum over 5 minutes
   */
  public metricMessageFailures(props?: MetricOptions): Metric {
    return this.metrics.messageFailures(props);
  }

  /**
   * Reads and writes of the guard's table that failed.
   *
   * @default - sum over 5 minutes
   */
  public metricStateFailures(props?: MetricOptions): Metric {
    return this.metrics.stateFailures(props);
  }

  /**
   * What of the account's management events no healthy trail records. Emitted with each full comparison that finds any.
   *
   * @default - maximum over 5 minutes
   */
  public metricCoverageGaps(props?: MetricOptions): Metric {
    return this.metrics.coverageGaps(props);
  }

  /**
   * Inputs that make no sense to the guard.
   *
   * @default - sum over 5 minutes
   */
  public metricInputsIgnored(props?: MetricOptions): Metric {
    return this.metrics.inputsIgnored(props);
  }

  /**
   * From the call to the last thing that was put back, where the trail was read back as it should be, in seconds.
   *
   * @default - maximum over 5 minutes
   */
  public metricRestoreSeconds(props?: MetricOptions): Metric {
    return this.metrics.restoreSeconds(props);
  }

  /**
   * Times that an incident could not be told in one of the further channels; a later sweep tries again.
   *
   * @default - sum over 5 minutes
   */
  public metricChannelFailures(props?: MetricOptions): Metric {
    return this.metrics.channelFailures(props);
  }

  /**
   * Investigations that could not be asked for or brought no answer.
   *
   * @default - sum over 5 minutes
   */
  public metricInvestigationsFailed(props?: MetricOptions): Metric {
    return this.metrics.investigationsFailed(props);
  }

  /**
   * Actions to stop an actor that were requested without a person.
   *
   * @default - sum over 5 minutes
   */
  public metricContainments(props?: MetricOptions): Metric {
    return this.metrics.containments(props);
  }

  /**
   * Events and sweeps that wait in the dead-letter queue.
   *
   * @default - maximum over 5 minutes
   */
  public metricDeadLetters(props?: MetricOptions): Metric {
    return this.metrics.deadLetters(props);
  }

  /**
   * Invocations that ended in an error.
   *
   * @default - sum over 5 minutes
   */
  public metricFunctionErrors(props?: MetricOptions): Metric {
    return this.metrics.functionErrors(props);
  }

  /**
   * Sweeps that looked at every guarded trail.
   *
   * @default - sample count over 5 minutes
   */
  public metricSweepsCompleted(props?: MetricOptions): Metric {
    return this.metrics.sweepsCompleted(props);
  }
}

function alarmsOf(alarms: GuardAlarms | undefined): GuardAlarms {
  if (alarms === undefined) {
    throw invalidProp({
      prop: 'alarms',
      given: 'false',
      allowed: 'true for a guard whose alarms are used, by a dashboard for instance',
      cure: "Leave it out to have them; a hub's own dashboard shows guards without.",
    });
  }
  return alarms;
}

/** Only after a restore is anybody stopped. */
function requireRestoring(response: GuardPolicy['response']): void {
  if (response === 'observe') {
    throw invalidProp({
      prop: 'containment',
      given: 'automatic, for a guard that only observes',
      allowed: 'Containment.manual() with ResponseMode.OBSERVE',
      cure: 'What is done to an actor comes after a restore: let the guard restore, or leave containment to a person.',
    });
  }
}
