import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** Actions of one service on resources of it, by their ARNs. */
export interface Allowed {
  readonly actions: string[];
  readonly resources: readonly string[];
}

/**
 * Statements for several services in one, as few as say the same: an action is only for resources of its own service, so a
 * statement may have each service once. All inline policies of a role together may have 10,240 characters, and each
 * statement takes some 80 for itself.
 *
 * @param sid of the first; the others have a number behind it
 */
export function mergedStatements(sid: string, allowed: readonly Allowed[]): PolicyStatement[] {
  const merged: Allowed[][] = [];
  for (const each of allowed) {
    const free = merged.find((group) => group.every((other) => serviceOf(other) !== serviceOf(each)));
    if (free) {
      free.push(each);
    } else {
      merged.push([each]);
    }
  }
  return merged.map(
    (group, index) =>
      new PolicyStatement({
        sid: index === 0 ? sid : `${sid}${index + 1}`,
        effect: Effect.ALLOW,
        actions: group.flatMap(({ actions }) => actions),
        resources: group.flatMap(({ resources }) => resources),
      }),
  );
}

function serviceOf({ actions }: Allowed): string | undefined {
  return actions[0]?.split(':')[0];
}
