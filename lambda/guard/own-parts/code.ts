import type { OwnItem } from './own-items';
import type { Finding } from './own-parts';

/** Functions that run other code than they were deployed with; one that was not seen before is not among them. */
export function codeFindings(known: OwnItem['code'], now: OwnItem['code']): Finding[] {
  return Object.entries(now).flatMap(([name, digest]): Finding[] => {
    const expected = known[name];
    return expected === undefined || expected === digest
      ? []
      : [
          {
            kind: 'function',
            name,
            technique: 'guard-code-changed',
            field: 'code',
            expected: `SHA-256 ${expected}`,
            actual: `SHA-256 ${digest}`,
            repairable: false,
            advice:
              `Keep the code that is there as evidence (aws lambda get-function --function-name ${name}), then deploy another ` +
              'version of the guard or remove and deploy it: a deployment of the same template leaves the code as it is.',
          },
        ];
  });
}
