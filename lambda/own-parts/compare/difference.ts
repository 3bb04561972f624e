import { safeText } from '../../common/text';

/** What of a part is not as the template says. Values are as they are; how they are told is decided in one place. */
export interface Difference {
  /** The id of the catalogued technique that it looks like. */
  readonly technique: string;
  /** In words, such as `state`. */
  readonly field: string;
  readonly expected: unknown;
  readonly actual: unknown;
  /** Whether the guard may put it back. */
  readonly repairable: boolean;
  /** What a person would do about it, where that is more than having CloudFormation put it back. */
  readonly advice?: string;
}

/** A part that is not there any more. */
export function deleted(technique: string, repairable: boolean, advice?: string): Difference {
  return {
    technique,
    field: 'existence',
    expected: 'present',
    actual: 'deleted',
    repairable,
    ...(advice === undefined ? {} : { advice }),
  };
}

/** The longest value that is told. */
const VALUE_LENGTH = 2_000;

/** A value as people read it: harmless, and of bounded length. */
export function told(value: unknown): string {
  if (value === undefined || value === null || value === '') {
    return 'none';
  }
  return safeText(typeof value === 'string' ? value : JSON.stringify(value), VALUE_LENGTH);
}
