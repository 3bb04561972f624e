import { Code } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { bundlePath } from './bundle-path';
import { inlineCode } from './inline-code';

/** Context of an app whose templates hold their functions. */
export const INLINE_CODE_CONTEXT = 'cdk-trail-guard:inline-code';

/** The code of a bundled function: an asset of the user's app, or in the template itself where the app is one for that. */
export function functionCode(scope: IConstruct, bundle: string): Code {
  return scope.node.tryGetContext(INLINE_CODE_CONTEXT) === true
    ? Code.fromInline(inlineCode(bundle))
    : Code.fromAsset(bundlePath(bundle));
}
