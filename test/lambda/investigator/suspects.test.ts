import fc from 'fast-check';
import type { CloudTrailRecord } from '../../../lambda/common/record';
import { suspectsOf } from '../../../lambda/investigator/suspects';
import { IDENTITIES, type Json } from '../../fixtures/identities';
import {
  ACCOUNT,
  ADMIN_ROLE,
  assumeRole,
  at,
  call,
  createAccessKey,
  MALLORY,
  read,
  session,
  userIdentity,
} from './calls';
import { stoppedIncident } from './incident-fixture';

const DEPLOY_ROLE = `arn:aws:iam::${ACCOUNT}:role/deploy`;
const incident = stoppedIncident();

/** Whether a call by that identity counts, after what is recorded. */
function counts(identity: Json, recorded: readonly Json[] = [], fields: Json = {}, by: Json = MALLORY): boolean {
  const [asked] = read(
    call('ec2.amazonaws.com', 'RunInstances', { userIdentity: identity, eventTime: at(4), ...fields }),
  );
  const suspects = suspectsOf(stoppedIncident({}, by), [...read(...recorded), asked as CloudTrailRecord]);
  return suspects.has(asked as CloudTrailRecord);
}

const bob = userIdentity('bob', 'AKIAEXAMPLEEXAMPLE99');
const chained = session(DEPLOY_ROLE, 'build', 'ASIACHAINED000000001', at(2));
const admin = session(ADMIN_ROLE, 'eve', 'ASIAADMIN00000000001', at(1));

test.each<[string, Json, Json[]]>([
  ['with the key of the call', MALLORY, []],
  ['with another key of the same user', { ...MALLORY, accessKeyId: 'AKIAOTHER00000000001' }, []],
  ['of the same user in the console', { ...MALLORY, accessKeyId: 'ASIACONSOLE000000001' }, []],
  [
    'with a key that the suspect made for somebody',
    userIdentity('bob', 'AKIABACKDOOR00000001'),
    [createAccessKey(MALLORY, 'bob', 'AKIABACKDOOR00000001')],
  ],
  [
    'in a session that the suspect began',
    admin,
    [assumeRole(MALLORY, ADMIN_ROLE, 'eve', 'ASIAADMIN00000000001', { eventTime: at(1) })],
  ],
  [
    'in a session that was begun in such a session',
    chained,
    [
      assumeRole(admin, DEPLOY_ROLE, 'build', 'ASIACHAINED000000001', { eventTime: at(2) }),
      assumeRole(MALLORY, ADMIN_ROLE, 'eve', 'ASIAADMIN00000000001', { eventTime: at(1) }),
    ],
  ],
  [
    'in the console, after such a session was begun, with a key of its own',
    {
      ...session(ADMIN_ROLE, 'eve', 'ASIACONSOLE000000002', at(1, 3)),
    },
    [assumeRole(MALLORY, ADMIN_ROLE, 'eve', 'ASIAADMIN00000000001', { eventTime: at(1) })],
  ],
  [
    'of a user that the suspect created',
    userIdentity('backdoor', 'AKIANEW0000000000001'),
    [
      call('iam.amazonaws.com', 'CreateUser', {
        requestParameters: { userName: 'backdoor' },
        responseElements: { user: { arn: `arn:aws:iam::${ACCOUNT}:user/backdoor`, userName: 'backdoor' } },
      }),
    ],
  ],
  [
    'with a token of GetSessionToken',
    { ...bob, accessKeyId: 'ASIATOKEN00000000001' },
    [
      createAccessKey(MALLORY, 'bob', 'AKIABACKDOOR00000001'),
      call('sts.amazonaws.com', 'GetSessionToken', {
        userIdentity: userIdentity('bob', 'AKIABACKDOOR00000001'),
        responseElements: { credentials: { accessKeyId: 'ASIATOKEN00000000001' } },
      }),
    ],
  ],
])("a call %s is the suspect's", (_, identity, recorded) => {
  expect(counts(identity, recorded)).toBe(true);
});

test.each<[string, Json, Json[]]>([
  ['of another user', bob, []],
  [
    'with another key of the user for whom one was made',
    bob,
    [createAccessKey(MALLORY, 'bob', 'AKIABACKDOOR00000001')],
  ],
  [
    'with a key that somebody else made',
    userIdentity('bob', 'AKIABACKDOOR00000001'),
    [createAccessKey(userIdentity('alice', 'AKIAALICE00000000001'), 'bob', 'AKIABACKDOOR00000001')],
  ],
  [
    'with a key that the suspect failed to make',
    userIdentity('bob', 'AKIABACKDOOR00000001'),
    [createAccessKey(MALLORY, 'bob', 'AKIABACKDOOR00000001', { errorCode: 'AccessDenied' })],
  ],
  [
    'in a session of the same role under another name',
    session(ADMIN_ROLE, 'carol', 'ASIACAROL00000000001', at(2)),
    [assumeRole(MALLORY, ADMIN_ROLE, 'eve', 'ASIAADMIN00000000001', { eventTime: at(1) })],
  ],
  [
    'in a session of the same name that began before',
    session(ADMIN_ROLE, 'eve', 'ASIAOLD0000000000001', '2026-03-02T09:00:00Z'),
    [assumeRole(MALLORY, ADMIN_ROLE, 'eve', 'ASIAADMIN00000000001', { eventTime: at(1) })],
  ],
  [
    'in a session of the same name that somebody else began',
    session(ADMIN_ROLE, 'eve', 'ASIAHERS000000000001', at(2)),
    [
      assumeRole(MALLORY, ADMIN_ROLE, 'eve', 'ASIAADMIN00000000001', { eventTime: at(1) }),
      assumeRole(bob, ADMIN_ROLE, 'eve', 'ASIAHERS000000000001', { eventTime: at(2) }),
    ],
  ],
  ['of a service', IDENTITIES.AWSService, []],
  ['of nobody in particular', IDENTITIES.Empty, []],
])('a call %s is not', (_, identity, recorded) => {
  expect(counts(identity, recorded)).toBe(false);
});

const reset = (eventName: string) =>
  call('iam.amazonaws.com', eventName, { requestParameters: { userName: 'bob' }, eventTime: at(1) });
const inConsole = {
  ...bob,
  accessKeyId: 'ASIACONSOLE000000003',
  sessionContext: { attributes: { creationDate: at(2) } },
};

test.each([
  ['CreateLoginProfile', inConsole, { sessionCredentialFromConsole: 'true' }, true],
  ['UpdateLoginProfile', inConsole, { sessionCredentialFromConsole: 'true' }, true],
  [
    'CreateLoginProfile',
    { ...bob, accessKeyId: '' },
    { eventSource: 'signin.amazonaws.com', eventName: 'ConsoleLogin' },
    true,
  ],
  ['CreateLoginProfile', bob, {}, false],
  [
    'CreateLoginProfile',
    { ...inConsole, sessionContext: { attributes: { creationDate: at(0) } } },
    { sessionCredentialFromConsole: 'true' },
    false,
  ],
  ['DeleteLoginProfile', inConsole, { sessionCredentialFromConsole: 'true' }, false],
])(
  'after %s, the console is of who set the password, and the keys are not (%#)',
  (eventName, identity, fields, expected) => {
    expect(counts(identity, [reset(eventName)], fields)).toBe(expected);
  },
);

test('a session that made the call is known by its name: an instance has a new key every few hours', () => {
  const before = session(ADMIN_ROLE, 'i-0123456789abcdef0', 'ASIAONE0000000000001', '2026-03-02T04:00:00Z');
  const after = session(ADMIN_ROLE, 'i-0123456789abcdef0', 'ASIATWO0000000000001', at(1));
  expect(counts(after, [], {}, before)).toBe(true);
  expect(counts(session(ADMIN_ROLE, 'i-0fedcba9876543210', 'ASIATRE0000000000001', at(1)), [], {}, before)).toBe(false);
});

test('who has no ARN here is known by the principal id', () => {
  expect(counts(IDENTITIES.AWSAccount, [], {}, IDENTITIES.AWSAccount)).toBe(true);
  expect(counts({ ...IDENTITIES.AWSAccount, principalId: 'AROAOTHER:robot' }, [], {}, IDENTITIES.AWSAccount)).toBe(
    false,
  );
  expect(counts(IDENTITIES.IdentityCenterUser, [], {}, IDENTITIES.IdentityCenterUser)).toBe(true);
});

test('without an actor nobody is a suspect', () => {
  const records = read(
    createAccessKey(MALLORY, 'bob', 'AKIABACKDOOR00000001'),
    call('ec2.amazonaws.com', 'RunInstances'),
  );
  const suspects = suspectsOf({ ...incident, actor: undefined }, records);
  expect(records.filter(suspects.has)).toEqual([]);
  expect(suspects.accessKeyIds).toEqual([]);
});

test('a chain of sessions as long as history is followed, newest first', () => {
  const roles = Array.from({ length: 300 }, (_, step) => `arn:aws:iam::${ACCOUNT}:role/step-${step}`);
  const records = roles.map((role, step) =>
    assumeRole(
      step === 0 ? MALLORY : session(roles[step - 1] ?? '', 'x', `ASIA${String(step - 1).padStart(16, '0')}`, at(1)),
      role,
      'x',
      `ASIA${String(step).padStart(16, '0')}`,
    ),
  );
  expect(suspectsOf(incident, read(...records.reverse())).accessKeyIds).toHaveLength(301);
});

test('the order of the records does not matter', () => {
  const names = ['a', 'b', 'c'];
  const keys = ['AKIAEXAMPLEEXAMPLE03', 'ASIA1', 'ASIA2', 'ASIA3', 'AKIA4', 'AKIA5'];
  const identity = fc.oneof(
    fc.tuple(fc.constantFrom(...names), fc.constantFrom(...keys)).map(([name, key]) => userIdentity(name, key)),
    fc
      .tuple(fc.constantFrom(ADMIN_ROLE, DEPLOY_ROLE), fc.constantFrom(...names), fc.constantFrom(...keys), fc.nat(5))
      .map(([role, name, key, minute]) => session(role, name, key, at(minute))),
    fc.constant<Json>(MALLORY),
  );
  const record = fc
    .tuple(
      identity,
      fc.constantFrom(...keys),
      fc.constantFrom(...names),
      fc.nat(5),
      fc.nat(4),
      fc.constantFrom(ADMIN_ROLE, DEPLOY_ROLE),
    )
    .map(([by, key, name, minute, kind, role]) => {
      const fields = { eventTime: at(minute) };
      switch (kind) {
        case 0:
          return assumeRole(by, role, name, key, fields);
        case 1:
          return createAccessKey(by, name, key, fields);
        case 2:
          return call('iam.amazonaws.com', 'CreateLoginProfile', {
            ...fields,
            userIdentity: by,
            requestParameters: { userName: name },
          });
        default:
          return call('ec2.amazonaws.com', 'RunInstances', {
            ...fields,
            userIdentity: by,
            sessionCredentialFromConsole: kind === 3 ? 'true' : undefined,
          });
      }
    });
  fc.assert(
    fc.property(
      fc
        .array(record, { maxLength: 15 })
        .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        const found = (records: CloudTrailRecord[]) =>
          records
            .filter(suspectsOf(incident, records).has)
            .map(({ eventID }) => eventID)
            .sort();
        expect(found(read(...shuffled))).toEqual(found(read(...all)));
      },
    ),
    { numRuns: 500 },
  );
});
