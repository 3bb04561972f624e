import { isJson, type Json } from './json';

export interface LogLine {
  readonly at: number;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
  /** The line as JSON, if it is. */
  readonly json?: Json;
}

export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly value: unknown;
  readonly unit?: string;
  readonly dimensions: Readonly<Record<string, unknown>>;
}

export function readLine(stream: LogLine['stream'], line: string): LogLine {
  try {
    const json: unknown = JSON.parse(line);
    return { at: Date.now(), stream, text: line, ...(isJson(json) && { json }) };
  } catch {
    return { at: Date.now(), stream, text: line };
  }
}

interface Directive {
  readonly Namespace: string;
  readonly Dimensions?: readonly (readonly string[])[];
  readonly Metrics?: readonly { readonly Name: string; readonly Unit?: string }[];
}

/** The custom metrics that CloudWatch Logs would extract from a line in embedded metric format, and bill. */
export function metricsOf({ json }: LogLine): Metric[] {
  const directives = isJson(json?._aws) ? json._aws.CloudWatchMetrics : undefined;
  if (!json || !Array.isArray(directives)) return [];
  return (directives as Directive[]).flatMap(({ Namespace, Dimensions = [], Metrics = [] }) =>
    Metrics.map(({ Name, Unit }) => ({
      namespace: Namespace,
      name: Name,
      value: json[Name],
      ...(Unit !== undefined && { unit: Unit }),
      dimensions: Object.fromEntries(Dimensions.flat().map((dimension) => [dimension, json[dimension]])),
    })),
  );
}
