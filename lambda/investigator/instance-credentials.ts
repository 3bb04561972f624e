import type { EC2Client, Instance } from '@aws-sdk/client-ec2';
import type { Incident } from '../../lib/contract/incident';
import type { OriginFinding } from '../../lib/contract/investigation';
import type { Log } from '../common/log';
import { determine, undeterminedOf } from './determine';
import { type AddressOwner, addressesOf, instanceById } from './network-address';

type Noted = Pick<OriginFinding, 'notes' | 'undetermined'>;

/**
 * Whether credentials that EC2 gave an instance were used outside of it, which is how stolen ones are used. EC2 names the
 * session after the instance; whoever assumes a role may choose the same name, so it says no more than what was seen.
 */
export async function instanceCredentials(
  { actor, call }: Incident,
  owner: AddressOwner | undefined,
  ec2: readonly EC2Client[],
  log: Log,
): Promise<Noted> {
  const id = actor?.type === 'AssumedRole' ? actor.sessionName : undefined;
  const source = call?.sourceIpAddress;
  if (id === undefined || source === undefined || !/^i-[0-9a-f]{8,17}$/.test(id) || owner?.resourceId === id) {
    return {};
  }
  const answers = await Promise.all(ec2.map((client) => find(id, client, log)));
  const instance = answers.find(({ value }) => value)?.value;
  if (instance === undefined) {
    const undetermined = undeterminedOf(...answers);
    const gone = { notes: [`The session is named after the instance ${id}, which was not found in the account.`] };
    return undetermined.undetermined ? undetermined : gone;
  }
  const addresses = addressesOf(instance);
  const isOwnWayOut = owner?.kind === 'nat-gateway' && owner.vpcId === instance.VpcId;
  if (addresses.includes(source) || isOwnWayOut) {
    return {};
  }
  const has = addresses.length > 0 ? `has ${addresses.join(', ')}` : 'has no address (any more)';
  return {
    notes: [
      `The session is named after the instance ${id}, which ${has}, and the call came from ${source}: ` +
        'its credentials were used outside of it, or it went through a proxy.',
    ],
  };
}

async function find(id: string, ec2: EC2Client, log: Log) {
  const what = `whether credentials of ${id} were used outside of it: its addresses in ${await ec2.config.region()}`;
  return determine<Instance | undefined>({ what, action: 'ec2:DescribeInstances' }, log, () => instanceById(id, ec2));
}
