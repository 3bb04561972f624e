import { App, Stack, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { TrailGuardHub, type TrailGuardHubProps } from '../../lib';

export const ORGANIZATION_ID = 'o-a1b2c3d4e5';

export interface Hubbed {
  readonly stack: Stack;
  readonly hub: TrailGuardHub;
  readonly template: Template;
}

/** A hub in a stack of its own; props may need the stack, and more may be asked of the hub before the synthesis. */
export function hubbed(
  props: Partial<TrailGuardHubProps> | ((stack: Stack) => Partial<TrailGuardHubProps>) = {},
  stackProps: StackProps = {},
  more: (hub: TrailGuardHub) => unknown = () => undefined,
): Hubbed {
  const stack = new Stack(new App(), 'TrailGuardHub', stackProps);
  const hub = new TrailGuardHub(stack, 'Hub', {
    organizationId: ORGANIZATION_ID,
    ...(typeof props === 'function' ? props(stack) : props),
  });
  more(hub);
  return { stack, hub, template: Template.fromStack(stack) };
}
