import { Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { METRIC, METRIC_DIMENSION, METRIC_NAMESPACE, METRICS_IN_SECONDS, type MetricName } from './contract/metrics';

/** The metrics of one guard: its own, and what AWS's services tell of its parts for free. */
export class GuardMetrics {
  constructor(
    private readonly guardFunction: IFunction,
    private readonly table: ITable,
    private readonly deadLetterQueue: IQueue,
  ) {}

  public trailsRestored(options?: MetricOptions): Metric {
    return this.own(METRIC.TRAILS_RESTORED, options);
  }

  public restoreFailures(options?: MetricOptions): Metric {
    return this.own(METRIC.RESTORE_FAILURES, options);
  }

  public darkSeconds(options?: MetricOptions): Metric {
    return this.own(METRIC.DARK_SECONDS, options);
  }

  public restoreSeconds(options?: MetricOptions): Metric {
    return this.own(METRIC.RESTORE_SECONDS, options);
  }

  public attempts(options?: MetricOptions): Metric {
    return this.own(METRIC.ATTEMPTS, options);
  }

  public messageFailures(options?: MetricOptions): Metric {
    return this.own(METRIC.MESSAGE_FAILURES, options);
  }

  public channelFailures(options?: MetricOptions): Metric {
    return this.own(METRIC.CHANNEL_FAILURES, options);
  }

  public stateFailures(options?: MetricOptions): Metric {
    return this.own(METRIC.STATE_FAILURES, options);
  }

  public coverageGaps(options?: MetricOptions): Metric {
    return this.own(METRIC.COVERAGE_GAPS, options);
  }

  public inputsIgnored(options?: MetricOptions): Metric {
    return this.own(METRIC.INPUTS_IGNORED, options);
  }

  public investigationsFailed(options?: MetricOptions): Metric {
    return this.own(METRIC.INVESTIGATIONS_FAILED, options);
  }

  public containments(options?: MetricOptions): Metric {
    return this.own(METRIC.CONTAINMENTS, options);
  }

  public deadLetters(options?: MetricOptions): Metric {
    return this.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, ...options });
  }

  public functionErrors(options?: MetricOptions): Metric {
    return this.guardFunction.metricErrors(options);
  }

  /**
   * Completed sweeps, from DynamoDB's own free metrics: the function makes an UpdateItem for nothing else than to mark a
   * completed sweep, and this counts the successful ones.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
   */
  public sweepsCompleted(options?: MetricOptions): Metric {
    return new Metric({
      namespace: 'AWS/DynamoDB',
      metricName: 'SuccessfulRequestLatency',
      dimensionsMap: { TableName: this.table.tableName, Operation: 'UpdateItem' },
      statistic: Stats.SAMPLE_COUNT,
      ...options,
    });
  }

  private own(metricName: MetricName, options?: MetricOptions): Metric {
    return ownMetric(this.guardFunction, metricName, options);
  }
}

/** Of durations and of what is found anew each time, a sum says nothing. */
const MAXIMA: readonly MetricName[] = [...METRICS_IN_SECONDS, METRIC.COVERAGE_GAPS];

/** A metric that the guard's function emits. */
export function ownMetric(guardFunction: IFunction, metricName: MetricName, options?: MetricOptions): Metric {
  return new Metric({
    namespace: METRIC_NAMESPACE,
    metricName,
    dimensionsMap: { [METRIC_DIMENSION]: guardFunction.functionName },
    statistic: MAXIMA.includes(metricName) ? Stats.MAXIMUM : Stats.SUM,
    ...options,
  });
}
