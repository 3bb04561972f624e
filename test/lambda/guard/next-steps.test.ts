import { nextSteps } from '../../../lambda/guard/next-steps';
import type { CredentialFinding } from '../../../lib/contract/investigation';
import { awsCommandsIn, mistakeIn } from '../../docs/shell-commands';
import { ACCOUNT, assumedRole, IDENTITIES, type Json } from '../../fixtures/identities';
import { incident, incidentBy, OUTCOMES } from './incidents';
import { ACTOR_KINDS, investigated, investigationOf, PREPARED } from './mail-fixture';

const DENY_ALL = 'arn:aws:iam::aws:policy/AWSDenyAll';
const REVOKE = /AWSRevokeOlderSessions|revoke the sessions/;

const stepsOf = (userIdentity: Json) => incident('restored', { userIdentity }).nextSteps.join('\n');

test.each<[string, Json, RegExp]>([
  ["a user's key", IDENTITIES.IAMUser, /--user-name mallory --access-key-id AKIAEXAMPLEEXAMPLE03 --status Inactive$/m],
  [
    "a user's sessions",
    IDENTITIES.IAMUser,
    new RegExp(`attach-user-policy --user-name mallory --policy-arn ${DENY_ALL}$`, 'm'),
  ],
  [
    'a session of a user',
    { ...IDENTITIES.IAMUser, accessKeyId: 'ASIAEXAMPLEEXAMPLE03' },
    new RegExp(`compromised: aws iam attach-user-policy --user-name mallory --policy-arn ${DENY_ALL}$`, 'm'),
  ],
  [
    'a role',
    IDENTITIES.AssumedRole,
    /it hits everybody who uses it\): https:\/\/console\.aws\.amazon\.com\/iam\/home#\/roles\/details\/admin$/m,
  ],
  ['a role, and who may assume it', IDENTITIES.AssumedRole, /aws iam get-role --role-name admin --query /],
  [
    'Identity Center',
    IDENTITIES.IdentityCenterSession,
    /disable the user's access[\s\S]*aws sso-admin delete-account-assignment/,
  ],
  ['an Identity Center user', IDENTITIES.IdentityCenterUser, /disable the user's access/],
  [
    'root',
    IDENTITIES.Root,
    new RegExp(
      `aws sts assume-root --target-principal ${ACCOUNT} --task-policy-arn arn=arn:aws:iam::aws:policy/root-task/`,
    ),
  ],
  ['a federated user', IDENTITIES.FederatedUser, /aws iam attach-user-policy --user-name broker /],
  ['a service', IDENTITIES.AWSService, /A service did it for somebody/],
  ['another account', IDENTITIES.AWSAccount, /owner of account 444455556666/],
  [
    'a role of another account',
    assumedRole('arn:aws:iam::444455556666:role/partner', 'job'),
    /owner of account 444455556666/,
  ],
  ['a SAML user', IDENTITIES.SAMLUser, /end its sessions where it signs in/],
])('%s is stopped so', (_, identity, expected) => {
  expect(stepsOf(identity)).toMatch(expected);
});

test.each<[string, Json]>([
  ['of Identity Center', IDENTITIES.IdentityCenterSession],
  ['of another account', assumedRole('arn:aws:iam::444455556666:role/partner', 'job')],
  [
    'of a service',
    assumedRole(`arn:aws:iam::${ACCOUNT}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`, 's'),
  ],
])('fails to advise what is not possible: to revoke the sessions of a role %s', (_, identity) => {
  expect(stepsOf(identity)).not.toMatch(REVOKE);
});

test('every command is one of the AWS CLI, with the options that it has and needs', () => {
  const all = [
    ...OUTCOMES.map((outcome) => incident(outcome)),
    ...(Object.keys(IDENTITIES) as (keyof typeof IDENTITIES)[]).map(incidentBy),
    ...ACTOR_KINDS.map((kind) => investigated(kind)),
  ];
  const commands = all.flatMap(({ nextSteps: steps }) => steps.flatMap((step) => awsCommandsIn(step)));
  expect(commands.length).toBeGreaterThan(60);
  expect([...new Set(commands.flatMap((command) => mistakeIn(command) ?? []))]).toEqual([]);
});

test('what is prepared comes before what is done by hand, and what was done is told with what undoes it', () => {
  const { action } = PREPARED;
  const [prepared] = investigated('user').nextSteps;
  expect(prepared).toContain(action?.command);
  expect(investigated('user').nextSteps.join()).not.toContain('AWSDenyAll');
  const [done] = investigated('user', { containment: { ...PREPARED, status: 'succeeded' } }).nextSteps;
  expect(done).toContain(action?.undo);
  const [failed] = investigated('user', { containment: { ...PREPARED, status: 'failed' } }).nextSteps;
  expect(failed).toContain('--status Inactive');
});

test('whoever is at the beginning of the chain is stopped, too', () => {
  expect(investigated('role').nextSteps).toContain(
    'Whoever assumed the role first, as listed above, can come back: stop that identity, too: aws iam update-access-key ' +
      '--user-name bob --access-key-id AKIAEXAMPLEEXAMPLE09 --status Inactive',
  );
});

const backdoor = { of: 'backdoor', eventId: 'e', at: '2026-03-02T10:00:03.000Z', by: 'mallory' };

test.each<[string, Partial<CredentialFinding>, RegExp]>([
  [
    'access key',
    { id: 'AKIAEXAMPLEEXAMPLE77' },
    /update-access-key --user-name backdoor --access-key-id AKIAEXAMPLEEXAMPLE77 /,
  ],
  ['access key activated', { id: 'AKIAEXAMPLEEXAMPLE77' }, /update-access-key .* --status Inactive$/],
  ['SSH key', { id: 'APKAEXAMPLE' }, /update-ssh-public-key --user-name backdoor --ssh-public-key-id APKAEXAMPLE /],
  [
    'signing certificate',
    { id: 'CERTIFICATE' },
    /update-signing-certificate --user-name backdoor --certificate-id CERTIFICATE /,
  ],
  ['service-specific credential', { id: 'ACCAEXAMPLE' }, /update-service-specific-credential --user-name backdoor /],
  [
    'MFA device',
    { id: `arn:aws:iam::${ACCOUNT}:mfa/phone` },
    /deactivate-mfa-device --user-name backdoor --serial-number arn:aws:iam::/,
  ],
  ['console password', { id: 'backdoor' }, /delete-login-profile --user-name backdoor$/],
  ['user', { id: `arn:aws:iam::${ACCOUNT}:user/x/backdoor` }, /list-access-keys --user-name backdoor$/],
  ['role', { id: `arn:aws:iam::${ACCOUNT}:role/x/backdoor` }, /get-role --role-name backdoor$/],
  ['role trust changed', { id: 'admin' }, /get-role --role-name admin$/],
  ['session', { id: 'ASIAEXAMPLE' }, /\(session\)\.$/],
  ['access key', { id: '$(id)' }, /\(access key\)\.$/],
  ['access key', { id: '--profile=evil' }, /\(access key\)\.$/],
  ['constructor', { id: 'x' }, /\(constructor\)\.$/],
])('a new %s (%j) is taken back so', (kind, credential, expected) => {
  const { dark, ...rest } = investigationOf('user');
  const credentials = [{ kind, id: '', ...backdoor, ...credential }];
  const investigation = { ...rest, ...(dark ? { dark: { ...dark, credentials } } : {}) };
  const steps = investigated('user', { investigation }).nextSteps.filter((step) => step.startsWith('Unless'));
  expect(steps).toEqual([expect.stringMatching(expected)]);
  expect(steps[0]).toContain('made at 2026-03-02T10:00:03.000Z');
});

test('many sessions do not hide an access key', () => {
  const { dark, ...rest } = investigationOf('user');
  const sessions = Array.from({ length: 20 }, (_, n) => ({
    kind: 'session',
    id: `ASIA${n}`,
    ...backdoor,
    eventId: `${n}`,
  }));
  const credentials = [...sessions, ...(dark?.credentials ?? [])];
  const investigation = { ...rest, ...(dark ? { dark: { ...dark, credentials } } : {}) };
  const steps = investigated('user', { investigation }).nextSteps.filter((step) => step.startsWith('Unless'));
  expect(steps).toHaveLength(10);
  expect(steps[0]).toContain('AKIAEXAMPLEEXAMPLE77');
});

test.each([
  ['eu-central-1', 'console.aws.amazon.com', 'aws'],
  ['cn-north-1', 'console.amazonaws.cn', 'aws-cn'],
  ['us-gov-west-1', 'console.amazonaws-us-gov.com', 'aws-us-gov'],
])("in %s links and policies are those of the Region's partition", (region, host, partition) => {
  const told = { ...incident('restored', { eventID: '00000000-0000-4000-8000-00000000000a' }), region };
  const steps = nextSteps(told).join('\n');
  expect(steps).toContain(
    `https://${host}/cloudtrailv2/home?region=${region}#/events/00000000-0000-4000-8000-00000000000a`,
  );
  expect(steps).toContain(`arn:${partition}:iam::aws:policy/AWSDenyAll`);
});

test('fails to make a link of an event id that AWS did not make', () => {
  expect(incident('restored', { eventID: 'x#/../../evil' }).nextSteps.join()).not.toContain('https://');
});

test('a list whose place is no place is not offered', () => {
  const { dark, ...rest } = investigationOf('user');
  const list = { bucket: 'logs; curl', key: 'x', records: 1 };
  const investigation = { ...rest, ...(dark ? { dark: { ...dark, list } } : {}) };
  expect(investigated('user', { investigation }).nextSteps.join()).not.toContain('s3://');
});
