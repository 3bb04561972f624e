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
