import type { AwsServer, Call } from './aws-server';
import { xml } from './aws-server';

export const VPC = 'vpc-0123456789abcdef0';
export const OTHER_VPC = 'vpc-0fedcba9876543210';
export const INSTANCE = 'i-0123456789abcdef0';
export const ENDPOINT = 'vpce-0123456789abcdef0';
const PROFILE = 'arn:aws:iam::111122223333:instance-profile/web/web-server';

/** What EC2 has in one Region. */
export interface Network {
  readonly interfaces?: readonly NetworkInterface[];
  readonly instances?: readonly Instance[];
  readonly gateways?: readonly { id: string; vpc: string; address: string; name?: string }[];
  readonly elasticIps?: readonly { address: string; allocationId: string; interfaceId?: string; name?: string }[];
  readonly endpoints?: readonly { id: string; vpc: string }[];
}

interface NetworkInterface {
  readonly id: string;
  readonly vpc?: string;
  readonly publicIp?: string;
  readonly privateIp?: string;
  readonly ipv6?: string;
  readonly type?: string;
  readonly instance?: string;
  readonly name?: string;
}

interface Instance {
  readonly id: string;
  readonly vpc?: string;
  readonly publicIp?: string;
  readonly privateIp?: string;
  readonly name?: string;
  readonly profile?: boolean;
  /** Of a second network interface. */
  readonly secondIp?: string;
  readonly ipv6?: string;
}

const tags = (name: string | undefined) => (name === undefined ? [] : [{ key: 'Name', value: name }]);
const given = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** The values of the filters that a call names. */
function filters({ input }: Call, kind = 'Filter'): Record<string, string> {
  const names = Object.keys(input).filter((key) => new RegExp(`^${kind}\\.\\d+\\.Name$`).test(key));
  return Object.fromEntries(names.map((key) => [input[key], input[key.replace('Name', 'Value.1')]]));
}

/** EC2 filters as the real one: what it is not asked for, it does not show. */
export function answerAs(aws: AwsServer, network: Network): void {
  aws.on('DescribeNetworkInterfaces', (call: Call) => {
    const by = filters(call);
    const found = (network.interfaces ?? []).filter(
      ({ id, vpc = VPC, publicIp, privateIp, ipv6 }) =>
        (by['association.public-ip'] ?? publicIp) === publicIp &&
        (by['addresses.private-ip-address'] ?? privateIp) === privateIp &&
        (by['ipv6-addresses.ipv6-address'] ?? ipv6) === ipv6 &&
        (by['network-interface-id'] ?? id) === id &&
        (by['vpc-id'] ?? vpc) === vpc,
    );
    return xml('DescribeNetworkInterfaces', {
      networkInterfaceSet: found.map(({ id, vpc = VPC, type = 'interface', instance, name }) =>
        given({
          networkInterfaceId: id,
          vpcId: vpc,
          interfaceType: type,
          attachment: instance && { instanceId: instance },
          tagSet: tags(name),
        }),
      ),
    });
  });
  aws.on('DescribeInstances', (call: Call) => {
    const found = (network.instances ?? []).filter(({ id }) => id === filters(call)['instance-id']);
    return xml('DescribeInstances', {
      reservationSet: found.map(({ id, vpc = VPC, publicIp, privateIp, name, profile = true, secondIp, ipv6 }) => ({
        instancesSet: [
          given({
            instanceId: id,
            vpcId: vpc,
            ipAddress: publicIp,
            privateIpAddress: privateIp,
            iamInstanceProfile: profile ? { arn: PROFILE, id: 'AIPAEXAMPLE' } : undefined,
            tagSet: tags(name),
            networkInterfaceSet: [
              {
                privateIpAddressesSet: secondIp
                  ? [{ privateIpAddress: '10.0.9.9', association: { publicIp: secondIp } }]
                  : [],
                ipv6AddressesSet: ipv6 ? [{ ipv6Address: ipv6 }] : [],
              },
            ],
          }),
        ],
      })),
    });
  });
  aws.on('DescribeNatGateways', (call: Call) => {
    const found = (network.gateways ?? []).filter(({ vpc }) => vpc === filters(call)['vpc-id']);
    return xml('DescribeNatGateways', {
      natGatewaySet: found.map(({ id, vpc, address, name }) => ({
        natGatewayId: id,
        vpcId: vpc,
        natGatewayAddressSet: [{ publicIp: address, privateIp: '10.0.0.4' }],
        tagSet: tags(name),
      })),
    });
  });
  aws.on('DescribeAddresses', (call: Call) => {
    const found = (network.elasticIps ?? []).filter(({ address }) => address === filters(call)['public-ip']);
    return xml('DescribeAddresses', {
      addressesSet: found.map(({ address, allocationId, interfaceId, name }) =>
        given({ publicIp: address, allocationId, networkInterfaceId: interfaceId, tagSet: tags(name) }),
      ),
    });
  });
  aws.on('DescribeVpcEndpoints', (call: Call) => {
    const found = (network.endpoints ?? []).filter(({ id }) => id === filters(call)['vpc-endpoint-id']);
    return xml('DescribeVpcEndpoints', {
      vpcEndpointSet: found.map(({ id, vpc }) => ({ vpcEndpointId: id, vpcId: vpc })),
    });
  });
  aws.on('GetInstanceProfile', ({ input }: Call) =>
    xml(
      'GetInstanceProfile',
      {
        InstanceProfile: {
          InstanceProfileName: input.InstanceProfileName,
          Roles: [{ Arn: `arn:aws:iam::111122223333:role/${input.InstanceProfileName}` }],
        },
      },
      'member',
    ),
  );
}
