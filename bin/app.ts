#!/usr/bin/env node
import { App, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { ResponseMode, StackSetCaller, TrailGuard, TrailGuardFleet, TrailGuardHub } from '../lib';
import { type AppContext, type OrganizationContext, readContext } from './context';

const app = new App();
const context = readContext((key) => app.node.tryGetContext(key));
const env = { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION };
if (context.organization) {
  organizationStack(context, context.organization, { description: 'Keeps CloudTrail logging on, everywhere', env });
} else {
  accountStack(context, { description: 'Keeps CloudTrail logging on', env });
}

/** A guard for this account and Region. */
function accountStack(context: AppContext, props: StackProps): void {
  const stack = new Stack(app, 'TrailGuard', props);
  new TrailGuard(stack, 'TrailGuard', {
    ...guardOptions(context),
    emails: context.emails,
    investigation: { enabled: context.investigation },
    ...(context.trails
      ? { trails: context.trails.map((name) => CfnTrail.fromTrailName(stack, `Trail-${name}`, name)) }
      : {}),
  });
}

/** Guards for the accounts of an organization, and the hub that they report to. */
function organizationStack(context: AppContext, organization: OrganizationContext, props: StackProps): void {
  const { organizationId, organizationalUnitIds, excludedAccounts, regions, delegated } = organization;
  const stack = new Stack(app, 'TrailGuardFleet', props);
  const hub = new TrailGuardHub(stack, 'Hub', { organizationId, emails: context.emails });
  const fleet = new TrailGuardFleet(stack, 'Fleet', {
    organizationalUnitIds,
    ...(excludedAccounts ? { excludedAccounts } : {}),
    ...(regions ? { regions } : {}),
    callAs: delegated ? StackSetCaller.DELEGATED_ADMIN : StackSetCaller.SELF,
    hub: { eventBusArn: hub.eventBus.eventBusArn },
    guard: { ...guardOptions(context), investigation: context.investigation },
  });
  for (const stackSet of fleet.stackSets) {
    hub.watchStackSet(stackSet);
  }
}

function guardOptions({ securityHub, observe, sweepMinutes }: AppContext) {
  return {
    securityHub,
    ...(observe ? { responseMode: ResponseMode.OBSERVE } : {}),
    ...(sweepMinutes ? { sweepInterval: Duration.minutes(sweepMinutes) } : {}),
  };
}
