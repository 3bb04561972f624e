import type { OwnParts } from '../../../lib/contract/own-parts';
import { errorText } from '../../common/error-text';
import type { Run } from '../guard';
import type { OwnPartsTools, OwnStack } from './own-parts';

/** What the template says the guard is. */
export interface Manifest {
  readonly parts: OwnParts;
  /** ARN of the stack. */
  readonly stackId: string;
  /** The stack as it was then; absent where CloudFormation does not tell. */
  readonly stack?: OwnStack;
}

interface Kept extends Manifest {
  readonly readAt: number;
}

/** For that long what was read is good enough to tell whether a call is on a part of the guard. */
const GOOD_MILLISECONDS = 3_600_000;

/** As last read in this execution environment. */
const kept = new WeakMap<OwnPartsTools, Kept>();

/**
 * The manifest as last read, or read now where that is too long ago.
 *
 * @returns undefined where CloudFormation does not tell and never did
 */
export async function knownManifest(ownParts: OwnPartsTools, run: Run): Promise<Manifest | undefined> {
  const known = kept.get(ownParts);
  return known && run.now().getTime() - known.readAt < GOOD_MILLISECONDS ? known : currentManifest(ownParts, run);
}

/** The stack as it is now, and the parts, which are read again after a deployment and while there is one. */
export async function currentManifest(ownParts: OwnPartsTools, run: Run): Promise<Manifest | undefined> {
  const known = kept.get(ownParts);
  try {
    const stack = await ownParts.stack();
    const isSame = known?.stack?.deployedAt === stack.deployedAt && !isInProgress(known.stack);
    const parts = isSame ? known.parts : await ownParts.parts();
    const current = { parts, stackId: stack.id, stack };
    kept.set(ownParts, { ...current, readAt: run.now().getTime() });
    return current;
  } catch (error) {
    run.log.error({ event: 'own-stack-unreadable', error: errorText(error) });
    return known && { parts: known.parts, stackId: known.stackId };
  }
}

export function isInProgress({ status }: OwnStack): boolean {
  return status.endsWith('_IN_PROGRESS');
}
