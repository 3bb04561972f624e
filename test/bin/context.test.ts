import { readContext } from '../../bin/context';

const read = (context: Record<string, unknown>) => readContext((key) => context[key]);

test('without context, the app has the defaults of the construct', () => {
  expect(read({})).toEqual({ emails: [], observe: false, investigation: true, securityHub: false });
});

test('every value is read', () => {
  const context = {
    email: 'security@example.com, on-call@example.com,',
    response: 'observe',
    sweepMinutes: '15',
    trails: 'management,data',
    investigation: 'off',
    securityHub: 'on',
  };
  expect(read(context)).toEqual({
    investigation: false,
    securityHub: true,
    emails: ['security@example.com', 'on-call@example.com'],
    observe: true,
    sweepMinutes: 15,
    trails: ['management', 'data'],
  });
});

test('a number in cdk.json counts as on the command line', () => {
  expect(read({ sweepMinutes: 15 })).toMatchObject({ sweepMinutes: 15 });
});

test('an empty list of trails is not the same as none: the construct refuses it', () => {
  expect(read({ trails: '' })).toMatchObject({ trails: [] });
});

test('restore can be said', () => {
  expect(read({ response: 'restore' })).toMatchObject({ observe: false });
});

test.each([
  ['response', 'Observe', /-c response=Observe: .*'restore'.*'observe'/],
  ['response', '', /-c response=: /],
  ['sweepMinutes', '5m', /-c sweepMinutes=5m: .*from 1 to 1440/],
  ['sweepMinutes', '-5', /-c sweepMinutes=-5: .*from 1 to 1440/],
  ['sweepMinutes', '0', /-c sweepMinutes=0: .*from 1 to 1440/],
  ['sweepMinutes', '1441', /-c sweepMinutes=1441: .*from 1 to 1440/],
  ['sweepMinutes', '', /-c sweepMinutes=: .*from 1 to 1440/],
])('fails with %s=%s, saying what is allowed', (key, value, message) => {
  expect(() => read({ [key]: value })).toThrow(message);
});

const ORGANIZATION = { mode: 'organization', organizationId: 'o-a1b2c3d4e5', ous: 'ou-ab12-cdef3456' };

test('an organization needs its id and its units; the rest is as the construct has it', () => {
  expect(read(ORGANIZATION).organization).toEqual({
    organizationId: 'o-a1b2c3d4e5',
    organizationalUnitIds: ['ou-ab12-cdef3456'],
    delegated: false,
  });
  expect(read({ mode: 'account' })).toEqual(read({}));
});

test('every value of an organization is read', () => {
  const context = {
    ...ORGANIZATION,
    ous: 'r-ab12, ou-ab12-cdef3456',
    excludedAccounts: '111122223333,444455556666',
    regions: 'us-east-1,eu-west-1',
    admin: 'delegated',
    email: 'security@example.com',
  };
  expect(read(context)).toMatchObject({
    emails: ['security@example.com'],
    organization: {
      organizationalUnitIds: ['r-ab12', 'ou-ab12-cdef3456'],
      excludedAccounts: ['111122223333', '444455556666'],
      regions: ['us-east-1', 'eu-west-1'],
      delegated: true,
    },
  });
});

test.each<[Record<string, unknown>, RegExp]>([
  [{ mode: 'fleet' }, /-c mode=fleet: .*'account'.*'organization'/],
  [{ ...ORGANIZATION, ous: undefined }, /-c ous is missing: .*-c ous=ou-ab12-cdef3456/],
  [{ ...ORGANIZATION, ous: '' }, /-c ous is missing/],
  [{ ...ORGANIZATION, ous: 'ou-ab12-cdef3456,Workloads' }, /-c ous=.*'Workloads' must be like ou-ab12-cdef3456/],
  [{ ...ORGANIZATION, ous: 'r-ab12,r-ab12' }, /-c ous=.*'r-ab12' must be .* there once/],
  [{ ...ORGANIZATION, organizationId: undefined }, /-c organizationId is missing: .*describe-organization/],
  [{ ...ORGANIZATION, organizationId: 'a1b2' }, /-c organizationId=a1b2: .*o-a1b2c3d4e5/],
  [{ ...ORGANIZATION, regions: 'Ireland' }, /-c regions=Ireland: .*us-east-1,eu-west-1/],
  [{ ...ORGANIZATION, excludedAccounts: '12' }, /-c excludedAccounts=12: .*111122223333/],
  [{ ...ORGANIZATION, admin: 'root' }, /-c admin=root: .*'management'.*'delegated'/],
  [{ ...ORGANIZATION, trails: 'main' }, /-c trails=main: goes with -c mode=account only/],
  [{ ous: 'ou-ab12-cdef3456' }, /-c ous=ou-ab12-cdef3456: goes with -c mode=organization only/],
  [{ mode: 'account', admin: 'delegated' }, /-c admin=delegated: goes with -c mode=organization only/],
])('fails with %j, naming the key', (context, message) => {
  expect(() => read(context)).toThrow(message);
});
