import type { IncidentCheck } from '../../../lib/contract/incident';
import { type Technique, techniqueById } from '../../../lib/contract/techniques';
import { safeText } from '../../common/text';
import type { Run } from '../guard';
import type { Answered } from './answered';
import type { Finding } from './own-parts';
import { partName } from './part-name';

/** More would make the message too long to be read. */
const MOST_CHECKS = 30;
const MOST_COMMANDS = 5;
const VALUE_LENGTH = 300;

/** What it is that differs, whatever it is instead. */
export function findingKey(finding: Pick<Finding, 'kind' | 'name' | 'field'>): string {
  return `${partName(finding)}: ${finding.field}`;
}

/** Each finding as it stands now. */
export function findingChecks({ findings, remaining }: Answered): IncidentCheck[] {
  const left = new Set(remaining.map(findingKey));
  const checks = findings.map((finding): IncidentCheck => {
    const key = findingKey(finding);
    const [expected, actual] = [finding.expected, finding.actual].map((value) => safeText(value, VALUE_LENGTH));
    return left.has(key)
      ? { check: key, result: 'failed', detail: `It should be ${expected}, and is ${actual}` }
      : { check: key, result: 'passed', detail: `It was ${actual}, and is ${expected} again` };
  });
  const more = checks.length - MOST_CHECKS;
  const last: IncidentCheck = { check: `${more} more differences`, result: left.size > 0 ? 'failed' : 'passed' };
  return more > 0 ? [...checks.slice(0, MOST_CHECKS), last] : checks;
}

/** What a person would run about what is left. */
export function findingCommands({ remaining }: Answered): string[] {
  return [...new Set(remaining.map(({ advice }) => advice))].slice(0, MOST_COMMANDS);
}

/** The worst of them names the incident; of equals, the first. */
export function worstTechnique([first, ...others]: readonly [Technique, ...Technique[]], { policy }: Run): Technique {
  const scoreOf = ({ ratings }: Technique) => ratings[policy.severityProfile].riskScore;
  return others.reduce((worst, one) => (scoreOf(one) > scoreOf(worst) ? one : worst), first);
}

export function techniquesOfFindings(findings: readonly Finding[]): Technique[] {
  return [...new Set(findings.map(({ technique }) => technique))].flatMap((id) => techniqueById(id) ?? []);
}
