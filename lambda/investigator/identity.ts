import { type IAMClient, ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import type { Actor, Incident } from '../../lib/contract/incident';
import type { Finding, IdentityFinding } from '../../lib/contract/investigation';
import type { Log } from '../common/log';
import { accessKeyAge } from './access-key';
import { determine, undeterminedOf } from './determine';
import { personOf, signsInElsewhere } from './person';
import { type Session, sessionOf } from './session';

export interface IdentityQuestion {
  readonly incident: Incident;
  /** The call's record as CloudTrail wrote it, if it is at hand. */
  readonly record?: unknown;
  /** The account that is asked. */
  readonly account: string;
  readonly iam: IAMClient;
  readonly log: Log;
}

/** Who did it, by the call's own record and by IAM: all but the chain of roles. */
export async function identity({ incident, record, account, iam, log }: IdentityQuestion): Promise<IdentityFinding> {
  const { actor } = incident;
  const alias = accountAlias(iam, log);
  if (actor === undefined) {
    return { ...(await alias), ...undeterminedOf({ undetermined: ['who did it: no actor is known'] }, await alias) };
  }
  const session = sessionOf(record);
  const credential = credentialOf(actor);
  const age = await credentialAge(actor, credential, session, () => accessKeyAge(actor, account, iam, log));
  const console = fromConsole(incident, credential, session, record !== undefined);
  const mfa = withMfa(actor, credential);
  const person = personOf(actor, session);
  return {
    ...(credential === undefined ? {} : { credential }),
    ...console,
    ...mfa,
    ...age,
    ...(person === undefined ? {} : { person }),
    ...(await alias),
    ...undeterminedOf(
      credential === undefined ? { undetermined: ['the kind of credential: the record names no access key'] } : {},
      console,
      mfa,
      age,
      await alias,
    ),
  };
}

type Credential = NonNullable<IdentityFinding['credential']>;

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
function credentialOf({ type, accessKeyId }: Actor): Credential | undefined {
  if (type === 'Root') {
    return 'root';
  }
  if (type === 'AWSService') {
    return 'service';
  }
  if (accessKeyId?.startsWith('AKIA')) {
    return 'long-lived';
  }
  return accessKeyId?.startsWith('ASIA') || type === 'AssumedRole' || type === 'IdentityCenterUser'
    ? 'temporary'
    : undefined;
}

type Age = Finding & Pick<IdentityFinding, 'credentialCreatedAt'>;

async function credentialAge(
  { accessKeyId }: Actor,
  credential: Credential | undefined,
  { createdAt }: Session,
  ofAccessKey: () => Promise<Age>,
): Promise<Age> {
  if (accessKeyId?.startsWith('AKIA')) {
    return ofAccessKey();
  }
  if (createdAt !== undefined) {
    return { credentialCreatedAt: createdAt };
  }
  return credential === 'service'
    ? {}
    : { undetermined: ['when the session was made: no record of the call that tells it is at hand'] };
}

/** What the console itself and what it calls through call themselves. Any caller can call itself so. */
const CONSOLE_AGENT = /^AWS Internal$|^(?:signin|console)\.amazonaws\.com$/;

function fromConsole(
  { call }: Incident,
  credential: Credential | undefined,
  { fromConsole }: Session,
  hasRecord: boolean,
): Finding & Pick<IdentityFinding, 'console'> {
  if (credential === 'service') {
    return {};
  }
  if (credential === 'long-lived' || fromConsole) {
    return { console: fromConsole };
  }
  if (CONSOLE_AGENT.test(call?.userAgent ?? '')) {
    return {
      console: true,
      undetermined: ['how certain the console is: only the user agent says so, which the caller can choose'],
    };
  }
  return hasRecord
    ? { console: false }
    : { undetermined: ['whether it was in the console: the record is not at hand'] };
}

function withMfa(
  actor: Actor,
  credential: Credential | undefined,
): Finding & Pick<IdentityFinding, 'mfaAuthenticated'> {
  if (actor.mfaAuthenticated === true) {
    return { mfaAuthenticated: true };
  }
  if (credential === 'service') {
    return {};
  }
  if (signsInElsewhere(actor)) {
    return { undetermined: ['whether MFA was used: the sign-in was outside of IAM, where CloudTrail does not see it'] };
  }
  return actor.mfaAuthenticated === undefined
    ? { undetermined: ['whether MFA was used: CloudTrail does not record it for this credential'] }
    : { mfaAuthenticated: false };
}

/** Names the account that is asked, which is the one that was attacked. */
async function accountAlias(iam: IAMClient, log: Log): Promise<Finding & Pick<IdentityFinding, 'accountAlias'>> {
  const { value, undetermined } = await determine(
    { what: "the account's alias", action: 'iam:ListAccountAliases' },
    log,
    () => iam.send(new ListAccountAliasesCommand({})),
  );
  const [alias] = value?.AccountAliases ?? [];
  return alias === undefined ? undeterminedOf({ undetermined }) : { accountAlias: alias };
}
