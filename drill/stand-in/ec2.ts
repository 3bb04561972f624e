import { AwsError } from './aws-error';
import { type Description, type Operations, perform, type RecordedService } from './delivery-chain-recorder';
import {
  addressItem,
  instanceItem,
  interfaceItem,
  interfaceOf,
  type NetworkAddress,
  natGatewayItem,
  vpcEndpointItem,
} from './ec2-items';
import { ec2Protocol, filtersOf, listOf } from './ec2-protocol';
import type { Json } from './json';
import type { ApiCall } from './protocol';
import type { World } from './world';

type Filters = Readonly<Record<string, (address: NetworkAddress) => readonly (string | undefined)[]>>;

/** EC2: whose address an address is. All else of it can only be recorded. */
export class Network implements RecordedService {
  readonly signingName = 'ec2';
  readonly protocol = ec2Protocol;
  readonly #addresses: NetworkAddress[] = [];

  constructor(private readonly world: World) {}

  /** What the account has an address for. */
  add(address: NetworkAddress): void {
    this.#addresses.push(address);
  }

  handle(call: ApiCall): Json {
    return perform(this.#operations, call, 'InvalidAction');
  }

  /** The filters and ids are recorded as sets. */
  describe({ parameters }: ApiCall): Description {
    const items = filtersOf(parameters).map(({ name, values }) => ({
      name,
      valueSet: { items: values.map((value) => ({ value })) },
    }));
    return { requestParameters: { filterSet: items.length > 0 ? { items } : {} }, spelledAsRecorded: true };
  }

  readonly #operations: Operations = {
    DescribeNetworkInterfaces: (call) => {
      const found = this.#find(call, () => true, interfaceFilters, 'NetworkInterfaceId', interfaceOf);
      return { networkInterfaceSet: found.map((address) => interfaceItem(address, call.caller.accountId)) };
    },
    DescribeInstances: (call) => {
      const found = this.#find(call, ({ instance }) => !!instance, instanceFilters, 'InstanceId', idOf('instance'));
      return {
        reservationSet: found.map((address) => ({
          reservationId: 'r-0123456789abcdef0',
          ownerId: call.caller.accountId,
          instancesSet: [instanceItem(address)],
        })),
      };
    },
    DescribeAddresses: (call) => {
      const ip = ({ publicIp }: NetworkAddress) => publicIp;
      const found = this.#find(call, ({ elastic }) => elastic === true, addressFilters, 'PublicIp', ip);
      return { addressesSet: found.map(addressItem) };
    },
    DescribeNatGateways: (call) => {
      const gateway = ({ natGateway }: NetworkAddress) => !!natGateway;
      const found = this.#find(call, gateway, natGatewayFilters, 'NatGatewayId', idOf('natGateway'));
      return { natGatewaySet: found.map(natGatewayItem) };
    },
    DescribeVpcEndpoints: (call) => {
      const endpoint = ({ vpcEndpoint }: NetworkAddress) => !!vpcEndpoint;
      const found = this.#find(call, endpoint, vpcEndpointFilters, 'VpcEndpointId', idOf('vpcEndpoint'));
      return { vpcEndpointSet: found.map(vpcEndpointItem) };
    },
  };

  #find(
    { parameters, region }: ApiCall,
    is: (address: NetworkAddress) => boolean,
    filters: Filters,
    idParameter: string,
    id: (address: NetworkAddress) => string | undefined,
  ): NetworkAddress[] {
    const ids = listOf(parameters, idParameter);
    const tests = filtersOf(parameters).map(({ name, values }) => {
      const read = filters[name];
      if (!read) throw new AwsError('InvalidParameterValue', `The filter '${name}' is invalid`);
      return (address: NetworkAddress) => read(address).some((value) => value !== undefined && values.includes(value));
    });
    return this.#addresses.filter(
      (address) =>
        (address.region ?? this.world.region) === region &&
        is(address) &&
        (ids.length === 0 || ids.includes(id(address) ?? '')) &&
        tests.every((test) => test(address)),
    );
  }
}

const idOf = (of: 'instance' | 'natGateway' | 'vpcEndpoint') => (address: NetworkAddress) => address[of]?.id;

const interfaceFilters: Filters = {
  'association.public-ip': ({ publicIp }) => [publicIp],
  'addresses.association.public-ip': ({ publicIp }) => [publicIp],
  'private-ip-address': ({ privateIp }) => [privateIp],
  'addresses.private-ip-address': ({ privateIp }) => [privateIp],
  'network-interface-id': (address) => [interfaceOf(address)],
  'attachment.instance-id': ({ instance }) => [instance?.id],
  'vpc-id': ({ vpcId }) => [vpcId],
};
const instanceFilters: Filters = {
  'ip-address': ({ publicIp }) => [publicIp],
  'private-ip-address': ({ privateIp }) => [privateIp],
  'network-interface.association.public-ip': ({ publicIp }) => [publicIp],
  'network-interface.addresses.association.public-ip': ({ publicIp }) => [publicIp],
  'network-interface.addresses.private-ip-address': ({ privateIp }) => [privateIp],
  'instance-id': ({ instance }) => [instance?.id],
  'vpc-id': ({ vpcId }) => [vpcId],
};
const addressFilters: Filters = {
  'public-ip': ({ publicIp }) => [publicIp],
  'private-ip-address': ({ privateIp }) => [privateIp],
  'instance-id': ({ instance }) => [instance?.id],
  'network-interface-id': (address) => [interfaceOf(address)],
};
const natGatewayFilters: Filters = {
  'nat-gateway-id': ({ natGateway }) => [natGateway?.id],
  state: () => ['available'],
  'vpc-id': ({ vpcId }) => [vpcId],
};
const vpcEndpointFilters: Filters = {
  'vpc-endpoint-id': ({ vpcEndpoint }) => [vpcEndpoint?.id],
  'vpc-id': ({ vpcId }) => [vpcId],
};
