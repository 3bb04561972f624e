import * as v from 'valibot';
import type { Incident } from '../../lib/contract/incident';
import { TABLE } from '../../lib/contract/table';
import { bounded, jsonBytes } from '../common/bounded';
import { CHANNEL_NAMES, type ChannelName } from './channels';
import type { Item } from './table';

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
  /** Channels in which its last message could not be told. */
  readonly undelivered?: readonly ChannelName[];
  /** When the investigator is to be asked, or asked again. Epoch milliseconds. */
  readonly investigateAt?: number;
  /** How often the investigator was asked since its last answer. */
  readonly asked?: number;
}

/** Incidents are kept for a year. */
export const KEEP_SECONDS = 365 * 24 * 3600;

/** An item of the table takes 400 KB. */
const INCIDENT_BYTES = 300_000;

/** Version of the items' shape. */
const ITEM_VERSION = '1';

const NumberSchema = v.object({ N: v.pipe(v.string(), v.transform(Number), v.number()) });

const IncidentSchema = v.object({
  version: NumberSchema,
  state: v.object({ S: v.picklist(['claimed', 'sent']) }),
  owner: v.object({ S: v.string() }),
  leaseUntil: NumberSchema,
  attributionDue: v.object({ BOOL: v.boolean() }),
  awaiting: v.optional(v.object({ S: v.picklist(['delivery', 'restore']) })),
  sentAt: v.optional(NumberSchema),
  joined: v.optional(v.object({ S: v.string() })),
  undelivered: v.optional(v.object({ SS: v.array(v.picklist(CHANNEL_NAMES)) })),
  investigateAt: v.optional(NumberSchema),
  asked: v.optional(NumberSchema),
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
  const { undelivered, investigateAt, asked } = parsed.output;
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
    ...(undelivered ? { undelivered: undelivered.SS } : {}),
    ...(investigateAt ? { investigateAt: investigateAt.N } : {}),
    ...(asked ? { asked: asked.N } : {}),
  };
}

export function incidentItem(item: IncidentItem): Item {
  const { incident, version, state, owner, leaseUntil, attributionDue, awaiting, sentAt, joined } = item;
  const { undelivered = [], investigateAt, asked } = item;
  const isOpen =
    state === 'claimed' ||
    attributionDue ||
    awaiting ||
    undelivered.length > 0 ||
    investigateAt !== undefined ||
    incident.containment?.status === 'requested';
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
    ...(undelivered.length > 0 ? { undelivered: { SS: [...undelivered] } } : {}),
    ...(investigateAt === undefined ? {} : { investigateAt: { N: String(investigateAt) } }),
    ...(asked === undefined ? {} : { asked: { N: String(asked) } }),
    incident: { S: JSON.stringify(bounded(incident, (candidate) => jsonBytes(candidate) <= INCIDENT_BYTES)) },
    [TABLE.TIME_TO_LIVE]: { N: String(Math.floor(Date.parse(incident.detectedAt) / 1000) + KEEP_SECONDS) },
    ...(isOpen ? { [TABLE.OPEN_KEY]: { S: 'open' } } : {}),
  };
}
