import type { Actor, Incident, Outcome } from '../../lib/contract/incident';
import { eventLink, managedPolicy, nameIn, plain, roleLink } from './next-steps-words';

type Known = Omit<Incident, 'nextSteps'>;

/** Outcomes that nobody is to be asked about. */
const NOBODYS: readonly Outcome[] = ['stopped-before-guard', 'delivery-failing', 'delivery-recovered'];

/** Whether it was approved, and how to stop the actor if not. */
export function actorSteps(incident: Known): string[] {
  const { actor, outcome } = incident;
  return actor && !NOBODYS.includes(outcome) ? containSteps(incident, actor) : [];
}

/** Where to see what the actor did. */
export function lookSteps(incident: Known): string[] {
  const { actor, outcome, region } = incident;
  const key = plain(actor?.accessKeyId);
  const event = eventLink(incident);
  return NOBODYS.includes(outcome)
    ? []
    : [
        ...(key
          ? [
              'See what else was done with the same access key: aws cloudtrail lookup-events --lookup-attributes ' +
                `AttributeKey=AccessKeyId,AttributeValue=${key} --region ${region}`,
            ]
          : []),
        ...(event ? [`See the call itself: ${event}`] : []),
      ];
}

/** What was prepared or done for this incident comes before what is done by hand. */
function containSteps(incident: Known, actor: Actor): string[] {
  const { status, action } = incident.containment ?? {};
  if (action && status === 'succeeded') {
    return [`The actor was stopped. Ask whether this was approved; if it was, undo it: ${action.undo}`];
  }
  if (action && status === 'prepared') {
    return [`${ASK} ${action.command}`];
  }
  return stepsByHand(incident, actor);
}

const ASK = 'Ask the owner of the identity whether this was approved. If not, treat the identity as compromised:';

function stepsByHand(incident: Known, actor: Actor): string[] {
  const { account } = incident;
  switch (actor.type) {
    case 'Root':
      return rootSteps(incident);
    case 'IAMUser':
      return userSteps(incident, actor);
    case 'FederatedUser':
      return federatedSteps(incident, actor);
    case 'IdentityCenterUser':
      return identityCenterSteps(incident);
    case 'AWSService':
      return [
        'A service did it for somebody: find the call that told it to, by who else was there at that time. If it was not ' +
          `approved, take what the service acts by (a stack, a rule, a role) away from them.`,
      ];
    case 'AssumedRole':
      return actor.accountId === account || actor.accountId === undefined
        ? roleSteps(incident, actor)
        : [otherAccount(actor.accountId)];
    case 'AWSAccount':
      return [otherAccount(actor.accountId)];
    default:
      return [`${ASK} end its sessions where it signs in, and rotate its credentials.`];
  }
}

function rootSteps(incident: Known): string[] {
  const policy = managedPolicy(incident, 'root-task/IAMDeleteRootUserCredentials');
  return [
    `${ASK} change the root password, delete root access keys, check MFA, the mail address and the telephone number.`,
    'See whether root has access keys: aws iam get-account-summary --query SummaryMap.AccountAccessKeysPresent',
    "No policy of the account binds root. From the organization's management account, its credentials can be deleted in a " +
      `session of: aws sts assume-root --target-principal ${incident.account} --task-policy-arn arn=${policy} ` +
      `--region ${incident.region}`,
  ];
}

function userSteps(incident: Known, actor: Actor): string[] {
  const [user, key] = [plain(actor.userName), plain(actor.accessKeyId)];
  if (user === undefined) {
    return [`${ASK} revoke its sessions and rotate its credentials.`];
  }
  const deny = denyUser(incident, user);
  return key?.startsWith('AKIA')
    ? [
        `${ASK} aws iam update-access-key --user-name ${user} --access-key-id ${key} --status Inactive`,
        `Sessions that were made with the key go on. Deny the user everything: ${deny}`,
      ]
    : [`${ASK} ${deny}`];
}

function federatedSteps(incident: Known, actor: Actor): string[] {
  const user = nameIn(actor.sessionIssuerArn, 'user');
  return user === undefined
    ? [`${ASK} deny everything to the user that made the session: nothing else ends it.`]
    : [`${ASK} nothing but a denial of the user that made the session ends it: ${denyUser(incident, user)}`];
}

function roleSteps(incident: Known, actor: Actor): string[] {
  const role = nameIn(actor.sessionIssuerArn, 'role');
  if (actor.sessionIssuerArn?.includes(':role/aws-reserved/sso.amazonaws.com/')) {
    return identityCenterSteps(incident);
  }
  if (role === undefined || actor.sessionIssuerArn?.includes(':role/aws-service-role/')) {
    return [`${ASK} revoke its sessions and rotate its credentials.`];
  }
  return [
    `${ASK} revoke the sessions of the role (it hits everybody who uses it): ${roleLink(incident, role)}`,
    `See who may assume the role, and so come back: aws iam get-role --role-name ${role} --query Role.AssumeRolePolicyDocument`,
  ];
}

function identityCenterSteps({ account }: Known): string[] {
  return [
    `${ASK} in IAM Identity Center, disable the user's access and end their sessions. The role belongs to AWS and cannot ` +
      'be changed in this account.',
    'A session that is open goes on for up to 12 hours: deny the user by a service control policy with the condition ' +
      'identitystore:userId, or take the assignment away: aws sso-admin delete-account-assignment ' +
      `--instance-arn INSTANCE_ARN --target-id ${account} --target-type AWS_ACCOUNT ` +
      '--permission-set-arn PERMISSION_SET_ARN --principal-type USER --principal-id USER_ID',
  ];
}

function otherAccount(accountId: string | undefined): string {
  return (
    `Ask the owner of account ${accountId ?? 'unknown'} whether this was approved. Only they can stop the identity; here, ` +
    'take away what lets that account in: the trust of a role, or the policy of the bucket, key or topic.'
  );
}

function denyUser(incident: Known, user: string): string {
  return `aws iam attach-user-policy --user-name ${user} --policy-arn ${managedPolicy(incident, 'AWSDenyAll')}`;
}
