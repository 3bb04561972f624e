import { DELIVERY_TECHNIQUES } from './delivery-techniques';
import { GUARD_TECHNIQUES } from './guard-techniques';
import { LAKE_TECHNIQUES } from './lake-techniques';
import { ORGANIZATION_TECHNIQUES } from './organization-techniques';
import type { Technique } from './technique';
import { LOGGING_INTERRUPTED, TRAIL_TECHNIQUES } from './trail-techniques';

export { appliesTo, parameterAt } from './parameters';
export { DELIVERY_FAILING } from './states';
export type {
  AttackReference,
  Severity,
  SeverityProfileName,
  SeverityRating,
  TargetKind,
  Technique,
  TechniqueResponse,
} from './technique';
export { LOGGING_INTERRUPTED, STOP_LOGGING } from './trail-techniques';
export { DELIVERY_TECHNIQUES, GUARD_TECHNIQUES, LAKE_TECHNIQUES, ORGANIZATION_TECHNIQUES, TRAIL_TECHNIQUES };

/**
 * The catalogue of calls: the rules' event patterns, the decision, the message and docs/techniques.md are all made from
 * it. LOGGING_INTERRUPTED, which no call tells, is not in it.
 */
export const TECHNIQUES: readonly Technique[] = [
  ...TRAIL_TECHNIQUES,
  ...LAKE_TECHNIQUES,
  ...DELIVERY_TECHNIQUES,
  ...ORGANIZATION_TECHNIQUES,
  ...GUARD_TECHNIQUES,
];

/** What a call may be, the most general first. Which one it is follows from its parameters and from what it is made on. */
export function techniquesOf(eventSource: string, eventName: string): Technique[] {
  const name = withoutVersion(eventName);
  return TECHNIQUES.filter((technique) => technique.eventSource === eventSource && technique.eventName === name);
}

/** Records of calls to Lambda have the version of its API at the end of the name: `UpdateFunctionCode20150331v2`. */
export function withoutVersion(eventName: string): string {
  return eventName.replace(/\d{8}(v\d+)?$/, '');
}

export function techniqueById(id: string): Technique | undefined {
  return [...TECHNIQUES, LOGGING_INTERRUPTED].find((technique) => technique.id === id);
}
