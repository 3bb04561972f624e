import { EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient } from '@aws-sdk/client-iam';
import { origin, withAddresses, withNotes } from '../../../lambda/investigator/origin';
import { ACCOUNT, assumedRole, IDENTITIES, type Json } from '../../fixtures/identities';
import { incident } from '../guard/incidents';
import { investigationPolicy, Warnings } from './asking';
import { AwsServer, broken, Fault } from './aws-server';
import { answerAs, ENDPOINT, INSTANCE, type Network, OTHER_VPC, VPC } from './network';

let aws: AwsServer;
let abroad: AwsServer;
beforeAll(async () => {
  aws = await AwsServer.start();
  abroad = await AwsServer.start();
});
afterAll(() => Promise.all([aws.stop(), abroad.stop()]));
beforeEach(() => {
  for (const server of [aws, abroad]) {
    server.reset();
    answerAs(server, {});
  }
});

const PUBLIC = '198.51.100.66';
const PRIVATE = '10.0.1.23';
const denied = new Fault('UnauthorizedOperation', 'You are not authorized to perform this operation.', 403);

function ask(fields: Json, { networkAddresses = true } = {}) {
  return origin({
    incident: incident('restored', fields),
    policy: investigationPolicy(networkAddresses ? { networkAddresses } : {}),
    ec2: [new EC2Client(aws.client()), new EC2Client(abroad.client('us-east-1'))],
    iam: new IAMClient(aws.client('us-east-1')),
    log: new Warnings(),
  });
}

const from = (sourceIPAddress: string | null, fields: Json = {}): Json => ({ sourceIPAddress, ...fields });
const calls = () => [...aws.calls, ...abroad.calls].map(({ action }) => action);

test.each(['AWS Internal', 'cloudformation.amazonaws.com', 'ec2.amazonaws.com.cn'])(
  '%s is a service',
  async (source) => {
    expect(await ask(from(source))).toEqual({ kind: 'aws-service', resourceId: source });
    expect(calls()).toEqual([]);
  },
);

test.each(['cloudformation.amazonaws.com.evil.example', 'evil', '198.51.100.66; id', 'AWS Internal '])(
  '%j is neither a service nor an address',
  async (source) => {
    expect(await ask(from(source))).toEqual({ undetermined: [`from where: ${source} is no address`] });
    expect(calls()).toEqual([]);
  },
);

test('a call without a source', async () => {
  expect(await ask(from(null))).toEqual({ undetermined: ['from where: the record names no source'] });
});

test('nothing is looked up unless it is switched on', async () => {
  const undetermined = (source: string) => [
    `what of the account has ${source}: looking up addresses is not switched on`,
  ];
  const off = { networkAddresses: false };
  expect(await ask(from(PUBLIC), off)).toEqual({ undetermined: undetermined(PUBLIC) });
  expect(await ask(from(PRIVATE, { vpcEndpointId: ENDPOINT }), off)).toEqual({
    kind: 'vpc-endpoint',
    resourceId: ENDPOINT,
    undetermined: undetermined(PRIVATE),
  });
  expect(calls()).toEqual([]);
});

const instance = { id: INSTANCE, publicIp: PUBLIC, privateIp: PRIVATE, name: 'web' };
const ofInstance = { id: 'eni-1', publicIp: PUBLIC, privateIp: PRIVATE, instance: INSTANCE };
const ROLE = `arn:aws:iam::${ACCOUNT}:role/web-server`;

test.each<[string, Network, object]>([
  [
    'an instance, with its role and name',
    { interfaces: [ofInstance], instances: [instance] },
    { kind: 'ec2-instance', resourceId: INSTANCE, roleArn: ROLE, name: 'web' },
  ],
  [
    'an instance without a role',
    { interfaces: [ofInstance], instances: [{ ...instance, profile: false }] },
    { kind: 'ec2-instance', resourceId: INSTANCE, name: 'web' },
  ],
  ['an instance that is gone', { interfaces: [ofInstance] }, { kind: 'ec2-instance', resourceId: INSTANCE }],
  [
    'a NAT gateway',
    {
      interfaces: [{ id: 'eni-2', publicIp: PUBLIC, type: 'nat_gateway' }],
      gateways: [
        { id: 'nat-1', vpc: VPC, address: '198.51.100.99' },
        { id: 'nat-2', vpc: VPC, address: PUBLIC, name: 'way out' },
      ],
    },
    { kind: 'nat-gateway', resourceId: 'nat-2', name: 'way out' },
  ],
  [
    'a NAT gateway that is gone',
    { interfaces: [{ id: 'eni-2', publicIp: PUBLIC, type: 'natGateway', name: 'eni' }] },
    { kind: 'network-interface', resourceId: 'eni-2', name: 'eni' },
  ],
  [
    'a network interface',
    { interfaces: [{ id: 'eni-3', publicIp: PUBLIC, type: 'lambda' }] },
    { kind: 'network-interface', resourceId: 'eni-3' },
  ],
  [
    'an Elastic IP that nothing has',
    { elasticIps: [{ address: PUBLIC, allocationId: 'eipalloc-1', name: 'spare' }] },
    { kind: 'elastic-ip', resourceId: 'eipalloc-1', name: 'spare' },
  ],
  [
    'an Elastic IP that is not the first of an interface',
    {
      elasticIps: [{ address: PUBLIC, allocationId: 'eipalloc-1', interfaceId: 'eni-1' }],
      interfaces: [{ ...ofInstance, publicIp: '198.51.100.99' }],
      instances: [instance],
    },
    { kind: 'ec2-instance', resourceId: INSTANCE, roleArn: ROLE, name: 'web' },
  ],
  ['nothing of the account', { interfaces: [{ id: 'eni-4', publicIp: '198.51.100.99' }] }, { kind: 'outside' }],
])('a public address is that of %s, in any Region', async (_, network, expected) => {
  for (const server of [aws, abroad]) {
    answerAs(aws, {});
    answerAs(abroad, {});
    answerAs(server, network);
    expect(await ask(from(PUBLIC))).toEqual(expected);
    aws.reset();
    abroad.reset();
  }
});

test('an IPv6 address is that of an interface', async () => {
  answerAs(aws, { interfaces: [{ id: 'eni-6', ipv6: '2001:db8::7' }] });
  expect(await ask(from('2001:db8::7'))).toEqual({ kind: 'network-interface', resourceId: 'eni-6' });
});

test('behind a VPC endpoint only what is in its VPC counts', async () => {
  answerAs(aws, {
    endpoints: [{ id: ENDPOINT, vpc: VPC }],
    interfaces: [ofInstance, { id: 'eni-5', privateIp: PRIVATE, vpc: OTHER_VPC }],
    instances: [instance],
  });
  answerAs(abroad, { interfaces: [{ id: 'eni-6', privateIp: PRIVATE }] });
  expect(await ask(from(PRIVATE, { vpcEndpointId: ENDPOINT }))).toEqual({
    kind: 'ec2-instance',
    resourceId: INSTANCE,
    roleArn: ROLE,
    name: 'web',
    notes: [`Through the VPC endpoint ${ENDPOINT}.`],
  });
});

test("what is behind another account's VPC endpoint is not guessed", async () => {
  answerAs(aws, { interfaces: [ofInstance], instances: [instance] });
  expect(await ask(from(PRIVATE, { vpcEndpointId: ENDPOINT }))).toEqual({
    kind: 'vpc-endpoint',
    resourceId: ENDPOINT,
    undetermined: [`what has ${PRIVATE}: nothing of this account where it was looked for`],
  });
});

test('a private address that several interfaces have is not guessed', async () => {
  answerAs(aws, {
    interfaces: [
      { id: 'eni-5', privateIp: PRIVATE },
      { id: 'eni-6', privateIp: PRIVATE, vpc: OTHER_VPC },
    ],
  });
  expect(await ask(from(PRIVATE))).toEqual({
    undetermined: [
      `what of the account has ${PRIVATE} in eu-central-1: ec2:Describe* failed (Error: 2 network interfaces have it)`,
    ],
  });
});

test('an unknown private address is not outside', async () => {
  expect(await ask(from(PRIVATE))).toEqual({
    undetermined: [`what has ${PRIVATE}: nothing of this account where it was looked for`],
  });
});

test.each<[string, unknown, string]>([
  ['denied', denied, 'was denied'],
  ['throttled', new Fault('RequestLimitExceeded', 'Request limit exceeded.', 503), 'was throttled'],
  ['broken', broken, 'failed (InternalFailure'],
])('an address is not called outside while a Region is %s', async (_, answer, why) => {
  abroad.on('DescribeNetworkInterfaces', answer);
  const { undetermined, ...known } = await ask(from(PUBLIC));
  expect(known).toEqual({});
  expect(undetermined).toEqual([
    expect.stringContaining(`what of the account has ${PUBLIC} in us-east-1: ec2:Describe*`),
  ]);
  expect(undetermined?.[0]).toContain(why);
});

test('what was found in one Region is told, whatever another answers', async () => {
  abroad.on('DescribeNetworkInterfaces', denied);
  answerAs(aws, { interfaces: [{ id: 'eni-3', publicIp: PUBLIC }] });
  expect(await ask(from(PUBLIC))).toEqual({ kind: 'network-interface', resourceId: 'eni-3' });
});

test('an instance is told even if its role cannot be read', async () => {
  answerAs(aws, { interfaces: [ofInstance], instances: [instance] });
  aws.on('GetInstanceProfile', new Fault('AccessDenied', 'no', 403));
  expect(await ask(from(PUBLIC))).toEqual({
    kind: 'ec2-instance',
    resourceId: INSTANCE,
    name: 'web',
    undetermined: ["the instance's role: iam:GetInstanceProfile was denied"],
  });
});

const byInstance = (source: string, sessionName = INSTANCE): Json =>
  from(source, { userIdentity: assumedRole(ROLE, sessionName) });
const STOLEN =
  `The session is named after the instance ${INSTANCE}, which has ${PUBLIC}, ${PRIVATE}, and the call came from ` +
  '203.0.113.9: its credentials were used outside of it, or it went through a proxy.';

test('credentials of an instance that are used from elsewhere are noted', async () => {
  answerAs(abroad, { interfaces: [ofInstance], instances: [instance] });
  expect(await ask(byInstance('203.0.113.9'))).toEqual({ kind: 'outside', notes: [STOLEN] });
});

test.each<[string, Json, Network]>([
  ['by the instance itself', byInstance(PUBLIC), { interfaces: [ofInstance], instances: [instance] }],
  [
    'by the instance through its NAT gateway',
    byInstance('203.0.113.9'),
    {
      interfaces: [{ id: 'eni-2', publicIp: '203.0.113.9', type: 'nat_gateway' }],
      gateways: [{ id: 'nat-1', vpc: VPC, address: '203.0.113.9' }],
      instances: [{ ...instance, publicIp: undefined }],
    },
  ],
  [
    'by the instance from another address of its own',
    byInstance('203.0.113.9'),
    { instances: [{ ...instance, secondIp: '203.0.113.9' }] },
  ],
  ['by the instance over IPv6', byInstance('2001:db8::7'), { instances: [{ ...instance, ipv6: '2001:db8::7' }] }],
  ['by somebody else', byInstance('203.0.113.9', 'eve'), { instances: [instance] }],
  ['by a user', from('203.0.113.9', { userIdentity: IDENTITIES.IAMUser }), { instances: [instance] }],
])('a call %s is not noted', async (_, fields, network) => {
  answerAs(aws, network);
  expect(await ask(fields)).not.toHaveProperty('notes');
});

test("a NAT gateway of another VPC is not the instance's way out", async () => {
  answerAs(aws, {
    interfaces: [{ id: 'eni-2', publicIp: '203.0.113.9', type: 'nat_gateway', vpc: OTHER_VPC }],
    gateways: [{ id: 'nat-1', vpc: OTHER_VPC, address: '203.0.113.9' }],
    instances: [instance],
  });
  expect(await ask(byInstance('203.0.113.9'))).toMatchObject({ kind: 'nat-gateway', notes: [STOLEN] });
});

test('an instance that is not there is said not to be, and one that cannot be looked at is open', async () => {
  expect(await ask(byInstance('203.0.113.9'))).toEqual({
    kind: 'outside',
    notes: [`The session is named after the instance ${INSTANCE}, which was not found in the account.`],
  });
  aws.on('DescribeInstances', denied);
  expect(await ask(byInstance('203.0.113.9'))).toEqual({
    kind: 'outside',
    undetermined: [
      `whether credentials of ${INSTANCE} were used outside of it: its addresses in eu-central-1: ` +
        'ec2:DescribeInstances was denied',
    ],
  });
});

test('calls from the same address are counted apart from others', () => {
  const addresses = [
    { name: '203.0.113.9', count: 7 },
    { name: PUBLIC, count: 3 },
  ];
  expect(withAddresses({ kind: 'outside' }, PUBLIC, addresses)).toEqual({
    kind: 'outside',
    callsFromHere: 3,
    otherAddresses: [{ name: '203.0.113.9', count: 7 }],
  });
  expect(withAddresses({}, undefined, addresses)).toEqual({ callsFromHere: 0, otherAddresses: addresses });
});

test("what the user's own function knows comes last", () => {
  const finding = { notes: ['own'], undetermined: ['a'] };
  expect(withNotes(finding, { notes: ['more'] })).toEqual({ notes: ['own', 'more'], undetermined: ['a'] });
  expect(withNotes({ kind: 'outside' }, { undetermined: ['b'] })).toEqual({ kind: 'outside', undetermined: ['b'] });
  expect(withNotes({ kind: 'outside' }, {})).toEqual({ kind: 'outside' });
});
