import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { DOCUMENTS } from './documents';
import type { GuardMetrics } from './guard-metrics';

export interface GuardAlarmsProps {
  readonly metrics: GuardMetrics;
  readonly topic: ITopic;
  readonly sweepInterval: Duration;
  /** How often gaps in what is recorded are looked for. */
  readonly comparisonInterval: Duration;
}

/** How many intervals may pass without a completed sweep. */
const MISSED_SWEEPS = 3;

/** Where each alarm's section is. */
const RUNBOOK = `${DOCUMENTS}/runbook.md`;

/** The alarms that say when the guard itself needs help. Each has a section in the runbook. */
export class GuardAlarms extends Construct {
  public readonly restoreFailed: Alarm;
  public readonly deadLetters: Alarm;
  public readonly coverage: Alarm;
  public readonly noSweep: Alarm;

  constructor(scope: Construct, id: string, { metrics, topic, sweepInterval, comparisonInterval }: GuardAlarmsProps) {
    super(scope, id);
    const action = new SnsAction(topic);
    const alarmOnAny = (name: string, metric: IMetric, description: string, section: string) => {
      const alarm = new Alarm(this, name, {
        metric,
        threshold: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
        alarmDescription: `${description} ${RUNBOOK}#${section}`,
      });
      alarm.addAlarmAction(action);
      return alarm;
    };
    const period = Duration.minutes(5);
    // A comparison that is due is made by the next sweep.
    const sweepsToComparison = Math.ceil(comparisonInterval.toSeconds() / sweepInterval.toSeconds());

    this.restoreFailed = alarmOnAny(
      'RestoreFailed',
      metrics.restoreFailures({ period: Duration.minutes(1) }),
      'TrailGuard could not start a stopped trail, or not see it logging.',
      'restore-failed',
    );
    this.deadLetters = alarmOnAny(
      'DeadLetters',
      metrics.deadLetters({ period }),
      'Events or sweeps that never reached the function, or that it failed on to the end, wait in the dead-letter queue.',
      'dead-letters',
    );
    this.coverage = alarmOnAny(
      'Coverage',
      // Gaps are counted with each full comparison: between two of them, no data does not mean that they are closed.
      metrics.coverageGaps({ period: Duration.seconds(sweepsToComparison * sweepInterval.toSeconds()) }),
      'Some management events of the account are recorded by no healthy trail.',
      'coverage',
    );
    this.noSweep = new Alarm(this, 'NoSweep', {
      metric: metrics.sweepsCompleted({ period: sweepInterval }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: MISSED_SWEEPS,
      // No data means no sweep: silence is the alarm.
      treatMissingData: TreatMissingData.BREACHING,
      alarmDescription: `No TrailGuard sweep was completed for ${MISSED_SWEEPS} intervals: lost events go unnoticed. ${RUNBOOK}#no-sweep`,
    });
    this.noSweep.addAlarmAction(action);
    this.noSweep.addOkAction(action);
  }

  public get all(): Alarm[] {
    return [this.restoreFailed, this.deadLetters, this.coverage, this.noSweep];
  }
}
