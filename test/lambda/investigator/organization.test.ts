import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { organization } from '../../../lambda/investigator/organization';
import type { InvestigationPolicy } from '../../../lib/contract/investigation-policy';
import { ACCOUNT } from '../../fixtures/identities';
import { investigationPolicy, Warnings } from './asking';
import { AwsServer, broken, type Call, denied, Fault } from './aws-server';

let aws: AwsServer;
beforeAll(async () => {
  aws = await AwsServer.start();
});
afterAll(() => aws.stop());

const PARENTS: Record<string, { Id: string; Type: string }> = {
  [ACCOUNT]: { Id: 'ou-ab12-33333333', Type: 'ORGANIZATIONAL_UNIT' },
  'ou-ab12-33333333': { Id: 'ou-ab12-22222222', Type: 'ORGANIZATIONAL_UNIT' },
  'ou-ab12-22222222': { Id: 'r-ab12', Type: 'ROOT' },
};
const account = {
  Account: { Id: ACCOUNT, Arn: `arn:aws:organizations::444455556666:account/o-abcdefghij/${ACCOUNT}`, Name: 'Shop' },
};
const tags = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({ Key: `tag-${from + index}`, Value: 'x' }));

beforeEach(() => {
  aws.reset();
  aws.on('DescribeAccount', account);
  aws.on('ListParents', ({ input }: Call) => ({ Parents: [PARENTS[input.ChildId]] }));
  aws.on('ListTagsForResource', { Tags: [{ Key: 'stage', Value: 'prod' }] });
});

const ask = (changes: Partial<InvestigationPolicy>) =>
  organization(investigationPolicy(changes), new OrganizationsClient(aws.client('us-east-1')), new Warnings());
const productionTag = { key: 'stage', values: ['prod', 'live'] };

test('the account is named with its place, from the root down', async () => {
  expect(await ask({ organization: true })).toEqual({
    accountName: 'Shop',
    organizationPath: 'o-abcdefghij/r-ab12/ou-ab12-22222222/ou-ab12-33333333/',
  });
});

test.each([
  ['one of the values', [{ Key: 'stage', Value: 'live' }], true],
  ['another value', [{ Key: 'stage', Value: 'dev' }], false],
  ['another key', [{ Key: 'Stage', Value: 'prod' }], false],
  ['no tags', [], false],
])('production is known by its tag: %s', async (_, Tags, production) => {
  aws.on('ListTagsForResource', { Tags });
  expect(await ask({ productionTag })).toEqual({ production });
});

test('the tag is found on any page', async () => {
  aws.on('ListTagsForResource', ...[0, 100, 200].map((from) => ({ Tags: tags(100, from), NextToken: `${from}` })), {
    Tags: [{ Key: 'stage', Value: 'prod' }],
  });
  expect(await ask({ productionTag })).toEqual({ production: true });
  expect(aws.called('ListTagsForResource').map(({ input }) => input.NextToken)).toEqual([undefined, '0', '100', '200']);
});

test('nothing is asked where nothing is switched on', async () => {
  expect(await ask({})).toEqual({});
  expect(aws.calls).toEqual([]);
});

test('in a member account all is denied, and said so', async () => {
  aws.on('DescribeAccount', denied).on('ListTagsForResource', denied);
  expect(await ask({ organization: true, productionTag })).toEqual({
    undetermined: [
      "the account's name in the organization: organizations:DescribeAccount was denied",
      'whether the account is one of production: organizations:ListTagsForResource was denied',
    ],
  });
});

test.each<[string, unknown, string]>([
  ['denied', denied, 'organizations:ListParents was denied'],
  ['throttled', new Fault('TooManyRequestsException'), 'organizations:ListParents was throttled'],
  ['broken', broken, 'organizations:ListParents failed (InternalFailure'],
  ['empty', { Parents: [] }, 'it shows no parent'],
  ['a circle', { Parents: [{ Id: 'ou-ab12-33333333', Type: 'ORGANIZATIONAL_UNIT' }] }, 'no root within 6 levels'],
])('where the parents are %s, the name is still told', async (_, answer, why) => {
  aws.on('ListParents', answer);
  const { undetermined, ...known } = await ask({ organization: true });
  expect(known).toEqual({ accountName: 'Shop' });
  expect(undetermined?.[0]).toContain(why);
});

test('an account outside of any organization is said to be so', async () => {
  aws.on('DescribeAccount', new Fault('AWSOrganizationsNotInUseException', 'not a member of an organization'));
  expect((await ask({ organization: true })).undetermined?.[0]).toContain('AWSOrganizationsNotInUseException');
});
