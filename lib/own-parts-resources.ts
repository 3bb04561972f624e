import { CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A resource's properties as they are in the template, with its intrinsics. */
export type Properties = Readonly<Record<string, unknown>>;

/** What `CfnResource` renders itself by. It is no part of its types, and the only way to what escape hatches add. */
interface Rendered {
  _toCloudFormation(): object;
}

/**
 * The properties of a construct's resource as they stand when asked, with all that aspects and escape hatches made of
 * them: what the template is going to say.
 */
export function propertiesOf(construct: IConstruct): Properties {
  return rendered(resourceOf(construct)).properties;
}

/** A resource of the template. */
export interface Resource {
  /** Its logical id. */
  readonly id: string;
  readonly properties: Properties;
}

/** The properties of all resources of a type in the construct's stack that name its resource in one of their properties. */
export function propertiesNaming(construct: IConstruct, type: string, property: string): Properties[] {
  return resourcesNaming(construct, type, property).map(({ properties }) => properties);
}

export function resourcesNaming(construct: IConstruct, type: string, property: string): Resource[] {
  const { id } = rendered(resourceOf(construct));
  return Stack.of(construct)
    .node.findAll()
    .filter((node): node is CfnResource => CfnResource.isCfnResource(node) && node.cfnResourceType === type)
    .filter((resource) => Stack.of(resource) === Stack.of(construct))
    .map(rendered)
    .filter(({ properties }) => JSON.stringify(properties[property] ?? null).includes(`"${id}"`));
}

function resourceOf(construct: IConstruct): CfnResource {
  const resource = construct.node.defaultChild ?? construct;
  if (!CfnResource.isCfnResource(resource)) {
    throw new Error(`${construct.node.path} is no resource of a template`);
  }
  return resource;
}

function rendered(resource: CfnResource): Resource {
  const fragment = (resource as unknown as Rendered)._toCloudFormation();
  const { Resources = {} } = Stack.of(resource).resolve(fragment) as Template;
  const [[id = '', { Properties = {} } = {}] = []] = Object.entries(Resources);
  return { id, properties: Properties };
}

interface Template {
  readonly Resources?: Readonly<Record<string, { readonly Properties?: Properties }>>;
}
