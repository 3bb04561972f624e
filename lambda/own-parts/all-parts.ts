import type { OwnParts } from '../../lib/contract/own-parts';
import { alarmPart } from './alarm';
import type { Clients } from './clients';
import { functionPart } from './function';
import { listedRuleParts } from './listed-rule';
import { logGroupPart } from './log-group';
import { type AnyPart, anyPart } from './part';
import type { Sleep } from './patience';
import { permissionPart } from './permission';
import { queuePart } from './queue';
import { rolePart } from './role';
import { rulePart } from './rule';
import { schedulePart } from './schedule';
import { subscriptionPart } from './subscription';
import { tablePart } from './table';
import { topicPart } from './topic';

/** What calls the guard, by as few calls as tell whether it does. */
export function listedTriggerParts(parts: OwnParts, { eventBridge, scheduler }: Clients): AnyPart[] {
  return [...listedRuleParts(parts, eventBridge).map(anyPart), anyPart(schedulePart(parts.schedule, scheduler))];
}

/** What calls the guard. */
export function triggerParts({ rules, schedule }: OwnParts, { eventBridge, scheduler }: Clients): AnyPart[] {
  return [...rules.map((rule) => anyPart(rulePart(rule, eventBridge))), anyPart(schedulePart(schedule, scheduler))];
}

/**
 * Everything, in the order in which it is put back: what calls the guard before what it tells through, a topic before its
 * subscriptions, and last what takes longest.
 */
export function allParts(parts: OwnParts, clients: Clients, account: string, sleep: Sleep): AnyPart[] {
  const { cloudWatch, dynamoDb, iam, lambda, logs, sns, sqs } = clients;
  return [
    ...triggerParts(parts, clients),
    ...parts.functions.map((one, index) => anyPart(permissionPart(one, index === 0, lambda, account))),
    anyPart(queuePart(parts.queue, sqs)),
    ...parts.topics.flatMap((topic) => [anyPart(topicPart(topic, sns)), anyPart(subscriptionPart(topic, sns))]),
    anyPart(tablePart(parts.table, dynamoDb)),
    ...parts.alarms.map((alarm) => anyPart(alarmPart(alarm, cloudWatch))),
    ...parts.logGroups.map((group) => anyPart(logGroupPart(group, logs))),
    ...parts.functions.map((one, index) => anyPart(functionPart(one, index === 0, lambda, sleep))),
    ...parts.roles.map((role) => anyPart(rolePart(role, iam))),
  ];
}
