import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { DETAIL_TYPE, sourceOf } from './contract/event-pattern';
import { GUARD_TECHNIQUES } from './contract/techniques';
import { callOn, type OwnCall, type Value } from './own-parts-calls';
import type { OwnPartsNames } from './own-parts-names';

/** Characters of a pattern as JSON: EventBridge takes 2,048 by default. */
const MAXIMUM_LENGTH = 2_000;

/** What all calls of a pattern have in common besides, as it is in `detail`. */
export type CommonDetail = Readonly<Record<string, object>>;

/**
 * Puts calls into patterns, as few as their length allows.
 *
 * @param groups calls that are to be in one pattern
 */
export function packedPatterns(
  account: string,
  groups: readonly (readonly OwnCall[])[],
  names: OwnPartsNames,
  common: CommonDetail = {},
): EventPattern[] {
  return packed(account, groups, names, common).map((calls) => patternOf(account, calls, common));
}

/**
 * The patterns of the own rules. Whoever puts one of these rules out of action is told of by another: one pattern has the
 * calls on every rule, and another one has those on the own rules once more.
 */
export function ownPatterns(account: string, calls: readonly OwnCall[], names: OwnPartsNames): EventPattern[] {
  const isOnRules = ({ eventSource }: OwnCall) => eventSource.includes('events.amazonaws.com');
  const onRules = packed(account, [calls.filter(isOnRules)], names);
  const others = calls.filter((call) => !isOnRules(call)).map((call) => [call]);
  return [
    ...onRules.map((each) => patternOf(account, each, {})),
    ...packedPatterns(account, [callsOnRules([{ suffix: names.ownRules }]), ...others], names),
  ];
}

/** Every catalogued call on rules. */
export function callsOnRules(values: readonly Value[]): OwnCall[] {
  const eventSource = 'events.amazonaws.com';
  const eventNames = GUARD_TECHNIQUES.filter((technique) => technique.eventSource === eventSource).map(
    ({ eventName }) => eventName,
  );
  return ['name', 'rule'].map((parameter) => callOn(eventSource, eventNames, { [parameter]: values }));
}

function packed(
  account: string,
  groups: readonly (readonly OwnCall[])[],
  names: OwnPartsNames,
  common: CommonDetail = {},
): OwnCall[][] {
  const packs: OwnCall[][] = [];
  for (const group of groups) {
    const pack = packs.find((each) => fits(patternOf(account, [...each, ...group], common), names));
    if (pack) {
      pack.push(...group);
    } else {
      packs.push([...group]);
    }
  }
  return packs;
}

function fits({ detailType, ...pattern }: EventPattern, names: OwnPartsNames): boolean {
  return names.lengthOf({ ...pattern, 'detail-type': detailType }) <= MAXIMUM_LENGTH;
}

/** `account` is pinned because events that another account forwards keep their source. */
function patternOf(account: string, calls: readonly OwnCall[], common: CommonDetail): EventPattern {
  const sources = calls.flatMap(({ eventSource }) => eventSource).map(sourceOf);
  const [only, ...more] = calls;
  return {
    source: [...new Set(sources)],
    account: [account],
    detailType: [DETAIL_TYPE],
    // EventBridge takes no alternatives of one.
    detail: { ...common, ...(more.length === 0 ? only : { $or: calls }) },
  };
}
