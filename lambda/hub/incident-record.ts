import type { Incident } from '../../lib/contract/incident';
import { bounded, jsonBytes } from '../common/bounded';
import { levelOf } from '../common/severity';
import type { Item } from '../guard/table';

/** What the hub is told of an incident. */
export interface Told {
  readonly incident: Incident;
  /** The guard itself, or EventBridge, which forwarded the call. */
  readonly origin: 'guard' | 'witness';
  /** What makes two tellings the same: the incident's id or, for calls on guards' own parts, the call. */
  readonly episode: string;
  /** Written down, not told. */
  readonly isQuiet: boolean;
  readonly receivedAt: Date;
  /** The guard's own part. */
  readonly target?: string;
}

/** An incident in the hub's table, and how far its message has come. */
export interface IncidentRecord {
  /** The incident as JSON: as the guard told it last, or else as the witness did. */
  readonly body: string;
  readonly origin: Told['origin'];
  /** The newest that is known. */
  readonly revision: number;
  /** `claimed`: somebody is publishing it; `told`: it was published; `kept`: nobody needs to be told. */
  readonly state: 'claimed' | 'told' | 'kept';
  /** Who publishes it, and until when nobody else may. Epoch milliseconds. */
  readonly owner: string;
  readonly leaseUntil: number;
  /** How bad it was when it was told last; -1 where it never was. */
  readonly toldLevel: number;
  /** Counts the writes: each is made only on top of the version that it was made from. */
  readonly version: number;
}

/** A year, as guards keep theirs. */
const KEEP_SECONDS = 365 * 24 * 3600;

/** An item of the table takes 400 KB. */
const BODY_BYTES = 300_000;

export function bodyOf(incident: Incident): string {
  return JSON.stringify(bounded(incident, (candidate) => jsonBytes(candidate) <= BODY_BYTES));
}

/** What people look for in the table is beside the JSON. */
export function recordItem(record: IncidentRecord, { incident, receivedAt }: Told): Item {
  return {
    incident: { S: record.body },
    origin: { S: record.origin },
    revision: { N: String(record.revision) },
    state: { S: record.state },
    owner: { S: record.owner },
    leaseUntil: { N: String(record.leaseUntil) },
    toldLevel: { N: String(record.toldLevel) },
    version: { N: String(record.version) },
    account: { S: incident.account },
    region: { S: incident.region },
    technique: { S: incident.technique.id },
    severity: { S: incident.severity },
    outcome: { S: incident.outcome },
    detectedAt: { S: incident.detectedAt },
    expiresAt: { N: String(Math.floor(receivedAt.getTime() / 1000) + KEEP_SECONDS) },
  };
}

/** Items are the hub's own: what is missing in one is as if it was never told. */
export function parseRecord(item: Item): IncidentRecord {
  const number = (name: string, otherwise: number) => Number(item[name]?.N ?? otherwise);
  const state = item.state?.S;
  return {
    body: item.incident?.S ?? '',
    origin: item.origin?.S === 'witness' ? 'witness' : 'guard',
    revision: number('revision', 0),
    state: state === 'told' || state === 'kept' ? state : 'claimed',
    owner: item.owner?.S ?? '',
    leaseUntil: number('leaseUntil', 0),
    toldLevel: number('toldLevel', -1),
    version: number('version', 0),
  };
}

/** More is worse. */
export function severityLevel({ incident }: Told): number {
  return levelOf(incident.severity);
}
