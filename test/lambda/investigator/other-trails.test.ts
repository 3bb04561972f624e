import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { otherTrails } from '../../../lambda/investigator/other-trails';
import { ACCOUNT, OTHER_ACCOUNT } from '../../fixtures/identities';
import { TRAIL_ARN } from '../../fixtures/records';
import { FIXTURE_CONFIGURATION } from '../../fixtures/techniques/configuration';
import { incident } from '../guard/incidents';
import { Warnings } from './asking';
import { AwsServer, broken, type Call, denied, throttled } from './aws-server';

let aws: AwsServer;
beforeAll(async () => {
  aws = await AwsServer.start();
});
afterAll(() => aws.stop());
beforeEach(() => aws.reset());

const OWN = { TrailARN: TRAIL_ARN, IsOrganizationTrail: false, IsMultiRegionTrail: true };
const SHADOW = { TrailARN: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/abroad`, IsMultiRegionTrail: true };
const ORGANIZATION = {
  TrailARN: `arn:aws:cloudtrail:us-east-1:${OTHER_ACCOUNT}:trail/organization`,
  IsOrganizationTrail: true,
};

const ask = (changes = {}) =>
  otherTrails(incident('restored', {}, changes), new CloudTrailClient(aws.client()), new Warnings());

/** Each trail and what its status is. */
function trails(...all: [{ TrailARN: string }, unknown][]) {
  aws.on('DescribeTrails', { trailList: all.map(([trail]) => trail) });
  aws.on('GetTrailStatus', ({ input }: Call) => all.find(([{ TrailARN }]) => TrailARN === input.Name)?.[1]);
}

const logs = { IsLogging: true };
const stopped = { IsLogging: false };

test('it is the only trail that there is', async () => {
  trails([OWN, stopped]);
  expect(await ask()).toEqual({ onlyTrail: true, organizationTrail: false, multiRegion: true });
  expect(aws.called('GetTrailStatus')).toEqual([]);
  expect(aws.called('DescribeTrails')[0]?.input).toEqual({ includeShadowTrails: true });
});

test.each<[string, [{ TrailARN: string }, unknown][], boolean]>([
  [
    'none of the others logs',
    [
      [SHADOW, stopped],
      [ORGANIZATION, {}],
    ],
    true,
  ],
  [
    "another Region's logs",
    [
      [SHADOW, logs],
      [ORGANIZATION, stopped],
    ],
    false,
  ],
  [
    "the organization's logs",
    [
      [SHADOW, stopped],
      [ORGANIZATION, logs],
    ],
    false,
  ],
  [
    'one logs and another cannot be read',
    [
      [SHADOW, denied],
      [ORGANIZATION, logs],
    ],
    false,
  ],
])('%s', async (_, others, onlyTrail) => {
  trails([OWN, logs], ...others);
  const finding = await ask();
  expect(finding.onlyTrail).toBe(onlyTrail);
  expect(finding.undetermined).toBeUndefined();
});

test.each<[string, unknown, string]>([
  ['denied', denied, 'was denied'],
  ['throttled', throttled, 'was throttled'],
  ['broken', broken, 'failed (InternalFailure'],
])('whether it is the only one is open while a status is %s', async (_, answer, why) => {
  trails([OWN, logs], [SHADOW, answer], [ORGANIZATION, stopped]);
  const { onlyTrail, undetermined } = await ask();
  expect(onlyTrail).toBeUndefined();
  expect(undetermined).toEqual([expect.stringContaining(`whether ${SHADOW.TrailARN} logs: cloudtrail:GetTrailStatus`)]);
  expect(undetermined?.[0]).toContain(why);
});

test('where trails cannot be listed, the evidence still tells of which kind it was', async () => {
  aws.on('DescribeTrails', denied);
  const undetermined = ['which other trails there are: cloudtrail:DescribeTrails was denied'];
  expect(await ask()).toEqual({ undetermined });
  expect(await ask({ evidence: FIXTURE_CONFIGURATION })).toEqual({
    organizationTrail: FIXTURE_CONFIGURATION.IsOrganizationTrail,
    multiRegion: FIXTURE_CONFIGURATION.IsMultiRegionTrail,
    undetermined,
  });
});

test('of a trail that is gone, nothing but the others is known', async () => {
  trails([SHADOW, logs]);
  expect(await ask()).toEqual({
    onlyTrail: false,
    undetermined: ['what kind of trail it was: DescribeTrails does not show it (any more)'],
  });
});

test('hundreds of others are each asked once', async () => {
  const many = Array.from({ length: 200 }, (_, index): [{ TrailARN: string }, unknown] => [
    { TrailARN: `${SHADOW.TrailARN}-${index}` },
    stopped,
  ]);
  trails([OWN, logs], ...many);
  expect((await ask()).onlyTrail).toBe(true);
  expect(aws.called('GetTrailStatus')).toHaveLength(200);
});
