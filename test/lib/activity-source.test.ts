import { ActivitySource } from '../../lib';
import { thrownBy } from './fixture';

const CIDRS = [
  '0.0.0.0/0',
  '::/0',
  '0.0.0.0/1',
  '8000::/1',
  '203.0.113.0',
  '203.0.113.0/33',
  '2001:db8::/129',
  '203.0.113.0/24/8',
  '203.0.113/24',
  '',
  'everywhere',
];

test.each([
  ...CIDRS.map((cidr) => [`the range '${cidr}'`, () => ActivitySource.cidr(cidr), 'the network'] as const),
  ...['vpc-0123456789abcdef0', 'vpce-', '*', ''].map(
    (id) => [`the VPC endpoint '${id}'`, () => ActivitySource.vpcEndpoint(id), 'endpoint.vpcEndpointId'] as const,
  ),
  ...['*', 'cloudformation', '*.amazonaws.com', 'amazonaws.com', 'evil.example.com'].map(
    (service) => [`the service '${service}'`, () => ActivitySource.service(service), 'invokedBy'] as const,
  ),
])('fails with %s, naming prop, value and cure', (given, make, cure) => {
  const { message } = thrownBy(make);
  expect(message).toContain("TrailGuard: 'exceptions[].sources' is ");
  expect(message).toContain(given);
  expect(message).toContain(cure);
});

test.each(['10.0.0.0/8', '203.0.113.9/32', '2001:db8::/16', '2001:db8::1/128'])('the range %s passes', (cidr) => {
  expect(ActivitySource.cidr(cidr)).toMatchObject({ kind: 'cidr', value: cidr });
});

test.each([
  'cloudformation.amazonaws.com',
  'ecs.application-autoscaling.amazonaws.com',
  'elasticmapreduce.amazonaws.com.cn',
])('the service %s passes', (service) => {
  expect(ActivitySource.service(service)).toMatchObject({ kind: 'service', value: service });
});

test('an endpoint passes', () => {
  expect(ActivitySource.vpcEndpoint('vpce-0123456789abcdef0')).toMatchObject({ kind: 'vpcEndpoint' });
});
