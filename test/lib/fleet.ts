import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { TrailGuardFleet, type TrailGuardFleetProps } from '../../lib';

export const UNIT = 'ou-ab12-cdef3456';

export interface Fleet {
  readonly stack: Stack;
  readonly fleet: TrailGuardFleet;
  /** Of the fleet's own stack. */
  readonly template: Template;
  /** What each account and Region gets, as the file that is uploaded. */
  readonly member: string;
}

export function fleetOf(props: Partial<TrailGuardFleetProps> = {}, stackProps: StackProps = {}): Fleet {
  const stack = new Stack(new App(), 'TrailGuardFleet', stackProps);
  const fleet = new TrailGuardFleet(stack, 'Fleet', { organizationalUnitIds: [UNIT], ...props });
  const template = Template.fromStack(stack);
  const [member = '', ...others] = uploads(stack);
  if (others.length > 0) throw new Error(`${others.length + 1} assets`);
  return { stack, fleet, template, member };
}

/** The files that a synthesized stack uploads besides its own template. */
function uploads(stack: Stack): string[] {
  const { outdir } = App.of(stack) as App;
  const { files } = JSON.parse(readFileSync(join(outdir, `${stack.artifactId}.assets.json`), 'utf8')) as {
    files: Record<string, { source: { path: string } }>;
  };
  const paths = Object.values(files).map(({ source }) => source.path);
  return paths.filter((path) => path !== stack.templateFile).map((path) => readFileSync(join(outdir, path), 'utf8'));
}

/** Properties of a stack set of the template, by its name. */
// biome-ignore lint/suspicious/noExplicitAny: looked into by each test
export function stackSet(template: Template, name: string): any {
  return Object.values(template.findResources('AWS::CloudFormation::StackSet'))
    .map(({ Properties }) => Properties)
    .find(({ StackSetName }) => StackSetName === name);
}
