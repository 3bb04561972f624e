import type { ContainmentAction, ContainmentKind } from '../../../lib/contract/containment';
import { DENY_POLICY_NAME, denyDocument, REVOKE_POLICY_NAME, revokeDocument } from './documents';
import type { Principal } from './principal';

/** Whom an action is on: a user's key, a user, or a role. */
export interface Target {
  readonly kind: ContainmentKind;
  readonly principal: Principal;
  /** Of `deactivate-access-key`. */
  readonly accessKeyId?: string;
}

/** The time at which a person runs the command; nothing of it comes from an event. */
const NOW = "'$(date -u +%Y-%m-%dT%H:%M:%SZ)'";

const SOON = 'It takes effect within minutes.';

/** The action with its commands, all of whose parts have been checked, and with what it does not stop. */
export function actionOn({ kind, principal, accessKeyId }: Target): ContainmentAction {
  const { arn: principalArn, name } = principal;
  switch (kind) {
    case 'deactivate-access-key': {
      const update = `aws iam update-access-key --user-name ${name} --access-key-id ${accessKeyId} --status`;
      return {
        kind,
        principalArn,
        ...(accessKeyId === undefined ? {} : { accessKeyId }),
        effect:
          `Deactivates the access key ${accessKeyId} of the user ${name}. Whatever else uses this key stops too. ` +
          'It does not end sessions that were made with the key (GetSessionToken, GetFederationToken) or roles that were ' +
          'assumed with it, and not other keys or the password of the user.',
        command: `${update} Inactive`,
        undo: `${update} Active`,
      };
    }
    case 'deny-user': {
      const policy = `--user-name ${name} --policy-name ${DENY_POLICY_NAME}`;
      return {
        kind,
        principalArn,
        effect:
          `Denies everything to the user ${name}: to console, keys and the sessions made with them. ${SOON} ` +
          'It does not end sessions of roles that the user has assumed, and whoever else may change IAM can undo it.',
        command: `aws iam put-user-policy ${policy} --policy-document '${denyDocument()}'`,
        undo: `aws iam delete-user-policy ${policy}`,
      };
    }
    case 'revoke-role-sessions': {
      const policy = `--role-name ${name} --policy-name ${REVOKE_POLICY_NAME}`;
      return {
        kind,
        principalArn,
        effect:
          `Denies everything to all sessions of the role ${name} that were begun before now, whoever's they are: people ` +
          `and workloads must get new ones. ${SOON} It does not keep anybody from assuming the role again: whoever did ` +
          'so may be back at once, until the credentials or the trust that they used are taken away.',
        command: `aws iam put-role-policy ${policy} --policy-document '${revokeDocument(NOW)}'`,
        undo: `aws iam delete-role-policy ${policy}`,
      };
    }
  }
}
