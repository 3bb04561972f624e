import * as v from 'valibot';
import type { Incident } from '../../lib/contract/incident';
import { TABLE } from '../../lib/contract/table';
import type { Item } from './table';

/** What the guard knows of a trail. */
export interface TrailItem {
  readonly arn: string;
  /** When the guard first saw it logging; missing while it never did. ISO 8601. */
  readonly seenLoggingAt?: string;
  /** The newest StopLoggingTime whose episode is accounted for. ISO 8601. */
  readonly knownStop?: string;
  /** When its whole configuration was last compared with its baseline. ISO 8601. */
  readonly comparedAt?: string;
  /** What DescribeTrails told of its selectors then: they are read again when that changes. */
  readonly selectorFlags?: string;
  /** The trail was gone when last looked for: as somebody announced or was expected to do, or not. */
  readonly missing?: 'expected' | 'unexpected';
  /** Its owner is going to delete it. */
  readonly released?: boolean;
  /** Since when it cannot deliver; part of that incident's id. ISO 8601. */
  readonly deliveryFailingSince?: string;
}

/** What changed of it; undefined takes a value away. */
export type TrailNews = { readonly [Field in keyof TrailItem]?: TrailItem[Field] | undefined };

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
  /** What has to be seen before it is over: that the trail delivers again, or that it is what it was. */
  readonly awaiting?: 'delivery' | 'restore';
  /** When its last message was published. Epoch milliseconds. */
  readonly sentAt?: number;
  /** The incident under which it is told, being one more time of the same. */
  readonly joined?: string;
}

/** Incidents are kept for a year. */
export const KEEP_SECONDS = 365 * 24 * 3600;

/** Version of the items' shape. */
const ITEM_VERSION = '1';

const TrailSchema = v.object({
  id: v.object({ S: v.string() }),
  seenLoggingAt: v.optional(v.object({ S: v.string() })),
  knownStop: v.optional(v.object({ S: v.string() })),
  comparedAt: v.optional(v.object({ S: v.string() })),
  selectorFlags: v.optional(v.object({ S: v.string() })),
  missing: v.optional(v.object({ S: v.picklist(['expected', 'unexpected']) })),
  released: v.optional(v.object({ BOOL: v.boolean() })),
  deliveryFailingSince: v.optional(v.object({ S: v.string() })),
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
  const { id, missing, released, ...texts } = parsed.output;
  return {
    arn: id.S,
    ...Object.fromEntries(Object.entries(texts).flatMap(([name, text]) => (text ? [[name, text.S]] : []))),
    ...(missing ? { missing: missing.S } : {}),
    ...(released?.BOOL ? { released: true } : {}),
  };
}

export function trailItem(item: TrailItem): Item {
  const { arn: _, released, ...texts } = item;
  return {
    itemVersion: { N: ITEM_VERSION },
    ...Object.fromEntries(Object.entries(texts).flatMap(([name, text]) => (text ? [[name, { S: text }]] : []))),
    ...(released ? { released: { BOOL: true } } : {}),
  };
}

const IncidentSchema = v.object({
  version: v.object({ N: v.pipe(v.string(), v.transform(Number), v.number()) }),
  state: v.object({ S: v.picklist(['claimed', 'sent']) }),
  owner: v.object({ S: v.string() }),
  leaseUntil: v.object({ N: v.pipe(v.string(), v.transform(Number), v.number()) }),
  attributionDue: v.object({ BOOL: v.boolean() }),
  awaiting: v.optional(v.object({ S: v.picklist(['delivery', 'restore']) })),
  sentAt: v.optional(v.object({ N: v.pipe(v.string(), v.transform(Number), v.number()) })),
  joined: v.optional(v.object({ S: v.string() })),
  incident: v.object({
    S: v.pipe(
      v.string(),
      v.parseJson(),
      v.looseObject({
        schemaVersion: v.pipe(v.string(), v.regex(/^1\./)),
        id: v.string(),
        outcome: v.string(),
        revision: v.number(),
      }),
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
  const { incident, version, state, owner, leaseUntil, attributionDue, awaiting, sentAt, joined } = parsed.output;
  return {
    incident: incident.S as unknown as Incident,
    version: version.N,
    state: state.S,
    owner: owner.S,
    leaseUntil: leaseUntil.N,
    attributionDue: attributionDue.BOOL,
    ...(awaiting ? { awaiting: awaiting.S } : {}),
    ...(sentAt ? { sentAt: sentAt.N } : {}),
    ...(joined ? { joined: joined.S } : {}),
  };
}

export function incidentItem(item: IncidentItem): Item {
  const { incident, version, state, owner, leaseUntil, attributionDue, awaiting, sentAt, joined } = item;
  return {
    itemVersion: { N: ITEM_VERSION },
    version: { N: String(version) },
    state: { S: state },
    owner: { S: owner },
    leaseUntil: { N: String(leaseUntil) },
    attributionDue: { BOOL: attributionDue },
    ...(awaiting ? { awaiting: { S: awaiting } } : {}),
    ...(sentAt === undefined ? {} : { sentAt: { N: String(sentAt) } }),
    ...(joined === undefined ? {} : { joined: { S: joined } }),
    incident: { S: JSON.stringify(incident) },
    [TABLE.TIME_TO_LIVE]: { N: String(Math.floor(Date.parse(incident.detectedAt) / 1000) + KEEP_SECONDS) },
    ...(state === 'claimed' || attributionDue || awaiting ? { [TABLE.OPEN_KEY]: { S: 'open' } } : {}),
  };
}
