import {
  DescribeRuleCommand,
  EnableRuleCommand,
  type EventBridgeClient,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import type { RulePart } from '../../lib/contract/own-parts';
import { samePattern } from './compare/meaning';
import { patternOf } from './compare/pattern';
import { compareRule, foreignTargets, isEnabled, missingTargets, type RuleState, targetOf } from './compare/rule';
import { type Part, type Step, unlessGone } from './part';

/** A rule on the default event bus, with its targets. */
export function rulePart(rule: RulePart, eventBridge: EventBridgeClient): Part<RuleState | undefined> {
  const { name: Name } = rule;

  const put = (state: RuleState | undefined): Step[] => {
    if (state && samePattern(patternOf(rule), state.EventPattern)) {
      return isEnabled(state) ? [] : [() => eventBridge.send(new EnableRuleCommand({ Name }))];
    }
    const EventPattern = JSON.stringify(patternOf(rule));
    // What is left out is removed.
    const Description = state?.Description;
    return [() => eventBridge.send(new PutRuleCommand({ Name, EventPattern, Description, State: 'ENABLED' }))];
  };

  return {
    kind: 'rule',
    name: Name,
    read: () =>
      unlessGone(['ResourceNotFoundException'], async () => {
        const described = await eventBridge.send(new DescribeRuleCommand({ Name }));
        const { Targets = [] } = await eventBridge.send(new ListTargetsByRuleCommand({ Rule: Name }));
        return { ...described, Targets };
      }),
    compare: (state) => compareRule(rule, state),

    mend(state) {
      const steps = put(state);
      // First of all: a rule has at most five targets, and there may be no place left for the guard's own.
      const foreign = foreignTargets(rule, state);
      if (foreign.length > 0) {
        steps.push(async () => {
          const answer = await eventBridge.send(new RemoveTargetsCommand({ Rule: Name, Ids: foreign }));
          allDone(answer.FailedEntries);
        });
      }
      const missing = missingTargets(rule, state);
      if (missing.length > 0) {
        steps.push(async () => {
          const answer = await eventBridge.send(new PutTargetsCommand({ Rule: Name, Targets: missing.map(targetOf) }));
          allDone(answer.FailedEntries);
        });
      }
      return steps;
    },
  };
}

/** EventBridge answers that all is well, and tells here of what is not. */
function allDone(failed: readonly { TargetId?: string; ErrorCode?: string; ErrorMessage?: string }[] = []): void {
  if (failed.length > 0) {
    const reasons = failed.map(({ TargetId, ErrorCode, ErrorMessage }) => `${TargetId}: ${ErrorCode} ${ErrorMessage}`);
    throw new Error(reasons.join('; '));
  }
}
