import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { ExceptionPolicy } from '../../lib/contract/policy';
import { type InvestigationOptions, investigationPolicy } from '../../lib/investigation-options';
import { InvestigationSource } from '../../lib/investigation-source';
import { ACCOUNT, IN_REGION, REGION, thrownBy } from './fixture';

const stackOf = () => new Stack(new App(), 'Stack', IN_REGION);
const place = (exceptions: ExceptionPolicy[] = []) => ({
  partition: 'aws',
  region: REGION,
  account: ACCOUNT,
  exceptions,
});
const policyOf = (options: InvestigationOptions, stack = stackOf()) => investigationPolicy(stack, options, place());
const bucket = (stack: Stack, region?: string) =>
  Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'dark', ...(region ? { region } : {}) });
const FUNCTION_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:who-is`;
const enrichment = (stack: Stack) =>
  InvestigationSource.enrichment(LambdaFunction.fromFunctionArn(stack, 'Own', FUNCTION_ARN));

const exception: ExceptionPolicy = {
  principals: [`arn:aws:iam::${ACCOUNT}:role/Maintenance`],
  cidrs: ['203.0.113.0/24'],
  vpcEndpoints: [],
  services: [],
  maximumDurationSeconds: 600,
  reason: 'Approved',
};

test('without options only what needs no option is asked', () => {
  expect(investigationPolicy(stackOf(), {}, place([exception]))).toEqual({
    version: 1,
    partition: 'aws',
    region: REGION,
    account: ACCOUNT,
    exceptions: [exception],
  });
});

test('all options are told', () => {
  const stack = stackOf();
  const policy = policyOf(
    {
      enabled: true,
      regions: ['eu-west-1', 'us-gov-west-1', 'us-isob-east-1'],
      sources: [
        InvestigationSource.guardDuty(),
        InvestigationSource.securityHub(),
        InvestigationSource.networkAddresses(),
        InvestigationSource.changeCalendar('releases'),
        InvestigationSource.changeCalendar('freeze'),
        InvestigationSource.organization(),
        InvestigationSource.productionTag('stage', ['prod']),
        enrichment(stack),
      ],
      darkActivityBucket: bucket(stack),
      darkActivityPrefix: 'security/dark/',
    },
    stack,
  );
  expect(policy).toEqual({
    version: 1,
    ...place(),
    regions: ['eu-west-1', 'us-gov-west-1', 'us-isob-east-1'],
    guardDuty: true,
    securityHub: true,
    networkAddresses: true,
    calendars: ['releases', 'freeze'],
    organization: true,
    productionTag: { key: 'stage', values: ['prod'] },
    enrichment: FUNCTION_ARN,
    list: { bucket: 'dark', prefix: 'security/dark/' },
  });
});

test('the list has a prefix of its own unless told otherwise', () => {
  const stack = stackOf();
  expect(policyOf({ darkActivityBucket: bucket(stack) }, stack).list).toEqual({
    bucket: 'dark',
    prefix: 'trail-guard/',
  });
});

test('what only deployment knows is left to it', () => {
  const stack = stackOf();
  const region = new CfnParameter(stack, 'Region').valueAsString;
  const calendar = new CfnParameter(stack, 'Calendar').valueAsString;
  const options = { regions: [region], sources: [InvestigationSource.changeCalendar(calendar)] };
  expect(policyOf(options, stack)).toMatchObject({ regions: [region], calendars: [calendar] });
});

type Wrong = [string, InvestigationOptions | ((stack: Stack) => InvestigationOptions), string, string, string];

const WRONG: Wrong[] = [
  ['no Regions', { regions: [] }, 'investigation.regions', 'empty', 'Leave it out'],
  ...['', 'eu-west', 'Ireland', 'eu-west-1a', 'EU-WEST-1', '*', 'eu-west-1 '].map(
    (region): Wrong => [`the Region '${region}'`, { regions: [region] }, 'investigation.regions', `'${region}'`, 'any'],
  ),
  [
    'a Region twice',
    { regions: ['eu-west-1', 'eu-west-2', 'eu-west-1'] },
    'investigation.regions',
    "twice 'eu-west-1'",
    'Leave it out',
  ],
  ['no sources', { sources: [] }, 'investigation.sources', 'empty', 'Leave it out'],
  [
    'a source twice',
    { sources: [InvestigationSource.guardDuty(), InvestigationSource.securityHub(), InvestigationSource.guardDuty()] },
    'investigation.sources',
    'twice InvestigationSource.guardDuty()',
    'Remove one',
  ],
  [
    'a calendar twice',
    { sources: [InvestigationSource.changeCalendar('releases'), InvestigationSource.changeCalendar('releases')] },
    'investigation.sources',
    "twice InvestigationSource.changeCalendar('releases')",
    'Remove one',
  ],
  [
    'two production tags',
    { sources: [InvestigationSource.productionTag('a', ['b']), InvestigationSource.productionTag('c', ['d'])] },
    'investigation.sources',
    "twice InvestigationSource.productionTag('c')",
    'Remove one',
  ],
  [
    'two functions',
    (stack) => ({ sources: [enrichment(stack), enrichment(new Stack(stack, 'Other'))] }),
    'investigation.sources',
    'twice InvestigationSource.enrichment(',
    'Remove one',
  ],
  ...['', '/', '/dark/', 'dark', 'dark//more/', 'dark/*/', 'dark?/', 'dark$/', '*'].map(
    (darkActivityPrefix): Wrong => [
      `the prefix '${darkActivityPrefix}'`,
      (stack) => ({ darkActivityBucket: bucket(stack), darkActivityPrefix }),
      'investigation.darkActivityPrefix',
      `'${darkActivityPrefix}'`,
      "'trail-guard/'",
    ],
  ),
  [
    'a prefix without a bucket',
    { darkActivityPrefix: 'dark/' },
    'investigation.darkActivityPrefix',
    "'dark/', without a bucket",
    'Add the bucket',
  ],
  [
    'a bucket of another Region',
    (stack) => ({ darkActivityBucket: bucket(stack, 'us-east-1') }),
    'investigation.darkActivityBucket',
    'us-east-1',
    'a bucket there',
  ],
  [
    'too many calendars',
    {
      sources: Array.from({ length: 40 }, (_, index) =>
        InvestigationSource.changeCalendar(`${'calendar-'.repeat(10)}${index}`),
      ),
    },
    'investigation',
    'too long: with the exceptions it takes about 3897 bytes',
    'Name fewer',
  ],
];

test.each(WRONG)('fails with %s, naming prop, value and cure', (_, options, prop, given, cure) => {
  const stack = stackOf();
  const error = thrownBy(() => policyOf(typeof options === 'function' ? options(stack) : options, stack));
  expect(error.name).toBe('TrailGuardValidationError');
  expect(error.message).toMatch(/^TrailGuard: '[^']+' is .+, but must be .+\. .+\.$/s);
  expect(error.message).toContain(`TrailGuard: '${prop}' is `);
  expect(error.message).toContain(given);
  expect(error.message).toContain(cure);
});
