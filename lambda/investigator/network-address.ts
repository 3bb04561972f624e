import { isIPv6 } from 'node:net';
import {
  DescribeAddressesCommand,
  DescribeInstancesCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkInterfacesCommand,
  DescribeVpcEndpointsCommand,
  type EC2Client,
  type Filter,
  type Instance,
  type NetworkInterface,
  type Tag,
} from '@aws-sdk/client-ec2';
import type { OriginFinding } from '../../lib/contract/investigation';
import { isPrivate } from '../common/private-address';

/** What has an address, in one Region of the account. */
export interface AddressOwner
  extends Required<Pick<OriginFinding, 'kind' | 'resourceId'>>,
    Pick<OriginFinding, 'name'> {
  readonly vpcId?: string;
  readonly instance?: Instance;
}

/** The interface, or what is behind it, that has an address; or an Elastic IP that nothing has. */
export async function ownerOf(address: string, ec2: EC2Client, vpcId?: string): Promise<AddressOwner | undefined> {
  const found = await interfaceWith(
    [...addressFilter(address), ...(vpcId === undefined ? [] : filter('vpc-id', vpcId))],
    ec2,
  );
  if (found) {
    return behind(found, address, ec2);
  }
  return isIPv6(address) || isPrivate(address) ? undefined : elasticIp(address, ec2);
}

/** The VPC of an endpoint of this account in the client's Region. */
export async function vpcOfEndpoint(endpointId: string, ec2: EC2Client): Promise<string | undefined> {
  const Filters = filter('vpc-endpoint-id', endpointId);
  return (await ec2.send(new DescribeVpcEndpointsCommand({ Filters }))).VpcEndpoints?.[0]?.VpcId;
}

export async function instanceById(instanceId: string, ec2: EC2Client): Promise<Instance | undefined> {
  // By filter: an instance that is gone is no error then.
  const Filters = filter('instance-id', instanceId);
  return (await ec2.send(new DescribeInstancesCommand({ Filters }))).Reservations?.[0]?.Instances?.[0];
}

/** Every address that an instance has. */
export function addressesOf({ NetworkInterfaces = [], PublicIpAddress, PrivateIpAddress }: Instance): string[] {
  return [
    PublicIpAddress,
    PrivateIpAddress,
    ...NetworkInterfaces.flatMap(({ PrivateIpAddresses = [], Ipv6Addresses = [] }) => [
      ...PrivateIpAddresses.flatMap((own) => [own.PrivateIpAddress, own.Association?.PublicIp]),
      ...Ipv6Addresses.map((own) => own.Ipv6Address),
    ]),
  ].filter((address) => address !== undefined);
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html */
function addressFilter(address: string): Filter[] {
  if (isIPv6(address)) {
    return filter('ipv6-addresses.ipv6-address', address);
  }
  return filter(isPrivate(address) ? 'addresses.private-ip-address' : 'association.public-ip', address);
}

/** @throws if there are several: VPCs may have the same private addresses */
async function interfaceWith(Filters: Filter[], ec2: EC2Client): Promise<NetworkInterface | undefined> {
  const { NetworkInterfaces = [] } = await ec2.send(new DescribeNetworkInterfacesCommand({ Filters }));
  if (NetworkInterfaces.length > 1) {
    throw new Error(`${NetworkInterfaces.length} network interfaces have it`);
  }
  return NetworkInterfaces[0];
}

/** EC2 answers `nat_gateway`; its API model says `natGateway`. */
const NAT_GATEWAY = /^nat_?gateway$/i;

async function behind(found: NetworkInterface, address: string, ec2: EC2Client): Promise<AddressOwner> {
  const { NetworkInterfaceId = '', InterfaceType, Attachment, VpcId, TagSet } = found;
  const where = VpcId === undefined ? {} : { vpcId: VpcId };
  if (Attachment?.InstanceId !== undefined) {
    const instance = await instanceById(Attachment.InstanceId, ec2);
    const name = nameOf(instance?.Tags);
    return {
      kind: 'ec2-instance',
      resourceId: Attachment.InstanceId,
      ...name,
      ...where,
      ...(instance ? { instance } : {}),
    };
  }
  const gateway =
    NAT_GATEWAY.test(InterfaceType ?? '') && VpcId !== undefined ? await natGateway(address, VpcId, ec2) : undefined;
  return gateway
    ? { kind: 'nat-gateway', resourceId: gateway.NatGatewayId ?? '', ...nameOf(gateway.Tags), ...where }
    : { kind: 'network-interface', resourceId: NetworkInterfaceId, ...nameOf(TagSet), ...where };
}

/** An interface does not name its gateway, but a gateway its addresses. */
async function natGateway(address: string, vpcId: string, ec2: EC2Client) {
  const { NatGateways = [] } = await ec2.send(new DescribeNatGatewaysCommand({ Filter: filter('vpc-id', vpcId) }));
  return NatGateways.find(({ NatGatewayAddresses = [] }) =>
    NatGatewayAddresses.some(({ PublicIp, PrivateIp }) => PublicIp === address || PrivateIp === address),
  );
}

/** The address filter of interfaces sees primary addresses only; an Elastic IP of another one names its interface. */
async function elasticIp(address: string, ec2: EC2Client): Promise<AddressOwner | undefined> {
  const { Addresses = [] } = await ec2.send(new DescribeAddressesCommand({ Filters: filter('public-ip', address) }));
  const [own] = Addresses;
  const interfaceId = own?.NetworkInterfaceId;
  const found = interfaceId && (await interfaceWith(filter('network-interface-id', interfaceId), ec2));
  if (found) {
    return behind(found, address, ec2);
  }
  return own && { kind: 'elastic-ip', resourceId: own.AllocationId ?? address, ...nameOf(own.Tags) };
}

function nameOf(tags: readonly Tag[] = []): { readonly name?: string } {
  const name = tags.find(({ Key }) => Key === 'Name')?.Value;
  return name ? { name } : {};
}

function filter(Name: string, value: string): Filter[] {
  return [{ Name, Values: [value] }];
}
