import * as v from 'valibot';
import type { IncidentContainment } from '../../lib/contract/containment';
import { text } from './investigation-schema';

/** What the containment function may answer of an action that the guard requested: what became of it, and no other. */
export const ContainmentSchema = v.object({
  status: v.picklist(['succeeded', 'failed']),
  reason: v.optional(text),
  at: v.optional(v.pipe(v.string(), v.isoTimestamp())),
}) satisfies v.GenericSchema<unknown, IncidentContainment>;
