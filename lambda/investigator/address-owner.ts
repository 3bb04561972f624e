import type { EC2Client } from '@aws-sdk/client-ec2';
import type { OriginFinding } from '../../lib/contract/investigation';
import type { Log } from '../common/log';
import { isPrivate } from '../common/private-address';
import { determine, undeterminedOf } from './determine';
import { type AddressOwner, ownerOf, vpcOfEndpoint } from './network-address';

export interface OwnerAnswer extends Pick<OriginFinding, 'undetermined'> {
  readonly owner?: AddressOwner;
}

/**
 * What of the account has an address, in any of the Regions. Behind a VPC endpoint only what is in its VPC counts: others
 * may have the same private address.
 */
export async function addressOwner(
  address: string,
  vpcEndpointId: string | undefined,
  ec2: readonly EC2Client[],
  log: Log,
): Promise<OwnerAnswer> {
  const answers = await Promise.all(
    ec2.map(async (client) => {
      const what = `what of the account has ${address} in ${await client.config.region()}`;
      return determine({ what, action: 'ec2:Describe*' }, log, () => lookUp(address, vpcEndpointId, client));
    }),
  );
  const owner = answers.find(({ value }) => value)?.value;
  if (owner) {
    return { owner };
  }
  const failed = undeterminedOf(...answers);
  const isExpected = vpcEndpointId !== undefined || isPrivate(address);
  return failed.undetermined || !isExpected
    ? failed
    : { undetermined: [`what has ${address}: nothing of this account where it was looked for`] };
}

async function lookUp(address: string, vpcEndpointId: string | undefined, ec2: EC2Client) {
  if (vpcEndpointId === undefined) {
    return ownerOf(address, ec2);
  }
  const vpcId = await vpcOfEndpoint(vpcEndpointId, ec2);
  return vpcId === undefined ? undefined : ownerOf(address, ec2, vpcId);
}
