import { type LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { ENV_POLICY } from '../lib/contract/environment';
import type { GuardPolicy } from '../lib/contract/policy';

/**
 * Why the guards that are deployed in a Region would not restore a trail that they have never seen; undefined where one
 * would.
 */
export async function reasonNotCovered(client: LambdaClient): Promise<string | undefined> {
  const policies: GuardPolicy[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
    for (const { Environment } of Functions) {
      const policy = Environment?.Variables?.[ENV_POLICY];
      if (policy !== undefined) {
        policies.push(JSON.parse(policy) as GuardPolicy);
      }
    }
  }
  if (policies.length === 0) {
    return 'No guard is deployed in this account and Region: deploy one first, or name another with --region.';
  }
  if (policies.every(({ trails }) => trails !== undefined)) {
    return (
      `The guard deployed here guards only ${policies.flatMap(({ trails = [] }) => trails).join(', ')}, not a drill's own ` +
      'trail. To rehearse anyway, deploy a second guard without the property `trails` into a stack of its own for the time ' +
      'of the drill.'
    );
  }
  if (policies.every(({ trails, response }) => trails !== undefined || response === 'observe')) {
    return 'The guard deployed here only observes: it would not start the trail. Set its `responseMode` to RESTORE for the drill.';
  }
  return undefined;
}
