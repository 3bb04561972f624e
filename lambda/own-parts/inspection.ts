import { errorText } from '../common/error-text';
import { inParallel } from '../common/in-parallel';
import type { Inspection } from '../guard/own-parts/own-parts';
import { partName } from '../guard/own-parts/part-name';
import { findingsOf } from './findings';
import type { AnyPart, Part } from './part';

/** How many parts are read at a time. AWS allows few calls a second of some of them. */
const AT_A_TIME = 5;

/** Looks at each part by itself: what cannot be read does not hide the others. */
export async function inspectParts(parts: readonly AnyPart[], advice: string): Promise<Inspection> {
  const seen = await inParallel(parts, AT_A_TIME, (part) => part((one) => inspectPart(one, advice)));
  return {
    findings: seen.flatMap(({ findings }) => findings),
    intact: seen.flatMap(({ intact }) => intact),
    unreadable: seen.flatMap(({ unreadable }) => unreadable),
    code: Object.assign({}, ...seen.map(({ code }) => code)),
    unconfirmed: seen.flatMap(({ unconfirmed }) => unconfirmed),
  };
}

async function inspectPart<State>(part: Part<State>, advice: string): Promise<Inspection> {
  const name = partName(part);
  try {
    const state = await part.read();
    const findings = findingsOf(part, part.compare(state), advice);
    const { code, unconfirmed = [] } = part.tell?.(state) ?? {};
    return {
      findings,
      intact: findings.length === 0 ? [name] : [],
      unreadable: [],
      code: code === undefined ? {} : { [part.name]: code },
      unconfirmed,
    };
  } catch (error) {
    return {
      findings: [],
      intact: [],
      unreadable: [{ part: name, error: errorText(error) }],
      code: {},
      unconfirmed: [],
    };
  }
}
