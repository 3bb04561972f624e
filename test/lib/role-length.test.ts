import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { Containment, ContainmentAction, Repair, type TrailGuard, type TrailGuardProps } from '../../lib';
import { ACCOUNT, guarded, IN_REGION } from './fixture';
import { LongestNames } from './longest-names';

/** What IAM takes: of all inline policies of a role together, and of each managed one. */
const INLINE = 10_240;
const MANAGED = 6_144;

const HUB = { eventBusArn: `arn:aws:events:ap-southeast-1:${ACCOUNT}:event-bus/${'h'.repeat(100)}` };
const CONTAINMENT = Containment.automatic({
  actions: Object.values(ContainmentAction),
  neverTouch: [`arn:aws:iam::${ACCOUNT}:role/break-glass`],
  maximumActionsPerHour: 5,
});
const withChat = (guard: TrailGuard) => guard.chatTopic;

/** Characters of the policies of the guard's role, as they are in a stack of such a name. */
function lengths(props: Parameters<typeof guarded>[0], stackName: number): { inline: number; managed: number[] } {
  const stack = new LongestNames(guarded(props, IN_REGION, withChat).template, stackName);
  const [role = ''] = stack.ids('AWS::IAM::Role').map((id) => stack.nameOf(id));
  const documents = (type: string) =>
    stack
      .propertiesOf(type)
      .filter(({ Roles }) => (Roles as string[]).includes(role))
      .map(({ PolicyDocument }) => JSON.stringify(PolicyDocument).length);
  return {
    inline: documents('AWS::IAM::Policy').reduce((sum, length) => sum + length, 0),
    managed: documents('AWS::IAM::ManagedPolicy'),
  };
}

/** As CloudFormation names a stack of a stack set. */
const OF_STACK_SET = 'StackSet-TrailGuard-'.length + 36;

test.each<[string, TrailGuardProps]>([
  ['no props', {}],
  ['a hub', { hub: HUB, alarms: false }],
  ['containment', { containment: CONTAINMENT }],
])('with %s, all is inline, and fits', (_, props) => {
  const { inline, managed } = lengths(props, OF_STACK_SET);
  expect(managed).toEqual([]);
  expect(inline).toBeGreaterThan(6_000);
  expect(inline).toBeLessThanOrEqual(INLINE);
});

const trails =
  (count: number): Parameters<typeof guarded>[0] =>
  (stack) => ({
    containment: CONTAINMENT,
    hub: HUB,
    securityHub: true,
    repairs: [Repair.eventDataStores(), Repair.trustedAccess()],
    trails: Array.from({ length: count }, (__, index) =>
      CfnTrail.fromTrailName(stack, `T${index}`, 't'.repeat(60) + index),
    ),
  });

test('whatever is given, it fits, partly in managed policies where it must', () => {
  const all = [0, 2, 4, 8, 12].map((count) => lengths(count === 0 ? {} : trails(count), 40));
  for (const { inline, managed } of all) {
    expect(inline).toBeLessThanOrEqual(INLINE);
    expect(Math.max(0, ...managed)).toBeLessThanOrEqual(MANAGED);
  }
  expect(all.filter(({ managed }) => managed.length > 0)).not.toEqual([]);
});
