import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import type { Incident } from '../../lib/contract/incident';
import { TABLE } from '../../lib/contract/table';

/** What the guard knows of a trail. */
export interface TrailItem {
  readonly arn: string;
  /** When the guard first saw it logging; missing while it never did. ISO 8601. */
  readonly seenLoggingAt?: string;
  /** The newest StopLoggingTime whose episode is accounted for. ISO 8601. */
  readonly knownStop?: string;
  /** The trail was gone when last looked for. */
  readonly missing?: boolean;
}

/** An incident and how far its message has come. */
export interface IncidentItem {
  readonly incident: Incident;
  /** Counts the writes: each is made only on top of the version that it was made from. */
  readonly version: number;
  /** `claimed`: somebody is publishing it; `sent`: it was published. */
  readonly state: 'claimed' | 'sent';
  /** The invocation that publishes it, and until when nobody else should. */
  readonly owner: string;
  readonly leaseUntil: number;
  /** The actor should still be looked for in event history. */
  readonly attributionDue: boolean;
}

type Item = Record<string, AttributeValue>;

/** Incidents are kept for a year. */
const KEEP_SECONDS = 365 * 24 * 3600;

/** Version of the items' shape. */
const ITEM_VERSION = '1';

const TrailSchema = v.object({
  id: v.object({ S: v.string() }),
  seenLoggingAt: v.optional(v.object({ S: v.string() })),
  knownStop: v.optional(v.object({ S: v.string() })),
  missing: v.optional(v.object({ BOOL: v.boolean() })),
});

/**
 * An item that this version cannot read (an older or a foreign one) still shows that the guard knew the trail: it counts
 * as one that was seen logging, since a trail started without need does no harm.
 */
export function parseTrailItem(item: Item): TrailItem {
  const parsed = v.safeParse(TrailSchema, item);
  if (!parsed.success) {
    return { arn: item[TABLE.SORT_KEY]?.S ?? '', seenLoggingAt: new Date(0).toISOString() };
  }
  const { id, seenLoggingAt, knownStop, missing } = parsed.output;
  return {
    arn: id.S,
    ...(seenLoggingAt ? { seenLoggingAt: seenLoggingAt.S } : {}),
    ...(knownStop ? { knownStop: knownStop.S } : {}),
    ...(missing?.BOOL ? { missing: true } : {}),
  };
}

export function trailItem({ seenLoggingAt, knownStop, missing }: TrailItem): Item {
  return {
    itemVersion: { N: ITEM_VERSION },
    ...(seenLoggingAt ? { seenLoggingAt: { S: seenLoggingAt } } : {}),
    ...(knownStop ? { knownStop: { S: knownStop } } : {}),
    ...(missing ? { missing: { BOOL: true } } : {}),
  };
}

const IncidentSchema = v.object({
  version: v.object({ N: v.pipe(v.string(), v.transform(Number), v.number()) }),
  state: v.object({ S: v.picklist(['claimed', 'sent']) }),
  owner: v.object({ S: v.string() }),
  leaseUntil: v.object({ N: v.pipe(v.string(), v.transform(Number), v.number()) }),
  attributionDue: v.object({ BOOL: v.boolean() }),
  incident: v.object({
    S: v.pipe(
      v.string(),
      v.parseJson(),
      v.looseObject({ schemaVersion: v.literal('1.0'), id: v.string(), outcome: v.string(), revision: v.number() }),
    ),
  }),
});

/** An item that this version cannot read, because an older or a newer one wrote it. */
export type Unreadable = 'unreadable';

export function parseIncidentItem(item: Item): IncidentItem | Unreadable {
  const parsed = v.safeParse(IncidentSchema, item);
  if (!parsed.success) {
    return 'unreadable';
  }
  const { incident, version, state, owner, leaseUntil, attributionDue } = parsed.output;
  return {
    incident: incident.S as unknown as Incident,
    version: version.N,
    state: state.S,
    owner: owner.S,
    leaseUntil: leaseUntil.N,
    attributionDue: attributionDue.BOOL,
  };
}

export function incidentItem({ incident, version, state, owner, leaseUntil, attributionDue }: IncidentItem): Item {
  return {
    itemVersion: { N: ITEM_VERSION },
    version: { N: String(version) },
    state: { S: state },
    owner: { S: owner },
    leaseUntil: { N: String(leaseUntil) },
    attributionDue: { BOOL: attributionDue },
    incident: { S: JSON.stringify(incident) },
    [TABLE.TIME_TO_LIVE]: { N: String(Math.floor(Date.parse(incident.detectedAt) / 1000) + KEEP_SECONDS) },
    ...(state === 'claimed' || attributionDue ? { [TABLE.OPEN_KEY]: { S: 'open' } } : {}),
  };
}
