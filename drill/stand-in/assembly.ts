import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isJson, type Json, text } from './json';
import { parseJson } from './protocol';

export interface Assembly {
  readonly stackName: string;
  readonly template: Json;
  /** Where the stack says it goes, unless it is environment-agnostic. */
  readonly accountId?: string;
  readonly region?: string;
  /** The directory of the file asset that is published under this key. */
  assetDirectory(objectKey: string): string;
}

const readJson = (path: string): Json => parseJson(readFileSync(path, 'utf8'));

/** Reads one stack out of a cdk.out directory, or a template that needs no assets. */
export function readAssembly(directory: string, stackName?: string): Assembly {
  if (statSync(directory).isFile()) return templateAlone(directory, stackName ?? 'Stack');
  const artifacts = Object.entries(readJson(join(directory, 'manifest.json')).artifacts as Record<string, Json>);
  const stacks = artifacts
    .filter(([, artifact]) => artifact.type === 'aws:cloudformation:stack')
    .map(([id, artifact]) => {
      const properties = artifact.properties as Json;
      return { id, name: text(properties.stackName) ?? id, properties, environment: String(artifact.environment) };
    });
  const fitting = stacks.filter(({ id, name }) => stackName === undefined || id === stackName || name === stackName);
  const [stack] = fitting;
  if (!stack || fitting.length > 1) {
    const names = stacks.map(({ name }) => name).join(', ');
    throw new Error(`${directory}: need one stack, got ${stackName ?? 'no stackName'} for: ${names}`);
  }
  const { accountId, region } = /^aws:\/\/(?<accountId>\d{12})\/(?<region>[a-z]{2}[a-z0-9-]*-\d)$/.exec(
    stack.environment,
  )?.groups ?? { accountId: undefined, region: undefined };
  return {
    stackName: stack.name,
    template: readJson(join(directory, String(stack.properties.templateFile))),
    ...(accountId !== undefined && { accountId }),
    ...(region !== undefined && { region }),
    assetDirectory: (objectKey) => assetDirectory(directory, join(directory, `${stack.id}.assets.json`), objectKey),
  };
}

function templateAlone(file: string, stackName: string): Assembly {
  const assetDirectory = (objectKey: string): never => {
    throw new Error(`${file}: has no asset ${objectKey}`);
  };
  return { stackName, template: readJson(file), assetDirectory };
}

function assetDirectory(directory: string, manifest: string, objectKey: string): string {
  const files = existsSync(manifest) ? Object.values(readJson(manifest).files as Record<string, Json>) : [];
  const file = files.find(({ destinations }) =>
    Object.values(destinations as Record<string, Json>).some((destination) => destination.objectKey === objectKey),
  );
  const source = file && isJson(file.source) ? resolve(directory, String(file.source.path)) : undefined;
  if (source === undefined || !statSync(source).isDirectory()) {
    throw new Error(`${manifest}: no asset directory for ${objectKey}`);
  }
  return source;
}
