import {
  AddPermissionCommand,
  GetPolicyCommand,
  type LambdaClient,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import type { FunctionPart } from '../../lib/contract/own-parts';
import { type Statement, statementsOf } from '../guard/delivery/policy-document';
import { comparePermissions, foreignStatements, missingPermissions } from './compare/permissions';
import { type Part, type Step, unlessGone } from './part';

/**
 * Who may invoke a function, as its own policy says.
 *
 * @param isGuard whether it is the guard's own
 */
export function permissionPart(
  { name: FunctionName, permissions }: FunctionPart,
  isGuard: boolean,
  lambda: LambdaClient,
  account: string,
): Part<string | undefined> {
  return {
    kind: 'permission',
    name: FunctionName,
    // A function without a policy and no function at all are the same error; of the latter its own part tells.
    read: () =>
      unlessGone(['ResourceNotFoundException'], async () => {
        const { Policy } = await lambda.send(new GetPolicyCommand({ FunctionName }));
        return Policy;
      }),
    compare: (policy) => comparePermissions(permissions, isGuard, policy, account),

    mend(policy) {
      const foreign = foreignStatements(permissions, policy, account).flatMap(sidOf);
      const removals = foreign.map(
        (StatementId): Step =>
          () =>
            lambda.send(new RemovePermissionCommand({ FunctionName, StatementId })),
      );
      if (!isGuard) {
        return removals;
      }
      const taken = new Set((statementsOf(policy) ?? []).flatMap(sidOf));
      const additions = missingPermissions(permissions, policy, account).map(({ principal, sourceArn }): Step => {
        const StatementId = freeSid(taken);
        const input = { FunctionName, StatementId, Action: 'lambda:InvokeFunction', Principal: principal };
        return () => lambda.send(new AddPermissionCommand({ ...input, SourceArn: sourceArn }));
      });
      return [...removals, ...additions];
    },
  };
}

function sidOf({ Sid }: Statement): string[] {
  return typeof Sid === 'string' ? [Sid] : [];
}

/** CloudFormation's own statements have other names; it finds those gone and goes on. */
function freeSid(taken: Set<string>): string {
  let number = 1;
  while (taken.has(`TrailGuard${number}`)) {
    number += 1;
  }
  taken.add(`TrailGuard${number}`);
  return `TrailGuard${number}`;
}
