import type { GuardPolicy } from '../../lib/contract/policy';
import { appliesTo, parameterAt, type Technique, techniqueById, techniquesOf } from '../../lib/contract/techniques';
import type { CloudTrailRecord } from './record';
import { resolveTrail, type TrailArn } from './scope';

/** The catalogued techniques that a record may be of: by its call and, where that matters, its parameters. */
export function techniquesOfRecord({ eventSource, eventName, requestParameters }: CloudTrailRecord): Technique[] {
  return techniquesOf(eventSource, eventName).filter((technique) => appliesTo(technique, requestParameters));
}

/** What the call was made on, as the caller sent it. A denied call names nothing. */
export function targetOf(
  technique: Technique,
  { requestParameters }: Pick<CloudTrailRecord, 'requestParameters'>,
): string | undefined {
  return technique.targetParameters
    .map((path) => parameterAt(requestParameters, path))
    .find((value): value is string => typeof value === 'string' && value !== '');
}

/** The trail that a call on a trail names. */
export function trailOf(record: CloudTrailRecord, policy: GuardPolicy): TrailArn | undefined {
  const [technique] = techniquesOfRecord(record);
  const target = technique && targetOf(technique, record);
  return target === undefined ? undefined : resolveTrail(policy, target);
}

/** A technique that is certainly in the catalogue. */
export function catalogued(id: string): Technique {
  const technique = techniqueById(id);
  if (technique === undefined) {
    throw new Error(`${id} is not in the catalogue`);
  }
  return technique;
}
