import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { PATH_METADATA_ENABLE_CONTEXT } from 'aws-cdk-lib/cx-api';
import { INLINE_CODE_CONTEXT } from './function-code';
import { invalidProp } from './invalid-prop';
import { MemberStack, type MemberStackProps, VERSION_OUTPUT } from './member-stack';

/** CloudFormation reads templates of 1 MB from S3. */
const TEMPLATE_BYTES = 1_000_000;

/** A template with which CloudFormation makes a guard in any account and Region; nothing has to be there before. */
export interface MemberTemplate {
  readonly body: string;
  /** Of the package and of what is in it, as the guard's heartbeats tell it. */
  readonly version: string;
}

/**
 * Makes the template: a `TrailGuard` in an app of its own, with its functions in it. The app around has features, aspects
 * and assets for its own accounts.
 *
 * @throws if it is too large, or names what only the app around has
 */
export function memberTemplate(props: MemberStackProps): MemberTemplate {
  const outdir = mkdtempSync(join(tmpdir(), 'trail-guard-member-'));
  try {
    const app = new App({
      outdir,
      autoSynth: false,
      analyticsReporting: false,
      treeMetadata: false,
      // It would print of a template that nobody has seen; what is wrong with properties is told by the guard itself.
      builtinCloudFormationValidation: false,
      postCliContext: { [INLINE_CODE_CONTEXT]: true, [PATH_METADATA_ENABLE_CONTEXT]: false },
    });
    const { stackName } = new MemberStack(app, 'TrailGuard', props);
    const { template } = app.synth().getStackByName(stackName);
    const body = JSON.stringify(template);
    validateSize(body);
    return { body, version: template.Outputs[VERSION_OUTPUT].Value };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function validateSize(body: string): void {
  const bytes = Buffer.byteLength(body);
  if (bytes > TEMPLATE_BYTES) {
    const { Resources } = JSON.parse(body) as { Resources: Record<string, object> };
    const [id, resource] = Object.entries(Resources).reduce((a, b) => (sizeOf(b[1]) > sizeOf(a[1]) ? b : a));
    throw invalidProp({
      prop: 'guard',
      given: `so much that its template has ${bytes} bytes, most of them in ${id} (${sizeOf(resource)})`,
      allowed: `what fits into ${TEMPLATE_BYTES} bytes, as much as CloudFormation reads`,
      cure: 'Leave out `containment` or `investigation`, each of which has a function of its own, or some exceptions.',
    });
  }
}

function sizeOf(resource: object): number {
  return Buffer.byteLength(JSON.stringify(resource));
}
