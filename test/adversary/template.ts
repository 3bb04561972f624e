import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Template as Deployment } from '../../drill/stand-in/template';
import { TrailGuard } from '../../lib';
import { OWN_PARTS_METADATA, type OwnParts } from '../../lib/contract/own-parts';
import { ACCOUNT, type Json, REGION } from '../fixtures/identities';
import { STACK_NAME } from './account/stack';
import { HEARTBEAT_SECONDS, HUB_BUS_ARN } from './hub';

/** What a guard with a hub consists of, as the construct's own template says, with its names as deployed. */
export const TEMPLATE: OwnParts = ownParts();

function ownParts(): OwnParts {
  const stack = new Stack(new App(), STACK_NAME, { env: { account: ACCOUNT, region: REGION } });
  new TrailGuard(stack, 'Guard', {
    emails: ['security@example.com'],
    hub: { eventBusArn: HUB_BUS_ARN, heartbeatInterval: Duration.seconds(HEARTBEAT_SECONDS) },
  });
  const template = Template.fromStack(stack).toJSON() as Json;
  const resources = template.Resources as Record<string, { Metadata?: Json }>;
  const manifests = Object.values(resources).flatMap(({ Metadata }) => Metadata?.[OWN_PARTS_METADATA] ?? []);
  const place = { accountId: ACCOUNT, region: REGION, partition: 'aws', stackName: STACK_NAME };
  const [resolved] = manifests.map((manifest) => new Deployment(template, place).resolve(manifest));
  return resolved as OwnParts;
}
