import {
  type CloudFormationClient,
  ListStackInstancesCommand,
  type StackInstanceSummary,
} from '@aws-sdk/client-cloudformation';
import type { WatchedGuard, WatchedStackSet } from '../../lib/contract/hub';
import { safeText } from '../common/text';
import { ACCOUNT, REGION } from './guard-ids';

/** A guard that must exist, and what is known of how it came to be. */
export interface Instance extends WatchedGuard {
  readonly status: 'deploying' | 'deployed' | 'failed';
  readonly reason?: string;
}

export interface StackSets {
  /** The instances of a stack set, page by page. @throws if it cannot be listed, also half-way */
  instances(stackSet: WatchedStackSet): AsyncIterable<readonly Instance[]>;
}

/** From page to page of 100: CloudFormation limits calls by account, and deployments need it, too. */
const PACE_MILLISECONDS = 150;

/** States of which nothing more comes by itself. */
const FAILED: readonly (string | undefined)[] = ['FAILED', 'CANCELLED', 'INOPERABLE', 'FAILED_IMPORT'];

export function createStackSets(
  clientOf: (stackSet: WatchedStackSet) => CloudFormationClient,
  sleep: (milliseconds: number) => Promise<void>,
  now: () => Date,
): StackSets {
  return {
    async *instances(stackSet) {
      const client = clientOf(stackSet);
      let NextToken: string | undefined;
      do {
        const startedAt = now().getTime();
        const page: { Summaries?: StackInstanceSummary[]; NextToken?: string } = await client.send(
          new ListStackInstancesCommand({
            StackSetName: stackSet.name,
            CallAs: stackSet.callAs,
            MaxResults: 100,
            NextToken,
          }),
        );
        yield (page.Summaries ?? []).flatMap(instanceOf);
        NextToken = page.NextToken;
        const early = PACE_MILLISECONDS - (now().getTime() - startedAt);
        if (NextToken !== undefined && early > 0) await sleep(early);
      } while (NextToken !== undefined);
    },
  };
}

/** A suspended account has no guard, and needs none: nobody can do anything in it. */
function instanceOf({ Account, Region, Status, StackInstanceStatus, StatusReason }: StackInstanceSummary): Instance[] {
  const detailed = StackInstanceStatus?.DetailedStatus;
  if (!ACCOUNT.test(Account ?? '') || !REGION.test(Region ?? '') || detailed === 'SKIPPED_SUSPENDED_ACCOUNT') {
    return [];
  }
  const guard = { account: Account ?? '', region: Region ?? '' };
  if (FAILED.includes(detailed) || Status === 'INOPERABLE') {
    const state = detailed ?? Status ?? 'FAILED';
    return [{ ...guard, status: 'failed', reason: safeText(StatusReason ? `${state}: ${StatusReason}` : state, 256) }];
  }
  return [{ ...guard, status: Status === 'CURRENT' ? 'deployed' : 'deploying' }];
}
