import type { Attacks } from './attack';
import { BUCKET_ATTACKS } from './bucket-attacks';
import { GUARD_CONTROL_ATTACKS } from './guard-control-attacks';
import { GUARD_FUNCTION_ATTACKS } from './guard-function-attacks';
import { GUARD_MEMORY_ATTACKS } from './guard-memory-attacks';
import { GUARD_TRIGGER_ATTACKS } from './guard-trigger-attacks';
import { KEY_ATTACKS } from './key-attacks';
import { LAKE_ATTACKS } from './lake-attacks';
import { LOG_GROUP_ATTACKS } from './log-group-attacks';
import { ORGANIZATION_ATTACKS } from './organization-attacks';
import { SELECTOR_ATTACKS } from './selector-attacks';
import { TOPIC_AND_ROLE_ATTACKS } from './topic-and-role-attacks';
import { TRAIL_ATTACKS } from './trail-attacks';

/** How each technique of the catalogue is played, by its id. */
export const ATTACKS: Attacks = {
  ...TRAIL_ATTACKS,
  ...SELECTOR_ATTACKS,
  ...LAKE_ATTACKS,
  ...BUCKET_ATTACKS,
  ...KEY_ATTACKS,
  ...LOG_GROUP_ATTACKS,
  ...TOPIC_AND_ROLE_ATTACKS,
  ...ORGANIZATION_ATTACKS,
  ...GUARD_TRIGGER_ATTACKS,
  ...GUARD_FUNCTION_ATTACKS,
  ...GUARD_MEMORY_ATTACKS,
  ...GUARD_CONTROL_ATTACKS,
};

/** Why a technique is not played on the stand-in, by its id. */
export const NOT_PLAYED: Readonly<Record<string, string>> = {
  'logging-interrupted': 'only a sweep two minutes after the start tells it, for which this drill does not wait',
};
