import {
  type EventBridgeClient,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  type Rule,
} from '@aws-sdk/client-eventbridge';
import type { OwnParts, RulePart } from '../../lib/contract/own-parts';
import { type RuleState, targetOf } from './compare/rule';
import type { Part } from './part';
import { rulePart } from './rule';

/** What EventBridge's lists tell of the rules. */
interface Lists {
  readonly rules: readonly Rule[];
  /** Names of the rules that call the guard. */
  readonly calling: readonly string[];
}

/**
 * The rules by two lists, however many rules there are: their states, their event patterns, and whether they call the guard.
 * One that differs there is read in full, so that all its differences are told. What else is of its targets, such as their
 * input, the lists do not tell.
 */
export function listedRuleParts(
  { rules, schedule }: OwnParts,
  eventBridge: EventBridgeClient,
): Part<RuleState | undefined>[] {
  // The schedule's target is the guard's function.
  const guardArn = schedule.target.arn;
  let reading: Promise<Lists | undefined> | undefined;
  const lists = () => {
    // Without a list each rule is read in full: nothing is missed, and what stands in the way there, too, is told by each.
    reading ??= readLists(rules, guardArn, eventBridge).catch(() => undefined);
    return reading;
  };
  return rules.map((rule) => {
    const part = rulePart(rule, eventBridge);
    const read = async () => {
      const state = listedState(rule, guardArn, await lists());
      return state && part.compare(state).length === 0 ? state : part.read();
    };
    return { ...part, read };
  });
}

/** As if its targets were as they should be; nothing where the lists tell that they are not. */
function listedState(rule: RulePart, guardArn: string, lists: Lists | undefined): RuleState | undefined {
  const listed = lists?.rules.find(({ Name }) => Name === rule.name);
  const calls = rule.targets.some(({ arn }) => arn === guardArn);
  return listed && lists?.calling.includes(rule.name) === calls
    ? { ...listed, Targets: rule.targets.map(targetOf) }
    : undefined;
}

async function readLists(
  rules: readonly RulePart[],
  TargetArn: string,
  eventBridge: EventBridgeClient,
): Promise<Lists> {
  // Without a prefix, all rules of the default event bus are listed.
  const NamePrefix = commonPrefix(rules.map(({ name }) => name)) || undefined;
  const [listed, calling] = await Promise.all([
    allPages(async (NextToken) => {
      const { Rules = [], ...page } = await eventBridge.send(new ListRulesCommand({ NamePrefix, NextToken }));
      return { items: Rules, next: page.NextToken };
    }),
    allPages(async (NextToken) => {
      const { RuleNames = [], ...page } = await eventBridge.send(
        new ListRuleNamesByTargetCommand({ TargetArn, NextToken }),
      );
      return { items: RuleNames, next: page.NextToken };
    }),
  ]);
  return { rules: listed, calling };
}

async function allPages<Item>(
  read: (token: string | undefined) => Promise<{ items: readonly Item[]; next: string | undefined }>,
): Promise<Item[]> {
  const all: Item[] = [];
  let token: string | undefined;
  do {
    const { items, next } = await read(token);
    all.push(...items);
    token = next;
  } while (token !== undefined);
  return all;
}

function commonPrefix([first = '', ...others]: readonly string[]): string {
  let prefix = first;
  while (!others.every((name) => name.startsWith(prefix))) {
    prefix = prefix.slice(0, -1);
  }
  return prefix;
}
