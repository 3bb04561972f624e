import { Token } from 'aws-cdk-lib';
import type { InvestigationPolicy } from './contract/investigation-policy';
import { deployedBytes } from './deployed-bytes';
import { invalidProp } from './invalid-prop';
import type { InvestigationSource } from './investigation-source';

/** Lambda's limit for all environment variables of a function together is 4 KB; the others need the rest. */
const POLICY_BYTES = 3_700;

/** Sources of which one can be asked only. */
const KINDS_OF_ONE = ['productionTag', 'enrichment'];

/** What the keys of the list begin with. It is part of a permission too: no wildcards. */
export function validatePrefix(prefix: string): void {
  if (!Token.isUnresolved(prefix) && !/^(?:[A-Za-z0-9!_.'()-]+\/)+$/.test(prefix)) {
    throw invalidProp({
      prop: 'investigation.darkActivityPrefix',
      given: `'${prefix}'`,
      allowed: "names that each end with '/', such as trail-guard/ or security/dark/, and do not begin with one",
      cure: "Leave it out to have 'trail-guard/'.",
    });
  }
}

export function validateRegions(regions: string[] | undefined): void {
  const prop = 'investigation.regions';
  const cure = 'Leave it out to have every enabled Region read: an attacker may work in any.';
  if (regions?.length === 0) {
    throw invalidProp({ prop, given: 'empty', allowed: 'one Region or more', cure });
  }
  regions?.forEach((region, index) => {
    const isTwice = regions.indexOf(region) < index;
    if (!Token.isUnresolved(region) && (isTwice || !/^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/.test(region))) {
      const given = isTwice ? `twice '${region}'` : `'${region}'`;
      throw invalidProp({ prop, given, allowed: 'names of Regions such as eu-west-1, each once', cure });
    }
  });
}

export function validateSources(sources: InvestigationSource[] | undefined): void {
  const prop = 'investigation.sources';
  if (sources?.length === 0) {
    throw invalidProp({
      prop,
      given: 'empty',
      allowed: 'one source or more',
      cure: 'Leave it out to ask nothing but event history, IAM and the trails.',
    });
  }
  const seen = new Set<string>();
  for (const { kind, value } of sources ?? []) {
    const key = KINDS_OF_ONE.includes(kind) ? kind : `${kind} ${value}`;
    if (seen.has(key)) {
      throw invalidProp({
        prop,
        given: `twice InvestigationSource.${kind}(${value === '' || Token.isUnresolved(value) ? '' : `'${value}'`})`,
        allowed: 'each source once, and one production tag and one function of your own at most',
        cure: 'Remove one of them.',
      });
    }
    seen.add(key);
  }
}

export function validateLength(policy: InvestigationPolicy): void {
  const bytes = deployedBytes(policy);
  if (bytes > POLICY_BYTES) {
    throw invalidProp({
      prop: 'investigation',
      given: `too long: with the exceptions it takes about ${bytes} bytes`,
      allowed: `at most ${POLICY_BYTES} bytes as JSON, because Lambda limits a function's environment to 4 KB`,
      cure: 'Name fewer Regions and calendars, or use fewer exceptions.',
    });
  }
}
