import type { Template } from 'aws-cdk-lib/assertions';
import { flat, only } from './fixture';

/** Namespace, name, dimensions by name and value, and how it is shown. */
export type MetricRow = [namespace: string, name: string, ...rest: unknown[]];

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
export interface Widget {
  readonly type: 'text' | 'alarm' | 'metric' | 'log';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title?: string;
    readonly markdown?: string;
    readonly alarms?: readonly string[];
    readonly query?: string;
    readonly view?: string;
    readonly region?: string;
    /** A metric, or an expression of some that are not shown themselves. */
    readonly metrics?: readonly (MetricRow | [expression: object])[];
    readonly yAxis?: { readonly left?: object };
    readonly annotations?: { readonly horizontal?: readonly object[] };
  };
}

export interface DashboardBody {
  readonly start: string;
  readonly periodOverride: string;
  readonly widgets: readonly Widget[];
}

/** The body of the one dashboard of a template; a reference becomes `<name>`. */
export function dashboardIn(template: Template): DashboardBody {
  return JSON.parse(flat(only(template, 'AWS::CloudWatch::Dashboard').properties.DashboardBody)) as DashboardBody;
}
