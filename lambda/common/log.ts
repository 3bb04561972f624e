/**
 * The function's log. Lambda writes it as JSON (the log group's format), with time, level and request id; a text that
 * came from an event must go through `safeText` first.
 */
export interface Log {
  info(entry: LogEntry): void;
  warn(entry: LogEntry): void;
  error(entry: LogEntry): void;
}

export interface LogEntry {
  readonly event: string;
  readonly [field: string]: unknown;
}
