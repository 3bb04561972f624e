import type { Incident } from '../../lib/contract/incident';
import type { Investigation } from '../../lib/contract/investigation';
import { bounded, jsonBytes } from '../common/bounded';

/** What an asynchronous invocation takes is 256 KB; the guard's own item has to hold the rest of the incident too. */
const ANSWER_BYTES = 200_000;

/** The guard refuses an answer with a longer list. */
const LIST_LENGTH = 250;

/** An investigation that the guard takes: shorter where it is too long, which its points then tell. */
export function answerable(investigation: Investigation, incident: Incident): Investigation {
  const fits = ({ investigation: candidate }: Incident) =>
    jsonBytes(candidate) <= ANSWER_BYTES && longestList(candidate) <= LIST_LENGTH;
  return bounded({ ...incident, investigation }, fits).investigation ?? investigation;
}

function longestList(value: unknown): number {
  if (typeof value !== 'object' || value === null) {
    return 0;
  }
  const own = Array.isArray(value) ? value.length : 0;
  return Object.values(value).reduce((longest: number, part) => Math.max(longest, longestList(part)), own);
}
