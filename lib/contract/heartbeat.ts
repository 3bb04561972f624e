/**
 * A guard's sign of life, which it puts on the hub's event bus after a completed sweep. The account is the event's own,
 * which nobody can forge; everything else is what the guard says.
 */
export interface Heartbeat {
  readonly schemaVersion: typeof HEARTBEAT_SCHEMA_VERSION;
  readonly account: string;
  readonly region: string;
  /** Of the package and of what was deployed: `0.2.0+1a2b3c4d5e6f`. */
  readonly version: string;
  /** ISO 8601. */
  readonly sentAt: string;
  /** Trails that the sweep looked at. */
  readonly trails: number;
  /** What the guard cannot do at present, in words: its table unreachable, its own parts unreadable. Empty: all is well. */
  readonly problems: readonly string[];
}

export const HEARTBEAT_SCHEMA_VERSION = '1.0';
export const HEARTBEAT_DETAIL_TYPE = 'TrailGuard Heartbeat';
