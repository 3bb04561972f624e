import * as v from 'valibot';
import { matchingException } from '../../../lambda/common/exceptions';
import { RecordSchema } from '../../../lambda/common/record';
import type { ExceptionPolicy } from '../../../lib/contract/policy';
import { ACCOUNT, assumedRole, IDENTITIES, type Json } from '../../fixtures/identities';
import { stopLogging, TRAIL_ARN } from '../../fixtures/records';
import { exception } from '../guard/policy';

const matches = (changes: Partial<ExceptionPolicy>, fields: Json = {}) =>
  matchingException([exception(changes)], v.parse(RecordSchema, stopLogging(fields)), TRAIL_ARN) !== undefined;

const NOWHERE = { cidrs: [], vpcEndpoints: [], services: [] };
const service = 'cloudformation.amazonaws.com';

test.each<[string, Partial<ExceptionPolicy>, Json]>([
  ['principal and CIDR', {}, {}],
  ['the one of several CIDRs', { cidrs: ['10.0.0.0/8', '198.51.100.66/32'] }, {}],
  ['an IPv6 CIDR', { cidrs: ['2001:db8::/32'] }, { sourceIPAddress: '2001:db8:0:1::7' }],
  ['a VPC endpoint', { ...NOWHERE, vpcEndpoints: ['vpce-1'] }, { vpcEndpointId: 'vpce-1' }],
  ['a service as source', { ...NOWHERE, services: [service] }, { sourceIPAddress: service }],
  [
    'a service as caller',
    { ...NOWHERE, services: [service] },
    { userIdentity: { ...IDENTITIES.IAMUser, invokedBy: service } },
  ],
  [
    "a role by its own ARN, with the role's path",
    { principals: [`arn:aws:iam::${ACCOUNT}:role/ops/admin`] },
    { userIdentity: IDENTITIES.AssumedRole },
  ],
  [
    "a session by the session's ARN",
    { principals: [`arn:aws:sts::${ACCOUNT}:assumed-role/admin/*`] },
    { userIdentity: IDENTITIES.AssumedRole },
  ],
  ['a given trail', { trails: [TRAIL_ARN] }, {}],
])('covers %s', (_, changes, fields) => {
  expect(matches(changes, fields)).toBe(true);
});

test.each<[string, Partial<ExceptionPolicy>, Json]>([
  ['another principal', {}, { userIdentity: { ...IDENTITIES.IAMUser, arn: `arn:aws:iam::${ACCOUNT}:user/ops/eve` } }],
  ['another address', {}, { sourceIPAddress: '203.0.113.1' }],
  ['an IPv4 address in an IPv6 network', { cidrs: ['::/0'] }, {}],
  ['an address that is none', {}, { sourceIPAddress: 'AWS Internal' }],
  ['an address that only begins like one', {}, { sourceIPAddress: '198.51.100.66.evil.example' }],
  ['no address', {}, { sourceIPAddress: null }],
  ['no VPC endpoint', { ...NOWHERE, vpcEndpoints: ['vpce-1'] }, {}],
  ['a service named in the user agent', { ...NOWHERE, services: [service] }, { userAgent: service }],
  ['an actor without an ARN', { principals: ['*'] }, { userIdentity: IDENTITIES.IdentityCenterUser }],
  [
    "a session whose name looks like a role's",
    { principals: [`arn:aws:sts::${ACCOUNT}:assumed-role/*-pipeline`] },
    { userIdentity: assumedRole(`arn:aws:iam::${ACCOUNT}:role/dev`, 'x-pipeline') },
  ],
  ['another trail', { trails: [`${TRAIL_ARN}-2`] }, {}],
  ['no source at all', NOWHERE, {}],
  ['no principal at all', { principals: [] }, {}],
  ['a CIDR that is none', { cidrs: ['everything'] }, {}],
])('fails to cover %s', (_, changes, fields) => {
  expect(matches(changes, fields)).toBe(false);
});

test('the first exception that covers the call counts', () => {
  const [other, first, second] = [exception({ cidrs: [] }), exception({ reason: 'first' }), exception()];
  const record = v.parse(RecordSchema, stopLogging());
  expect(matchingException([other, first, second], record, TRAIL_ARN)).toBe(first);
  expect(matchingException([], record, TRAIL_ARN)).toBeUndefined();
});

test.each([
  ['Maintenance/ops', true],
  ['Dev/Maintenance', false],
])('of role/session %s the role must be the expected one: %s', (session, expected) => {
  const principals = [`arn:aws:sts::${ACCOUNT}:assumed-role/*Maintenance*/*`];
  const userIdentity = { type: 'AssumedRole', arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${session}` };
  expect(matches({ principals }, { userIdentity })).toBe(expected);
});
