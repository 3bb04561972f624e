import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  Color,
  GraphWidget,
  type HorizontalAnnotation,
  type IMetric,
  type IWidget,
  MathExpression,
  type Metric,
  type MetricOptions,
} from 'aws-cdk-lib/aws-cloudwatch';

export interface WidgetSize {
  readonly width: number;
  readonly height: number;
}

/** A dashboard has 24 columns. */
export const HALF: WidgetSize = { width: 12, height: 6 };
export const THIRD: WidgetSize = { width: 8, height: 6 };
export const QUARTER: WidgetSize = { width: 6, height: 6 };

export function whole(height: number): WidgetSize {
  return { width: 24, height };
}

/** What happens now and then needs no more; and CloudWatch keeps what is counted by the hour for 15 months. */
export const HOURLY: MetricOptions = { period: Duration.hours(1) };

export interface Graph {
  readonly title: string;
  /** What the left axis counts. */
  readonly unit: string;
  readonly metrics: IMetric[];
  readonly thresholds?: HorizontalAnnotation[];
}

export function graph(size: WidgetSize, { title, unit, metrics, thresholds = [] }: Graph): IWidget {
  return new GraphWidget({
    ...size,
    title,
    left: metrics,
    leftAnnotations: thresholds,
    leftYAxis: { label: unit, min: 0, showUnits: false },
  });
}

/** The guard's own metrics are emitted now and then: without zeros between, a line would join what is days apart. */
export function withZeros(metrics: Metric[]): IMetric[] {
  return metrics.map((metric, index) => {
    const id = `metric${index}`;
    const { period, label } = metric;
    return new MathExpression({
      expression: `FILL(${id}, 0)`,
      usingMetrics: { [id]: metric },
      period,
      ...(label === undefined ? {} : { label }),
    });
  });
}

/** What an alarm looks at at a time: how often there is something new to see. */
export function periodOf({ metric }: Alarm): MetricOptions {
  const { metricStat } = metric.toMetricConfig();
  return metricStat ? { period: metricStat.period } : {};
}

/** The line at which an alarm rings. */
export function threshold(alarm: Alarm, label: string): HorizontalAnnotation {
  return { value: alarm.toAnnotation().value, label, color: Color.RED };
}
