import type { Json } from './json';

/** An address of the account, and what has it. */
export interface NetworkAddress {
  /** @default - the stand-in's */
  readonly region?: string;
  readonly privateIp: string;
  readonly publicIp?: string;
  /** @default - made up of the private address */
  readonly networkInterfaceId?: string;
  readonly description?: string;
  readonly vpcId?: string;
  /** Whether the public address is an elastic one. @default false */
  readonly elastic?: boolean;
  /** What its Name tag says, and the ARN of its instance profile. */
  readonly instance?: { readonly id: string; readonly name?: string; readonly profileArn?: string };
  readonly natGateway?: { readonly id: string; readonly name?: string };
  readonly vpcEndpoint?: { readonly id: string; readonly serviceName?: string };
}

export const interfaceOf = ({ networkInterfaceId, privateIp }: NetworkAddress): string =>
  networkInterfaceId ?? `eni-${Buffer.from(privateIp).toString('hex').padStart(17, '0').slice(-17)}`;

const nameTag = (name: string | undefined) => (name === undefined ? [] : [{ key: 'Name', value: name }]);

const association = ({ publicIp }: NetworkAddress) => (publicIp === undefined ? undefined : { publicIp });

export function interfaceItem(address: NetworkAddress, ownerId: string): Json {
  const { privateIp, vpcId, instance, natGateway, description } = address;
  return {
    networkInterfaceId: interfaceOf(address),
    ownerId,
    vpcId,
    status: 'in-use',
    description: description ?? (natGateway ? `Interface for NAT Gateway ${natGateway.id}` : ''),
    interfaceType: natGateway ? 'nat_gateway' : 'interface',
    requesterManaged: natGateway !== undefined,
    privateIpAddress: privateIp,
    association: association(address),
    attachment: instance && { instanceId: instance.id, instanceOwnerId: ownerId, status: 'attached' },
    privateIpAddressesSet: [{ privateIpAddress: privateIp, primary: true, association: association(address) }],
    tagSet: [],
  };
}

export function instanceItem(address: NetworkAddress): Json {
  const { instance, privateIp, publicIp, vpcId } = address;
  return {
    instanceId: instance?.id,
    instanceState: { code: 16, name: 'running' },
    privateIpAddress: privateIp,
    ipAddress: publicIp,
    vpcId,
    iamInstanceProfile: instance?.profileArn === undefined ? undefined : { arn: instance.profileArn },
    networkInterfaceSet: [
      { networkInterfaceId: interfaceOf(address), privateIpAddress: privateIp, association: association(address) },
    ],
    tagSet: nameTag(instance?.name),
  };
}

export function addressItem(address: NetworkAddress): Json {
  const { publicIp, privateIp, instance } = address;
  return {
    publicIp,
    domain: 'vpc',
    instanceId: instance?.id,
    networkInterfaceId: interfaceOf(address),
    privateIpAddress: privateIp,
    tagSet: [],
  };
}

export function natGatewayItem(address: NetworkAddress): Json {
  const { natGateway, publicIp, privateIp, vpcId } = address;
  return {
    natGatewayId: natGateway?.id,
    state: 'available',
    vpcId,
    natGatewayAddressSet: [{ publicIp, privateIp, networkInterfaceId: interfaceOf(address) }],
    tagSet: nameTag(natGateway?.name),
  };
}

export function vpcEndpointItem(address: NetworkAddress): Json {
  const { vpcEndpoint, vpcId } = address;
  return {
    vpcEndpointId: vpcEndpoint?.id,
    vpcEndpointType: 'Interface',
    vpcId,
    serviceName: vpcEndpoint?.serviceName,
    state: 'available',
    networkInterfaceIdSet: [interfaceOf(address)],
  };
}
