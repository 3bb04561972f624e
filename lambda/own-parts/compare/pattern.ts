import type { RulePart } from '../../../lib/contract/own-parts';

/**
 * The event pattern of a rule as EventBridge takes it. CloudFormation makes texts of the booleans in metadata; in an event
 * pattern only the operator `exists` has any.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function patternOf({ pattern }: RulePart): object {
  return JSON.parse(JSON.stringify(pattern), (name, value) =>
    name === 'exists' && (value === 'true' || value === 'false') ? value === 'true' : value,
  );
}
