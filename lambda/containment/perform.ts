import type { ContainmentAction } from '../../lib/contract/containment';
import { DENY_POLICY_NAME, denyDocument, REVOKE_POLICY_NAME, revokeDocument } from '../common/containment/documents';
import { type Principal, parsePrincipal } from '../common/containment/principal';
import type { ContainmentDependencies, Identities } from './containment';
import { isDenial, isRevocation } from './seen';

type Tools = Pick<ContainmentDependencies, 'identities' | 'now' | 'sleep'>;

/** Changes of IAM are seen everywhere after a while. */
const READS = 5;
const READ_AGAIN_MILLISECONDS = 1_000;

/**
 * Does an action, unless it is done already, and reads it back.
 *
 * @param requestedAt sessions that were begun later need not be ended
 * @throws if it failed, or was not seen when read back
 */
export async function perform(action: ContainmentAction, requestedAt: Date, tools: Tools): Promise<void> {
  const principal = parsePrincipal(action.principalArn);
  if (principal === undefined) {
    throw new Error(`${action.principalArn} is no user or role`);
  }
  await confirm(principal, tools.identities);
  const step = stepFor(action, principal, requestedAt, tools);
  if (await step.isDone()) {
    return;
  }
  await step.doIt();
  for (let read = 1; !(await step.isDone()); read++) {
    if (read === READS) {
      throw new Error('IAM took the change, but it was not seen when read back');
    }
    await tools.sleep(READ_AGAIN_MILLISECONDS);
  }
}

/** What must not be touched is told by ARN, and IAM acts on names: they must belong together, by path and by case. */
async function confirm({ type, name, arn }: Principal, identities: Identities): Promise<void> {
  const known = await identities.arnOf(type, name);
  if (known !== arn) {
    throw new Error(`IAM knows the ${type} ${name} as ${known}, not as ${arn}`);
  }
}

interface Step {
  readonly isDone: () => Promise<boolean>;
  readonly doIt: () => Promise<void>;
}

function stepFor(
  { kind, accessKeyId = '' }: ContainmentAction,
  { type, name }: Principal,
  requestedAt: Date,
  { identities, now }: Tools,
): Step {
  const policyStep = (policyName: string, isSeen: (document: string) => boolean, document: () => string): Step => ({
    isDone: async () => isSeen((await identities.inlinePolicy(type, name, policyName)) ?? ''),
    doIt: () => identities.putInlinePolicy(type, name, policyName, document()),
  });
  switch (kind) {
    case 'deactivate-access-key':
      return {
        isDone: async () => {
          const status = await identities.keyStatus(name, accessKeyId);
          if (status === undefined) {
            throw new Error(`the user ${name} has no access key ${accessKeyId}`);
          }
          return status === 'Inactive';
        },
        doIt: () => identities.deactivateKey(name, accessKeyId),
      };
    case 'deny-user':
      return policyStep(DENY_POLICY_NAME, isDenial, denyDocument);
    case 'revoke-role-sessions':
      // Sessions that were begun since the request, when it is asked again, are not ended: once is enough.
      return policyStep(
        REVOKE_POLICY_NAME,
        (document) => isRevocation(document, requestedAt),
        () => revokeDocument(now().toISOString()),
      );
  }
}
