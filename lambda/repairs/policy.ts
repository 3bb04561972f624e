import type { Statement } from '../guard/delivery/policy-document';
import { missingStatements, withStatements } from '../guard/delivery/policy-statements';
import type { PolicyVerdict } from '../guard/delivery/policy-verdict';
import type { RepairAction } from '../guard/delivery/repairs';
import { failed, notDone } from './attempt';

/** A resource with a policy that must let CloudTrail deliver. */
export interface ResourceWithPolicy {
  /** In words, such as `bucket logs`. */
  readonly name: string;
  /** The policy as JSON, nothing where there is none. */
  read(): Promise<string | undefined>;
  write(policy: string): Promise<void>;
  verdict(policy: unknown): PolicyVerdict;
  /** CloudTrail's own statements as the baseline knows them, and as AWS documents them. */
  readonly known: readonly Statement[];
  readonly documented: readonly Statement[];
}

/** Puts CloudTrail's own statements back where the policy no longer lets CloudTrail deliver. */
export async function repairPolicyOf(resource: ResourceWithPolicy): Promise<RepairAction[]> {
  const action = `put CloudTrail's own statements back into the policy of ${resource.name}`;
  try {
    const policy = await resource.read();
    const verdict = resource.verdict(policy);
    if (verdict.delivers === 'yes') {
      return [];
    }
    const wanted = wantedStatements(resource);
    // Only what nothing allows is to be put back: statements that allow it in other words are somebody's own.
    const missing = verdict.missing.length > 0 ? missingStatements(policy, wanted) : [];
    return [
      ...(missing.length > 0 ? [await putBack(resource, policy, missing, action)] : []),
      ...denied(resource, verdict),
    ];
  } catch (error) {
    return [failed(action, error)];
  }
}

/** What the baseline knows may be of a trail that was set up otherwise since. */
function wantedStatements({ known, documented, verdict }: ResourceWithPolicy): readonly Statement[] {
  return verdict({ Statement: known }).delivers === 'no' ? documented : known;
}

async function putBack(
  resource: ResourceWithPolicy,
  policy: string | undefined,
  missing: readonly Statement[],
  action: string,
): Promise<RepairAction> {
  await resource.write(JSON.stringify(withStatements(policy, missing)));
  const remaining = missingStatements(await resource.read(), missing).length;
  return remaining === 0
    ? { action, result: 'succeeded', detail: `${missing.length} put back; the others are as they were` }
    : { action, result: 'failed', detail: `${remaining} of ${missing.length} were not there when read back` };
}

function denied({ name }: ResourceWithPolicy, { denials }: PolicyVerdict): RepairAction[] {
  return denials.map((denial) =>
    notDone(
      `remove a statement that denies CloudTrail from the policy of ${name}`,
      `The guard removes nothing. Somebody has to judge it: ${JSON.stringify(denial)}`,
    ),
  );
}
