import {
  DescribeAddressesCommand,
  DescribeInstancesCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkInterfacesCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import type { Caller, StandIn } from '../../../drill/stand-in';
import { recordOf, startCloudTrail } from './cloudtrail-fixture';
import { cleanUp, clientConfig, errorOf } from './fixture';

let standIn: StandIn;
let mallory: Caller;
let ec2: EC2Client;

const profileArn = 'arn:aws:iam::111122223333:instance-profile/build';
const nat = {
  privateIp: '10.0.0.9',
  publicIp: '203.0.113.9',
  elastic: true,
  natGateway: { id: 'nat-1', name: 'exit' },
};
const instance = { privateIp: '10.0.0.5', publicIp: '203.0.113.5', vpcId: 'vpc-1' };

beforeEach(async () => {
  ({ standIn, mallory } = await startCloudTrail());
  ec2 = new EC2Client(clientConfig(standIn, mallory));
  standIn.network.add({ ...instance, instance: { id: 'i-1', name: 'build & test', profileArn } });
  standIn.network.add(nat);
  standIn.network.add({ ...instance, region: 'eu-central-1', instance: { id: 'i-2' } });
});
afterEach(cleanUp);

const filter = (Name: string, ...Values: string[]) => ({ Filters: [{ Name, Values }] });
const interfaces = async (Name: string, Value: string, client = ec2) =>
  (await client.send(new DescribeNetworkInterfacesCommand(filter(Name, Value)))).NetworkInterfaces;

test.each([
  ['association.public-ip', '203.0.113.5'],
  ['addresses.private-ip-address', '10.0.0.5'],
])('an interface is found by %s, and tells whose it is', async (name, value) => {
  expect(await interfaces(name, value)).toMatchObject([
    {
      NetworkInterfaceId: expect.stringMatching(/^eni-[0-9a-f]{17}$/),
      InterfaceType: 'interface',
      Attachment: { InstanceId: 'i-1' },
      Association: { PublicIp: '203.0.113.5' },
      PrivateIpAddress: '10.0.0.5',
      VpcId: 'vpc-1',
    },
  ]);
  expect(recordOf(standIn, 'DescribeNetworkInterfaces')?.requestParameters).toEqual({
    filterSet: { items: [{ name, valueSet: { items: [{ value }] } }] },
  });
});

test('an instance tells its name and its profile', async () => {
  const { Reservations } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: ['i-1'] }));
  expect(Reservations?.flatMap(({ Instances }) => Instances)).toMatchObject([
    { InstanceId: 'i-1', IamInstanceProfile: { Arn: profileArn }, Tags: [{ Key: 'Name', Value: 'build & test' }] },
  ]);
});

test('a NAT gateway has an elastic address and an interface', async () => {
  const { Addresses } = await ec2.send(new DescribeAddressesCommand({ PublicIps: ['203.0.113.9'] }));
  expect(Addresses).toMatchObject([{ PublicIp: '203.0.113.9', PrivateIpAddress: '10.0.0.9' }]);
  const { NatGateways } = await ec2.send(new DescribeNatGatewaysCommand({ NatGatewayIds: ['nat-1'] }));
  expect(NatGateways).toMatchObject([
    { NatGatewayAddresses: [{ PublicIp: '203.0.113.9' }], Tags: [{ Key: 'Name', Value: 'exit' }] },
  ]);
  expect(await interfaces('association.public-ip', '203.0.113.9')).toMatchObject([
    { InterfaceType: 'nat_gateway', Description: 'Interface for NAT Gateway nat-1' },
  ]);
});

test('a VPC endpoint tells its VPC', async () => {
  standIn.network.add({ privateIp: '10.0.0.7', vpcId: 'vpc-1', vpcEndpoint: { id: 'vpce-1', serviceName: 'sts' } });
  const { VpcEndpoints } = await ec2.send(new DescribeVpcEndpointsCommand(filter('vpc-endpoint-id', 'vpce-1')));
  expect(VpcEndpoints).toMatchObject([{ VpcEndpointId: 'vpce-1', VpcId: 'vpc-1', ServiceName: 'sts' }]);
});

test('each Region has its own', async () => {
  const elsewhere = new EC2Client(clientConfig(standIn, mallory, 'eu-central-1'));
  expect(await interfaces('association.public-ip', '203.0.113.5', elsewhere)).toMatchObject([
    { Attachment: { InstanceId: 'i-2' } },
  ]);
  expect(await interfaces('association.public-ip', '198.51.100.1')).toEqual([]);
  expect((await ec2.send(new DescribeAddressesCommand(filter('public-ip', '203.0.113.5')))).Addresses).toEqual([]);
});

test('a filter that EC2 does not have fails', async () => {
  expect(await errorOf(interfaces('ip', 'x'))).toMatchObject({ name: 'InvalidParameterValue', status: 400 });
  expect(recordOf(standIn, 'DescribeNetworkInterfaces')?.errorCode).toBe('Client.InvalidParameterValue');
});

test('a denied call looks as with EC2, and its parameters are recorded', async () => {
  standIn.callers.deny(mallory, 'ec2:DescribeInstances');
  const call = ec2.send(new DescribeInstancesCommand(filter('ip-address', '203.0.113.5')));
  expect(await errorOf(call)).toMatchObject({ name: 'UnauthorizedOperation', status: 403 });
  expect(recordOf(standIn, 'DescribeInstances')).toMatchObject({
    errorCode: 'Client.UnauthorizedOperation',
    requestParameters: { filterSet: { items: [{ name: 'ip-address' }] } },
  });
  standIn.faults.add({ service: 'ec2', fault: { kind: 'throttle' } });
  expect((await errorOf(interfaces('vpc-id', 'vpc-1'))).name).toBe('RequestLimitExceeded');
});
