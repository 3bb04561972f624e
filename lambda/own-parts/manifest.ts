import * as v from 'valibot';
import { OWN_PARTS_METADATA, type OwnParts } from '../../lib/contract/own-parts';
import { isObject } from '../guard/delivery/delivery-record';
import { parsed } from '../guard/delivery/policy-document';
import { MANIFEST_VERSION, OwnPartsSchema } from './manifest-schema';

/**
 * The guard's parts from a resource's metadata.
 *
 * @param metadata JSON
 * @throws Error if it does not have them, or not as this version of the guard knows them
 */
export function parseManifest(metadata: string | undefined): OwnParts {
  const document = parsed(metadata);
  const manifest = isObject(document) ? parsed(document[OWN_PARTS_METADATA]) : undefined;
  if (!isObject(manifest)) {
    throw new Error(`The metadata does not tell the guard's own parts: there is no ${OWN_PARTS_METADATA} in it`);
  }
  // CloudFormation may make a text of the number.
  const version = typeof manifest.version === 'string' ? Number(manifest.version) : manifest.version;
  if (version !== MANIFEST_VERSION) {
    throw new Error(
      `The metadata tells the guard's own parts as version ${String(version)} does, and this function knows version ${MANIFEST_VERSION}: deploy the stack with one version of cdk-trail-guard`,
    );
  }
  const result = v.safeParse(OwnPartsSchema, { ...manifest, version });
  if (!result.success) {
    const [issue] = result.issues;
    throw new Error(
      `The metadata tells the guard's own parts in a way that makes no sense, at ${v.getDotPath(issue) ?? 'its top'}: ${issue.message}`,
    );
  }
  return result.output;
}
