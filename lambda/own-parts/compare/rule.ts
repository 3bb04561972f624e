import type { DescribeRuleCommandOutput, Target } from '@aws-sdk/client-eventbridge';
import type { RulePart, RuleTarget } from '../../../lib/contract/own-parts';
import { type Difference, deleted } from './difference';
import { sameJson, samePattern } from './meaning';
import { patternOf } from './pattern';

/** As EventBridge describes it. */
export type RuleState = Pick<DescribeRuleCommandOutput, 'State' | 'EventPattern' | 'Description'> & {
  readonly Targets: readonly Target[];
};

/** How a rule differs. Nothing of it is beyond repair. */
export function compareRule(rule: RulePart, state: RuleState | undefined): Difference[] {
  if (state === undefined) {
    return [deleted('guard-rule-deleted', true)];
  }
  const actualTarget = (id: string) => state.Targets.find(({ Id }) => Id === id);
  return [
    ...(isEnabled(state) ? [] : [difference('guard-rule-disabled', 'state', 'ENABLED', state.State)]),
    ...(samePattern(patternOf(rule), state.EventPattern)
      ? []
      : [difference('guard-rule-changed', 'event pattern', patternOf(rule), state.EventPattern)]),
    ...missingTargets(rule, state).map((target) => {
      const actual = actualTarget(target.id);
      const technique = actual ? 'guard-rule-targets-changed' : 'guard-rule-targets-removed';
      return difference(technique, `target ${target.id}`, targetOf(target), actual);
    }),
    ...foreignTargets(rule, state).map((id) =>
      difference('guard-rule-targets-changed', `target ${id}`, undefined, actualTarget(id)),
    ),
  ];
}

function difference(technique: string, field: string, expected: unknown, actual: unknown): Difference {
  return { technique, field, expected, actual, repairable: true };
}

/** There are several states that begin like this: with management events that only read, or without. */
export function isEnabled({ State }: RuleState): boolean {
  return State?.startsWith('ENABLED') === true;
}

/** The guard's own targets that are not there, or not as they should be. */
export function missingTargets(rule: RulePart, state: RuleState | undefined): RuleTarget[] {
  return rule.targets.filter((target) => {
    const actual = state?.Targets.find(({ Id }) => Id === target.id);
    return actual === undefined || !sameJson(targetOf(target), withoutDefaults(actual));
  });
}

/** What else a rule calls. What the guard is told is for the guard alone. */
export function foreignTargets(rule: RulePart, state: RuleState | undefined): string[] {
  const own = rule.targets.map(({ id }) => id);
  return (state?.Targets ?? []).flatMap(({ Id }) => (Id === undefined || own.includes(Id) ? [] : [Id]));
}

/** As PutTargets takes it. */
export function targetOf({ id, arn, roleArn, deadLetterArn, inputTransformer }: RuleTarget): Target {
  return {
    Id: id,
    Arn: arn,
    ...(roleArn === undefined ? {} : { RoleArn: roleArn }),
    ...(deadLetterArn === undefined ? {} : { DeadLetterConfig: { Arn: deadLetterArn } }),
    ...(inputTransformer === undefined ? {} : { InputTransformer: inputTransformer }),
  };
}

/** How often and for how long EventBridge tries where nothing else is said. */
const RETRIES = { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 };

function withoutDefaults({ RetryPolicy, ...target }: Target): Target {
  return RetryPolicy === undefined || sameJson({ ...RETRIES, ...RetryPolicy }, RETRIES)
    ? target
    : { ...target, RetryPolicy };
}
