import { type Duration, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { HubFunctionPolicy, WatchedGuard } from './contract/hub';
import { deployedBytes } from './deployed-bytes';
import { validatePrincipals } from './expected-activity';
import { requireRegion } from './hub-stack-set';
import { invalidProp } from './invalid-prop';
import type { GuardToWatch, TrailGuardHubProps } from './trail-guard-hub-props';

/** Lambda's limit for all environment variables of a function together is 4 KB; the others need the rest. */
const POLICY_BYTES = 3_400;

const LONGEST_ARCHIVE_DAYS = 3_650;

/** @throws if what is neither of the policy nor of a part of its own is wrong */
export function validateHubProps({ organizationId, archiveRetention }: TrailGuardHubProps): void {
  // https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html
  if (!Token.isUnresolved(organizationId) && !/^o-[a-z0-9]{10,32}$/.test(organizationId)) {
    throw invalidProp({
      prop: 'organizationId',
      given: `'${organizationId}'`,
      allowed: 'the id of an organization, such as o-a1b2c3d4e5',
      cure: 'It is what `aws organizations describe-organization` tells as Id.',
    });
  }
  const days = archiveRetention?.toDays({ integral: false });
  if (days !== undefined && (!Number.isInteger(days) || days < 1 || days > LONGEST_ARCHIVE_DAYS)) {
    throw invalidProp({
      prop: 'archiveRetention',
      given: `${archiveRetention?.toHumanString()}`,
      allowed: `whole days, from 1 to ${LONGEST_ARCHIVE_DAYS}`,
      cure: 'It is for sending events again after a failure of the hub: 90 days is a good value.',
    });
  }
}

/** What the hub's functions are told, before any stack set is watched. */
export function hubPolicy(scope: Construct, props: TrailGuardHubProps, heartbeat: Duration): HubFunctionPolicy {
  const { account, region } = Stack.of(scope);
  const { guardVersion, deployedBy, guards = [] } = props;
  validateGuards(guards);
  if (deployedBy !== undefined) {
    validatePrincipals(deployedBy, 'deployedBy');
  }
  if (guardVersion !== undefined) {
    validateVersion(guardVersion);
  }
  return {
    version: 1,
    account,
    region,
    stackSets: [],
    guards: guards.map((guard): WatchedGuard => ({ account: guard.account, region: guard.region })),
    heartbeatSeconds: heartbeat.toSeconds(),
    ...(guardVersion === undefined ? {} : { guardVersion }),
    deployedBy: deployedBy ?? [],
  };
}

/** @throws if it is longer than a function can be told */
export function requireToFit(policy: HubFunctionPolicy): void {
  // In a variable each quote takes two bytes.
  const bytes = deployedBytes({ policy: JSON.stringify(policy) });
  if (bytes > POLICY_BYTES) {
    throw invalidProp({
      prop: 'guards',
      given: `too many: with the stack sets and \`deployedBy\` they take about ${bytes} bytes`,
      allowed: `at most ${POLICY_BYTES} bytes as JSON, because Lambda limits a function's environment to 4 KB`,
      cure: 'Deploy them by a stack set, and watch that: it takes the place of any number of guards.',
    });
  }
}

function validateGuards(guards: GuardToWatch[]): void {
  const seen = new Set<string>();
  for (const { account, region } of guards) {
    if (!Token.isUnresolved(account) && !/^\d{12}$/.test(account)) {
      throw invalidProp({
        prop: 'guards[].account',
        given: `'${account}'`,
        allowed: 'the id of an account: 12 digits',
        cure: 'Write it as text, since it may begin with a zero.',
      });
    }
    requireRegion('guards[].region', region);
    const key = `${account} ${region}`;
    if (seen.has(key)) {
      throw invalidProp({
        prop: 'guards',
        given: `twice ${region} of account ${account}`,
        allowed: 'each guard once',
        cure: 'Remove one of them: the hub counts one guard in each Region of an account.',
      });
    }
    seen.add(key);
  }
}

function validateVersion(version: string): void {
  if (!Token.isUnresolved(version) && !/^[\w.+-]{1,100}$/.test(version)) {
    throw invalidProp({
      prop: 'guardVersion',
      given: `'${version}'`,
      allowed: 'a version such as 0.2.0+1a2b3c4d5e6f',
      cure: 'Leave it out to expect the version that most guards have.',
    });
  }
}
