import { Token } from 'aws-cdk-lib';
import { invalidProp } from './invalid-prop';

/** What the values of a property must be like. */
export interface EachLike {
  readonly pattern: RegExp;
  readonly allowed: string;
  readonly cure: string;
  /** Whether a value may be there once only. @default false */
  readonly once?: boolean;
}

/** @throws if a list that is given is empty, or one of its values is wrong: AWS would say so only after minutes */
export function requireEachLike(
  prop: string,
  values: readonly string[] | undefined,
  { pattern, allowed, cure, once = false }: EachLike,
): void {
  if (values?.length === 0) {
    throw invalidProp({ prop, given: 'empty', allowed: `one or more ${allowed}`, cure });
  }
  for (const [index, value] of values?.entries() ?? []) {
    if (!Token.isUnresolved(value) && !pattern.test(value)) {
      throw invalidProp({ prop, given: `'${value}'`, allowed, cure });
    }
    if (once && values?.indexOf(value) !== index) {
      throw invalidProp({ prop, given: `'${value}' twice`, allowed: 'each once', cure: 'Remove one of them.' });
    }
  }
}
