import { errorText } from '../common/error-text';
import type { Inspection } from '../guard/own-parts/own-parts';
import { partName } from '../guard/own-parts/part-name';
import { findingsOf } from './findings';
import type { AnyPart, Part } from './part';

/** How many parts are read at a time. AWS allows few calls a second of some of them. */
const AT_A_TIME = 5;

/** Looks at each part by itself: what cannot be read does not hide the others. */
export async function inspectParts(parts: readonly AnyPart[], advice: string): Promise<Inspection> {
  const seen: Inspection[] = [];
  const waiting = [...parts.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, part] = next;
      seen[index] = await part((one) => inspectPart(one, advice));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
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
