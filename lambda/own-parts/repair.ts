import { errorText } from '../common/error-text';
import { safeText } from '../common/text';
import type { RepairAction } from '../guard/delivery/repairs';
import type { Finding } from '../guard/own-parts/own-parts';
import { partName } from '../guard/own-parts/part-name';
import type { Difference } from './compare/difference';
import type { AnyPart, Part } from './part';
import { READ_DELAYS, type Sleep } from './patience';

/**
 * Puts back the parts that were found to differ. Each is looked at again: findings say where, its state decides what. A
 * part that is as it should be by now takes no action.
 */
export async function repairParts(
  parts: readonly AnyPart[],
  findings: readonly Finding[],
  sleep: Sleep,
): Promise<RepairAction[]> {
  const found = new Set(findings.filter(({ repairable }) => repairable).map(partName));
  const actions: RepairAction[] = [];
  for (const part of parts) {
    actions.push(...(await part(async (one) => (found.has(partName(one)) ? repairPart(one, sleep) : []))));
  }
  return actions;
}

async function repairPart<State>(part: Part<State>, sleep: Sleep): Promise<RepairAction[]> {
  let action = `put the guard's own ${partName(part)} back`;
  try {
    const state = await part.read();
    const differences = repairable(part.compare(state));
    if (differences.length === 0) {
      return [];
    }
    action = `${action}: ${fieldsOf(differences)}`;
    await takeSteps(part.mend(state, differences));
    const remaining = await remainingDifferences(part, sleep);
    if (remaining.length > 0) {
      throw new Error(`when read back, it was not yet as the template says: ${fieldsOf(remaining)}`);
    }
    const detail = part.afterwards?.(differences);
    return [{ action, result: 'succeeded', ...(detail === undefined ? {} : { detail }) }];
  } catch (error) {
    return [{ action, result: 'failed', detail: explained(error) }];
  }
}

/** One that fails must not keep the others from being tried. */
async function takeSteps(steps: ReturnType<Part<unknown>['mend']>): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps) {
    await step().catch((error: unknown) => failures.push(error));
  }
  if (failures.length === 1) {
    throw failures[0];
  }
  if (failures.length > 1) {
    throw new Error(failures.map(errorText).join('; '));
  }
}

/** Reads until nothing differs any more. */
async function remainingDifferences<State>(part: Part<State>, sleep: Sleep): Promise<readonly Difference[]> {
  let remaining: readonly Difference[] = [];
  for (const delay of READ_DELAYS) {
    await sleep(delay);
    remaining = repairable(part.compare(await part.read()));
    if (remaining.length === 0) {
      break;
    }
  }
  return remaining;
}

function repairable(differences: readonly Difference[]): Difference[] {
  return differences.filter((difference) => difference.repairable);
}

/** A field that several differences have is named once. */
function fieldsOf(differences: readonly Difference[]): string {
  return safeText([...new Set(differences.map(({ field }) => field))].join(', '));
}

function explained(error: unknown): string {
  const denied = error instanceof Error && /^AccessDenied|^AuthorizationError/.test(error.name);
  return `${errorText(error)}${denied ? '. The guard may not: its role, or what limits it, may have been changed' : ''}`;
}
