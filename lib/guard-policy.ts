import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { validComparisonInterval } from './comparison-interval';
import type { GuardPolicy } from './contract/policy';
import { deployedBytes } from './deployed-bytes';
import { exceptionPolicy } from './expected-activity';
import { hubConnection } from './hub-connection';
import { invalidProp } from './invalid-prop';
import { repairPolicy } from './repair';
import { validSweepInterval } from './sweep-interval';
import { trailArn } from './trail-arn';
import { ResponseMode, SeverityProfile, type TrailGuardProps } from './trail-guard-props';

/**
 * Lambda's limit for all environment variables of a function together is 4 KB, measured as JSON, in which each quote of
 * the policy takes two bytes; the others need the rest.
 */
export const POLICY_BYTES = 2_700;

/**
 * Turns the properties into what the function is told.
 *
 * @throws if a property is wrong
 */
export function guardPolicy(scope: Construct, props: TrailGuardProps): GuardPolicy {
  const { partition, region, account } = Stack.of(scope);
  const policy: GuardPolicy = {
    version: 1,
    partition,
    region,
    account,
    response: props.responseMode ?? ResponseMode.RESTORE,
    severityProfile: props.severityProfile ?? SeverityProfile.CURRENT,
    ...(props.trails ? { trails: trailArns(scope, props) } : {}),
    exceptions: (props.exceptions ?? []).map(exceptionPolicy),
    comparisonSeconds: validComparisonInterval(props.comparisonInterval).toSeconds(),
    ...(props.repairs ? { repairs: repairPolicy(props.repairs) } : {}),
    ...(props.hub ? { hub: hubConnection(props.hub, validSweepInterval(props.sweepInterval)) } : {}),
  };
  const bytes = deployedBytes(policy);
  if (bytes > POLICY_BYTES) {
    throw invalidProp({
      prop: 'exceptions',
      given: `too long: with the trails it takes about ${bytes} bytes`,
      allowed: `at most ${POLICY_BYTES} bytes as JSON, because Lambda limits a function's environment to 4 KB`,
      cure: 'Use wildcards in the ARNs, wider ranges or fewer exceptions.',
    });
  }
  return policy;
}

function trailArns(scope: Construct, props: TrailGuardProps): string[] {
  const trails = props.trails ?? [];
  if (trails.length === 0) {
    throw invalidProp({
      prop: 'trails',
      given: 'empty',
      allowed: 'one trail or more',
      cure: 'Leave it out to guard every trail of the account whose home Region is this one.',
    });
  }
  const { region } = Stack.of(scope);
  return trails.map((trail) => {
    const arn = trailArn(trail, 'trails');
    const home = Token.isUnresolved(arn) ? Stack.of(trail).region : (arn.split(':')[3] ?? '');
    if (!Token.isUnresolved(home) && !Token.isUnresolved(region) && home !== region) {
      throw invalidProp({
        prop: 'trails',
        given: `'${Token.isUnresolved(arn) ? trail.node.path : arn}', whose home Region is ${home}`,
        allowed: `trails whose home Region is the stack's, ${region}`,
        cure: `CloudTrail takes changes only in the home Region: put a guard into a stack in ${home}.`,
      });
    }
    return arn;
  });
}
