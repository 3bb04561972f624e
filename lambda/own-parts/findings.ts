import { safeText } from '../common/text';
import type { Finding } from '../guard/own-parts/own-parts';
import { type Difference, told } from './compare/difference';
import type { Part } from './part';

/** The most findings of one part. Whoever adds a thousand variables must not make the message too long. */
const MOST = 20;

/** Differences as they are told. */
export function findingsOf(
  { kind, name }: Pick<Part<unknown>, 'kind' | 'name'>,
  differences: readonly Difference[],
  advice: string,
): Finding[] {
  const findings = differences.map((difference) => ({
    kind,
    name,
    technique: difference.technique,
    field: safeText(difference.field),
    expected: told(difference.expected),
    actual: told(difference.actual),
    repairable: difference.repairable,
    advice: safeText(difference.advice ?? advice, 2_000),
  }));
  const [first, ...more] = findings.slice(MOST);
  return first === undefined
    ? findings
    : [
        ...findings.slice(0, MOST),
        {
          ...first,
          field: `${more.length + 1} more`,
          expected: 'none',
          actual: told([first, ...more].map(({ field }) => field).join(', ')),
        },
      ];
}
