import type { CloudTrailRecord } from '../../common/record';
import { isInProgress } from './manifest';
import type { OwnStack } from './own-parts';

const CLOUD_FORMATION = 'cloudformation.amazonaws.com';

/** A deployment takes minutes. One that is not over after that long must not keep the guard from looking at itself. */
const LONGEST_MILLISECONDS = 3_600_000;

/** Neither can be chosen by who calls. */
export function isByCloudFormation({ userIdentity, sourceIPAddress }: CloudTrailRecord): boolean {
  return userIdentity.invokedBy === CLOUD_FORMATION || sourceIPAddress === CLOUD_FORMATION;
}

/** Whether CloudFormation is changing the guard's parts right now. */
export function isDeploying(
  stack: OwnStack | undefined,
  now: Date,
  since: string | undefined = stack?.deployedAt,
): boolean {
  if (stack === undefined || since === undefined || !isInProgress(stack)) {
    return false;
  }
  return isBeingDeleted(stack) || now.getTime() - Date.parse(since) < LONGEST_MILLISECONDS;
}

/** What CloudFormation deletes is not made again: it would be left behind. */
export function isBeingDeleted({ status }: OwnStack): boolean {
  return status === 'DELETE_IN_PROGRESS';
}
