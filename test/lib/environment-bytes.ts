import type { Template } from 'aws-cdk-lib/assertions';
import { flat, type Json } from './fixture';

/** Lambda's limit for all variables of a function together. */
export const ENVIRONMENT_BYTES = 4096;

/** How long what only deployment knows is: names of functions at their longest, others as stacks usually name them. */
function deployedLength(reference: string): number {
  if (reference === '<AWS::StackName>') return 128;
  if (reference.startsWith('<AWS::')) return 14;
  return /Function[0-9A-F]{8}>$/.test(reference) ? 64 : 110;
}

/** The bytes of each function's variables as Lambda measures them: as JSON, in which quotes within quotes take two. */
export function environmentBytes(template: Template): Record<string, number> {
  const functions = Object.entries(template.findResources('AWS::Lambda::Function'));
  return Object.fromEntries(
    functions.map(([id, { Properties }]) => {
      const variables = Object.entries((Properties.Environment as { Variables: Json }).Variables).map(
        ([name, value]) => [
          name,
          flat(value).replace(/<[^>]+>/g, (reference) => '.'.repeat(deployedLength(reference))),
        ],
      );
      return [id.replace(/[0-9A-F]{8}$/, ''), Buffer.byteLength(JSON.stringify(Object.fromEntries(variables)))];
    }),
  );
}
