#!/usr/bin/env node
import { App, Duration, Stack } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { ResponseMode, TrailGuard } from '../lib';
import { readContext } from './context';

const app = new App();
const context = readContext((key) => app.node.tryGetContext(key));
const stack = new Stack(app, 'TrailGuard', {
  description: 'Keeps CloudTrail logging on',
  env: { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION },
});
new TrailGuard(stack, 'TrailGuard', {
  emails: context.emails,
  investigation: { enabled: context.investigation },
  securityHub: context.securityHub,
  ...(context.observe ? { responseMode: ResponseMode.OBSERVE } : {}),
  ...(context.sweepMinutes ? { sweepInterval: Duration.minutes(context.sweepMinutes) } : {}),
  ...(context.trails
    ? { trails: context.trails.map((name) => CfnTrail.fromTrailName(stack, `Trail-${name}`, name)) }
    : {}),
});
