import * as v from 'valibot';
import { ACCOUNT, REGION } from './guard-ids';

/** `account` is set by EventBridge, and nobody can forge it. `time` and all else can be chosen by who puts an event. */
export const EventSchema = v.object({
  source: v.string(),
  'detail-type': v.string(),
  account: v.pipe(v.string(), v.regex(ACCOUNT)),
  region: v.pipe(v.string(), v.regex(REGION)),
  detail: v.record(v.string(), v.unknown()),
});

export type HubEvent = v.InferOutput<typeof EventSchema>;
