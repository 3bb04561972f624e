import type { Actor } from '../../lib/contract/incident';
import { actorOf } from '../common/actor';
import type { CloudTrailRecord } from '../common/record';

const actors = new WeakMap<CloudTrailRecord, Actor>();

/** The actor of a record, read once: a busy account has tens of thousands of records, and each is asked for it often. */
export function knownActor(record: CloudTrailRecord): Actor {
  const actor = actors.get(record) ?? actorOf(record);
  actors.set(record, actor);
  return actor;
}
