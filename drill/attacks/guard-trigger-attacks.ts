import * as eventBridge from '@aws-sdk/client-eventbridge';
import * as scheduler from '@aws-sdk/client-scheduler';
import type { Attack, Attacks, Hands } from './attack';

/** A pattern that nothing matches. */
const NOTHING = JSON.stringify({ source: ['nothing'] });

const removeTargets = async ({ eventBridge: client }: Hands, Rule: string): Promise<void> => {
  const { Targets = [] } = await client.send(new eventBridge.ListTargetsByRuleCommand({ Rule }));
  const Ids = Targets.flatMap(({ Id }) => Id ?? []);
  await client.send(new eventBridge.RemoveTargetsCommand({ Rule, Ids }));
};

const putTargetsElsewhere: Attack = async ({ eventBridge: client }, { guard: { rule: Rule }, account }) => {
  const { Targets = [] } = await client.send(new eventBridge.ListTargetsByRuleCommand({ Rule }));
  const Arn = `arn:aws:lambda:us-east-1:${account}:function:somebody-elses`;
  await client.send(new eventBridge.PutTargetsCommand({ Rule, Targets: Targets.map(({ Id }) => ({ Id, Arn })) }));
};

const disableSchedule: Attack = async ({ scheduler: client }, { guard }) => {
  const Name = guard.schedule;
  const GroupName = guard.scheduleGroup;
  const { ScheduleExpression, FlexibleTimeWindow, Target, Description } = await client.send(
    new scheduler.GetScheduleCommand({ Name, GroupName }),
  );
  const same = { Name, GroupName, ScheduleExpression, FlexibleTimeWindow, Target, Description };
  await client.send(new scheduler.UpdateScheduleCommand({ ...same, State: 'DISABLED' }));
};

/** On what invokes the guard. */
export const GUARD_TRIGGER_ATTACKS: Attacks = {
  'guard-rule-disabled': (hands, { guard: { rule: Name } }) =>
    hands.eventBridge.send(new eventBridge.DisableRuleCommand({ Name })),
  'guard-rule-deleted': async (hands, { guard: { rule: Name } }) => {
    await removeTargets(hands, Name);
    await hands.eventBridge.send(new eventBridge.DeleteRuleCommand({ Name }));
  },
  'guard-rule-targets-removed': (hands, { guard }) => removeTargets(hands, guard.rule),
  'guard-rule-changed': (hands, { guard: { rule: Name } }) =>
    hands.eventBridge.send(new eventBridge.PutRuleCommand({ Name, EventPattern: NOTHING })),
  'guard-rule-targets-changed': putTargetsElsewhere,
  'guard-schedule-changed': disableSchedule,
  'guard-schedule-deleted': (hands, { guard: { schedule: Name, scheduleGroup: GroupName } }) =>
    hands.scheduler.send(new scheduler.DeleteScheduleCommand({ Name, GroupName })),
};
