import type { ExceptionPolicy, GuardPolicy } from '../../../lib/contract/policy';
import { ACCOUNT, REGION } from '../../fixtures/identities';

export const policy = (changes: Partial<GuardPolicy> = {}): GuardPolicy => ({
  version: 1,
  partition: 'aws',
  region: REGION,
  account: ACCOUNT,
  response: 'restore',
  severityProfile: 'current',
  exceptions: [],
  comparisonSeconds: 3600,
  ...changes,
});

/** Covers the fixtures' IAM user from the fixtures' address. */
export const exception = (changes: Partial<ExceptionPolicy> = {}): ExceptionPolicy => ({
  principals: [`arn:aws:iam::${ACCOUNT}:user/dev/*`],
  cidrs: ['198.51.100.0/24'],
  vpcEndpoints: [],
  services: [],
  maximumDurationSeconds: 3600,
  reason: 'yearly maintenance',
  ...changes,
});
