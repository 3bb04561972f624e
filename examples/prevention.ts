/**
 * Service control policies that keep the accounts below an organizational unit from blinding trails and from changing the
 * guard. For the organization's management account, or a delegated administrator's for policies.
 *
 * Before it is deployed to more than a sandbox, read docs/prevention.md: it binds you too.
 */
import { App, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { TrailGuardPolicy } from '../lib'; // in your app: from 'cdk-trail-guard'

class PreventionStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    new TrailGuardPolicy(this, 'Prevention', {
      // The unit for tests first, then one after the other.
      targets: ['ou-ab12-cdef3456'],
      exemptRoles: [
        // A permission set of IAM Identity Center, for emergencies.
        'arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_BreakGlass_*',
        // What service-managed stack sets deploy with.
        'arn:aws:iam::*:role/stacksets-exec-*',
      ],
      deliveryResources: [
        'arn:aws:s3:::organization-logs',
        'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555',
      ],
    });
  }
}

new PreventionStack(new App(), 'Prevention');
