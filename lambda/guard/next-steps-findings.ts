import type { Incident } from '../../lib/contract/incident';
import type { CredentialFinding, RoleAssumption } from '../../lib/contract/investigation';
import { arnWord, nameIn, plain } from './next-steps-words';

type Known = Omit<Incident, 'nextSteps'>;

/** More are in the message's list of new credentials. */
const CREDENTIALS = 10;

/** What follows from what the investigator found out: the ways in to close, the list to read. */
export function findingSteps({ investigation }: Known): string[] {
  if (investigation === undefined) {
    return [];
  }
  const { who, activity, dark } = investigation;
  const [first] = [...(who.chain ?? [])].reverse();
  const credentials = [...(dark?.credentials ?? []), ...(activity.credentials ?? [])];
  return [
    ...(first ? chainSteps(first) : []),
    ...unique(credentials).sort(actionableFirst).slice(0, CREDENTIALS).map(credentialStep),
    ...listSteps(dark?.list),
  ];
}

/** Whoever assumed the role can assume it again. Texts that somebody chose stay out of a line with a command. */
function chainSteps({ byArn, byAccessKeyId }: RoleAssumption): string[] {
  const [user, key] = [nameIn(byArn, 'user'), plain(byAccessKeyId)];
  const start = 'Whoever assumed the role first, as listed above, can come back: stop that identity, too';
  return user && key?.startsWith('AKIA') ? [`${start}: ${deactivate(key, user)}`] : [`${start}.`];
}

/** A new way in outlives the identity that made it. */
function credentialStep({ kind, id, of, at }: CredentialFinding): string {
  const start = `Unless it was approved, take back what was made at ${at} (${kind})`;
  const command = COMMANDS.get(kind)?.(plain(id) ?? arnWord(id), nameIn(of, 'user') ?? plain(of));
  return command === undefined ? `${start}.` : `${start}: ${command}`;
}

/** What takes it back without destroying evidence or, where nothing does, what shows it. By the investigator's kinds. */
const COMMANDS = new Map<string, (id?: string, user?: string) => string | undefined>(
  Object.entries({
    'access key': deactivate,
    'access key activated': deactivate,
    'service-specific credential': deactivateServiceCredential,
    'service-specific credential reset': deactivateServiceCredential,
    'SSH key': (id, user) =>
      id && user && `aws iam update-ssh-public-key --user-name ${user} --ssh-public-key-id ${id} --status Inactive`,
    'signing certificate': (id, user) =>
      id && user && `aws iam update-signing-certificate --user-name ${user} --certificate-id ${id} --status Inactive`,
    'MFA device': (id, user) => id && user && `aws iam deactivate-mfa-device --user-name ${user} --serial-number ${id}`,
    'console password': deletePassword,
    'console password changed': deletePassword,
    user: (id) => withName(nameIn(id, 'user'), (name) => `aws iam list-access-keys --user-name ${name}`),
    role: showRole,
    'role trust changed': showRole,
    'role for instances': showRole,
  }),
);

function deactivate(id?: string, user?: string): string | undefined {
  return id && user && `aws iam update-access-key --user-name ${user} --access-key-id ${id} --status Inactive`;
}

function deactivateServiceCredential(id?: string, user?: string): string | undefined {
  return (
    id &&
    user &&
    `aws iam update-service-specific-credential --user-name ${user} --service-specific-credential-id ${id} --status Inactive`
  );
}

function deletePassword(user?: string): string | undefined {
  return withName(user, (name) => `aws iam delete-login-profile --user-name ${name}`);
}

function showRole(id?: string): string | undefined {
  return withName(nameIn(id, 'role') ?? plain(id), (name) => `aws iam get-role --role-name ${name}`);
}

function withName(name: string | undefined, command: (name: string) => string): string | undefined {
  return name === undefined ? undefined : command(name);
}

function listSteps(list: { readonly bucket: string; readonly key: string } | undefined): string[] {
  return list && /^[a-z0-9.-]{3,63}$/.test(list.bucket) && /^[A-Za-z0-9/._=-]+$/.test(list.key)
    ? [`Read all that happened in the dark: aws s3 cp s3://${list.bucket}/${list.key} -`]
    : [];
}

/** Sessions end by themselves, and there are many. */
function actionableFirst(a: CredentialFinding, b: CredentialFinding): number {
  return Number(COMMANDS.has(b.kind)) - Number(COMMANDS.has(a.kind));
}

function unique(credentials: readonly CredentialFinding[]): CredentialFinding[] {
  return [...new Map(credentials.map((credential) => [`${credential.eventId}#${credential.id}`, credential])).values()];
}
