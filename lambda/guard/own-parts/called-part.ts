import type { OwnParts } from '../../../lib/contract/own-parts';
import { parameterAt, type Technique } from '../../../lib/contract/techniques';
import type { CloudTrailRecord } from '../../common/record';
import type { Manifest } from './manifest';
import { type OwnPart, ownPartsOf } from './parts-of-service';

/**
 * What a call on something like the guard's parts was made on. `unnamed`: the record does not tell, because the call was
 * denied, its parameters were too long, or it names another thing (an id of a change set).
 */
export type Called = OwnPart | 'other' | 'unnamed';

/** By the name, ARN or URL that the caller sent. */
export function calledPart(
  technique: Technique,
  { requestParameters, eventSource }: CloudTrailRecord,
  manifest: Manifest,
): Called {
  const texts = textsAt(technique, requestParameters);
  if (texts.every((text) => text.includes(':changeSet/'))) {
    return 'unnamed';
  }
  const isElsewhere = !isDefault(requestParameters?.eventBusName) || !isGroup(requestParameters, manifest.parts);
  const found = ownPartsOf(eventSource, manifest).find(({ ids }) =>
    texts.some((text) => ids.some((id) => isNamed(id, text))),
  );
  return found === undefined || isElsewhere ? 'other' : found;
}

/** The part that the error message of a denied call names. */
export function deniedPart({ eventSource, errorMessage }: CloudTrailRecord, manifest: Manifest): OwnPart | undefined {
  const words = (errorMessage ?? '').split(/[\s'"(),;]+/).map((word) => word.replace(/\.$/, ''));
  return ownPartsOf(eventSource, manifest).find(({ ids }) => words.some((word) => ids.some((id) => isIn(id, word))));
}

/** As an ARN has the name of what it is of. */
function isIn(id: string, word: string): boolean {
  const start = word.indexOf(id);
  const around = [word[start - 1], word[start + id.length]];
  return start >= 0 && around.every((character) => character === undefined || '/:'.includes(character));
}

/** All of a list of names; otherwise the first that is there. */
function textsAt({ targetParameters }: Technique, parameters: CloudTrailRecord['requestParameters']): string[] {
  const values = targetParameters.map((path) => parameterAt(parameters, path));
  const list = values.find((value) => Array.isArray(value)) ?? values.filter(isText).slice(0, 1);
  return list.filter(isText);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** With a qualifier, or the id of a subscription, it is still the same function or topic. */
function isNamed(id: string, text: string): boolean {
  return text === id || text.startsWith(`${id}:`);
}

/** The guard's rules are on the default bus, which calls name by name, by ARN or not at all. */
function isDefault(eventBusName: unknown): boolean {
  return typeof eventBusName !== 'string' || eventBusName === 'default' || eventBusName.endsWith(':event-bus/default');
}

function isGroup(parameters: CloudTrailRecord['requestParameters'], { schedule }: OwnParts): boolean {
  const groupName = parameters?.groupName;
  return typeof groupName !== 'string' || groupName === schedule.groupName;
}
