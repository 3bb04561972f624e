import * as v from 'valibot';
import { TABLE } from '../../lib/contract/table';
import { KEEP_SECONDS } from './incident-items';
import type { Item } from './table';

/** Who does the same to a trail again and again, and under which incident it is told. */
export interface Campaign {
  /** The trail and the technique. */
  readonly id: string;
  readonly incidentId: string;
  readonly actor: string;
  /** Epoch milliseconds. */
  readonly lastAt: number;
}

const CampaignSchema = v.object({
  id: v.object({ S: v.string() }),
  incidentId: v.object({ S: v.string() }),
  actor: v.object({ S: v.string() }),
  lastAt: v.object({ N: v.pipe(v.string(), v.transform(Number), v.number()) }),
});

/** Undefined for an item that this version cannot read: then the next episode is an incident of its own. */
export function parseCampaign(item: Item): Campaign | undefined {
  const parsed = v.safeParse(CampaignSchema, item);
  if (!parsed.success) {
    return undefined;
  }
  const { id, incidentId, actor, lastAt } = parsed.output;
  return { id: id.S, incidentId: incidentId.S, actor: actor.S, lastAt: lastAt.N };
}

export function campaignItem({ incidentId, actor, lastAt }: Campaign): Item {
  return {
    incidentId: { S: incidentId },
    actor: { S: actor },
    lastAt: { N: String(lastAt) },
    [TABLE.TIME_TO_LIVE]: { N: String(Math.floor(lastAt / 1000) + KEEP_SECONDS) },
  };
}
