import { AccountClient } from '@aws-sdk/client-account';
import { enabledRegions } from '../../../lambda/investigator/regions';
import { AwsServer, denied } from './aws-server';

let aws: AwsServer;
beforeAll(async () => {
  aws = await AwsServer.start();
});
afterAll(() => aws.stop());
beforeEach(() => aws.reset());

const POLICY = { partition: 'aws', region: 'eu-central-1' };
const ask = (policy: Parameters<typeof enabledRegions>[1] = POLICY) =>
  enabledRegions(new AccountClient(aws.client()), policy);
const region = (RegionName: string, RegionOptStatus = 'ENABLED_BY_DEFAULT') => ({ RegionName, RegionOptStatus });

test("every enabled Region is asked, page by page: the guard's first, then where IAM is recorded", async () => {
  aws.on(
    'POST /listRegions',
    { Regions: [region('us-west-2'), region('us-east-1'), region('eu-central-1')], NextToken: 'more' },
    { Regions: [region('af-south-1', 'ENABLED')] },
  );
  expect(await ask()).toEqual({ regions: ['eu-central-1', 'us-east-1', 'af-south-1', 'us-west-2'], undetermined: [] });
  expect(aws.calls.map(({ input }) => input.NextToken)).toEqual([undefined, 'more']);
  expect(aws.calls[0]?.input.RegionOptStatusContains).toEqual(
    expect.arrayContaining(['ENABLED', 'ENABLED_BY_DEFAULT']),
  );
});

test('a Region on its way in or out is said to be unknown', async () => {
  aws.on('POST /listRegions', { Regions: [region('us-east-1'), region('me-south-1', 'DISABLING')] });
  expect(await ask()).toEqual({
    regions: ['eu-central-1', 'us-east-1'],
    undetermined: ['event history of me-south-1: it is being enabled or disabled'],
  });
});

test.each([
  ['aws', 'eu-central-1', ['eu-central-1', 'us-east-1']],
  ['aws', 'us-east-1', ['us-east-1']],
  ['aws-us-gov', 'us-gov-east-1', ['us-gov-east-1', 'us-gov-west-1']],
  ['aws-cn', 'cn-north-1', ['cn-north-1', 'cn-northwest-1']],
  ['aws-other', 'other-1', ['other-1']],
])('denied in %s, %s and the Region of global services are asked', async (partition, home, regions) => {
  aws.on('POST /listRegions', denied);
  const asked = await ask({ partition, region: home });
  expect(asked.regions).toEqual(regions);
  expect(asked.undetermined).toEqual([`Regions other than ${regions.join(' and ')}: account:ListRegions was denied`]);
});

test('unreachable, the reason is told', async () => {
  const gone = await AwsServer.start();
  const client = new AccountClient(gone.client());
  await gone.stop();
  expect((await enabledRegions(client, POLICY)).undetermined[0]).toMatch(/account:ListRegions failed \(.*ECONNREFUSED/);
});

test('Regions of the policy are asked and no others, and what they leave out is told', async () => {
  expect(await ask({ ...POLICY, regions: ['us-west-2', 'eu-central-1'] })).toEqual({
    regions: ['eu-central-1', 'us-west-2'],
    undetermined: ['what was done in IAM: us-east-1, where it is recorded, is not among the Regions to read'],
  });
  expect((await ask({ ...POLICY, regions: ['us-east-1', 'us-west-2', 'us-west-2'] })).undetermined).toEqual([]);
  expect(aws.calls).toEqual([]);
});
