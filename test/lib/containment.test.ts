import { App, Stack, type StackProps } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  type AutomaticContainmentOptions,
  Containment,
  ContainmentAction,
  containmentPolicy,
} from '../../lib/containment';
import { ACCOUNT, IN_REGION, thrownBy } from './fixture';

const stackOf = (props: StackProps = IN_REGION) => new Stack(new App(), 'Stack', props);
const BREAK_GLASS = `arn:aws:iam::${ACCOUNT}:user/break-glass`;
const OWN = `arn:aws:iam::${ACCOUNT}:role/Guard`;
const options = (changes: Partial<AutomaticContainmentOptions> = {}): AutomaticContainmentOptions => ({
  actions: [ContainmentAction.DEACTIVATE_ACCESS_KEY],
  neverTouch: [BREAK_GLASS],
  ...changes,
});
const policyOf = (changes: Partial<AutomaticContainmentOptions> = {}, stack = stackOf()) =>
  containmentPolicy(stack, Containment.automatic(options(changes)), [OWN]);

test('everything is left to a person, unless it is switched on', () => {
  expect(containmentPolicy(stackOf(), Containment.manual(), [OWN])).toBeUndefined();
});

test('what is switched on is told to the functions, with the roles of the guard among the untouchable', () => {
  expect(policyOf()).toEqual({
    version: 1,
    partition: expect.anything(),
    account: ACCOUNT,
    actions: ['deactivate-access-key'],
    neverTouch: [BREAK_GLASS, OWN],
    maximumActionsPerHour: 3,
  });
});

test('what was given is not changed, and later changes of it change nothing', () => {
  const neverTouch = [BREAK_GLASS];
  const containment = Containment.automatic(options({ neverTouch }));
  neverTouch.pop();
  expect(containmentPolicy(stackOf(), containment, [])?.neverTouch).toEqual([BREAK_GLASS]);
});

test.each([1, 20])('up to %d actions an hour', (maximumActionsPerHour) => {
  expect(policyOf({ maximumActionsPerHour })?.maximumActionsPerHour).toBe(maximumActionsPerHour);
});

test.each([0, 21, 2.5, Number.NaN])('fails for %d actions an hour', (maximumActionsPerHour) => {
  expect(thrownBy(() => policyOf({ maximumActionsPerHour })).message).toBe(
    `TrailGuard: 'containment.maximumActionsPerHour' is ${maximumActionsPerHour}, but must be a whole number from 1 to ` +
      '20. More than a few within an hour is an attack by itself: leave the rest to a person.',
  );
});

test('fails without actions, and with one twice', () => {
  expect(thrownBy(() => policyOf({ actions: [] })).message).toContain("'containment.actions' is empty");
  const twice = [ContainmentAction.DENY_USER, ContainmentAction.DENY_USER];
  expect(thrownBy(() => policyOf({ actions: twice })).message).toContain("is 'deny-user', 'deny-user'");
});

test('fails where nobody is never to be touched', () => {
  expect(thrownBy(() => policyOf({ neverTouch: [] })).message).toMatch(
    /^TrailGuard: 'containment\.neverTouch' is empty, but must be one ARN or more\. Name the users/,
  );
});

test.each([
  'break-glass',
  '*',
  'arn:aws:iam::111122223333:root',
  'arn:aws:sts::111122223333:assumed-role/Deploy/session',
  'arn:aws:iam::111122223333:group/admins',
  'arn:aws:iam::1111:role/Deploy',
  'arn:*:iam::111122223333:role/Deploy',
  'arn:aws:iam::111122223333:role/',
  'arn:aws:iam::111122223333:role/De ploy',
])('fails for what is no user or role: %s', (pattern) => {
  expect(thrownBy(() => policyOf({ neverTouch: [BREAK_GLASS, pattern] })).message).toContain(
    `is '${pattern}', but must`,
  );
});

test('fails for who is of another account, and so would not be protected', () => {
  expect(thrownBy(() => policyOf({ neverTouch: ['arn:aws:iam::444455556666:role/Deploy'] })).message).toBe(
    "TrailGuard: 'containment.neverTouch' is 'arn:aws:iam::444455556666:role/Deploy', but must be a user or role of this " +
      'account, 111122223333. Nothing is ever done to principals of other accounts. If this one is of this account, ' +
      'correct its ARN.',
  );
});

test('where the account is not known at synthesis, every account may be named', () => {
  const policy = policyOf({ neverTouch: ['arn:aws:iam::444455556666:role/Deploy'] }, stackOf({}));
  expect(policy?.neverTouch).toContain('arn:aws:iam::444455556666:role/Deploy');
});

test.each(['role/*', 'role/Deploy*', 'user/ops/?lice', 'role/aws-*/deep/*', 'user/a.b+c=d,e@f_g-h'])(
  'takes patterns of users and roles: %s',
  (pattern) => {
    const arn = `arn:aws:iam::*:${pattern}`;
    expect(policyOf({ neverTouch: [arn] })?.neverTouch).toContain(arn);
  },
);

test('takes roles of the same app', () => {
  const stack = stackOf();
  const role = new Role(stack, 'Deploy', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
  expect(policyOf({ neverTouch: [role.roleArn] }, stack)?.neverTouch).toEqual([role.roleArn, OWN]);
});

test('fails if they are too long for the environment of a function', () => {
  const neverTouch = Array.from({ length: 30 }, (_, index) => `${BREAK_GLASS}-${index}`);
  expect(thrownBy(() => policyOf({ neverTouch })).message).toMatch(
    /is 1\d\d\d characters long, but must be at most 1000/,
  );
});
