import type { Incident } from '../../lib/contract/incident';

/** The namespaces and categories of Security Hub that stand for the tactics of ATT&CK that the guard knows. */
const CATEGORIES: Readonly<Record<string, string>> = {
  TA0112: 'TTPs/Defense Evasion',
  TA0009: 'TTPs/Collection',
  TA0010: 'Effects/Data Exfiltration',
  TA0040: 'Effects/Data Destruction',
};

const DEFENSE_EVASION = 'TTPs/Defense Evasion';

/**
 * Whatever else it is, it blinds a trail.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format-type-taxonomy.html
 */
export function typesOf({ technique: { id, attack } }: Incident): string[] {
  const [tactic = ''] = /TA\d{4}/.exec(attack.tactic) ?? [];
  const categories = new Set([DEFENSE_EVASION, CATEGORIES[tactic] ?? DEFENSE_EVASION]);
  return [...categories].map((category) => `${category}/${id}`);
}
