import * as v from 'valibot';
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
