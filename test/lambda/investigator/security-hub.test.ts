import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { securityHubFindings } from '../../../lambda/investigator/security-hub';
import type { Subject } from '../../../lambda/investigator/subject';
import { Warnings } from './asking';
import { AwsServer, broken, type Call, denied, Fault, HANG, throttled } from './aws-server';

let aws: AwsServer;
beforeAll(async () => {
  aws = await AwsServer.start();
});
afterAll(() => aws.stop());
beforeEach(() => aws.reset());

const GET = 'POST /findings';
const PERIOD = { since: new Date('2026-02-28T12:00:00Z'), now: new Date('2026-03-02T12:00:00Z') };
const USER = 'arn:aws:iam::111122223333:user/mallory';
const subject: Subject = {
  accessKeyId: 'AKIAEXAMPLEEXAMPLE03',
  principalId: 'AIDAEXAMPLEEXAMPLE003',
  userName: 'mallory',
  arns: [USER],
  address: '198.51.100.66',
};

const ask = (about: Subject = subject) =>
  securityHubFindings(
    about,
    PERIOD,
    new SecurityHubClient({
      ...aws.client(),
      requestHandler: { requestTimeout: 300, throwOnRequestTimeout: true },
    }),
    new Warnings(),
  );

const finding = (Id: string, fields: object = {}) => ({
  Id,
  Title: `title ${Id}`,
  Severity: { Label: 'HIGH' },
  UpdatedAt: '2026-03-02T11:00:00Z',
  Resources: [],
  ...fields,
});

test('each way to name the actor is a search of its own, for the period, without what the guard imported', async () => {
  aws.on(GET, { Findings: [] });
  expect(await ask()).toEqual({ source: 'Security Hub', findings: [], undetermined: [] });
  const common = {
    UpdatedAt: [{ Start: '2026-02-28T12:00:00.000Z', End: '2026-03-02T12:00:00.000Z' }],
    GeneratorId: [{ Value: 'cdk-trail-guard', Comparison: 'PREFIX_NOT_EQUALS' }],
  };
  expect(aws.calls.map(({ input }) => input.Filters)).toEqual([
    {
      ResourceId: [
        { Value: USER, Comparison: 'EQUALS' },
        { Value: subject.accessKeyId, Comparison: 'CONTAINS' },
      ],
      ...common,
    },
    { ResourceAwsIamAccessKeyPrincipalName: [{ Value: 'mallory', Comparison: 'EQUALS' }], ...common },
    { NetworkSourceIpV4: [{ Cidr: '198.51.100.66/32' }], ...common },
    {
      ProductFields: [
        {
          Key: 'aws/guardduty/service/action/awsApiCallAction/remoteIpDetails/ipAddressV4',
          Value: '198.51.100.66',
          Comparison: 'EQUALS',
        },
      ],
      ...common,
    },
  ]);
});

test('what is not known is not searched by', async () => {
  aws.on(GET, { Findings: [] });
  await ask({ arns: [], address: '2001:db8::7' });
  expect(aws.calls.map(({ input }) => Object.keys(input.Filters).sort())).toEqual([
    ['GeneratorId', 'NetworkSourceIpV6', 'UpdatedAt'],
  ]);
  expect(aws.calls[0]?.input.Filters.NetworkSourceIpV6).toEqual([{ Cidr: '2001:db8::7/128' }]);
});

test('a finding is told once, by the most certain way in which it names the actor', async () => {
  aws.on(GET, {
    Findings: [
      finding('key', { Resources: [{ Id: `AWS::IAM::AccessKey:${subject.accessKeyId}`, Type: 'AwsIamAccessKey' }] }),
      finding('arn', { Resources: [{ Id: 'other' }, { Id: USER }] }),
      finding('name', {
        Resources: [{ Id: 'other', Details: { AwsIamAccessKey: { PrincipalName: 'mallory' } } }],
      }),
      finding('address', {
        Resources: [{ Id: 'other', Details: { AwsIamAccessKey: { PrincipalName: 'eve' } } }],
        Severity: {},
        UpdatedAt: 'yesterday',
      }),
      finding('passed', { Resources: [{ Id: USER }], Compliance: { Status: 'PASSED' } }),
      finding('failed', { Resources: [{ Id: USER }], Compliance: { Status: 'FAILED' } }),
    ],
  });
  const { findings } = await ask();
  expect(findings.map(({ id, names }) => [id, names])).toEqual([
    ['key', 'access key'],
    ['arn', 'principal'],
    ['name', 'principal'],
    ['address', 'address'],
    ['failed', 'principal'],
  ]);
  expect(findings[0]).toEqual({
    source: 'Security Hub',
    id: 'key',
    title: 'title key',
    severity: 'high',
    at: '2026-03-02T11:00:00.000Z',
    names: 'access key',
  });
  expect(findings[3]).toMatchObject({ severity: 'unknown', at: PERIOD.now.toISOString() });
});

test('of hundreds of findings the latest three pages are read', async () => {
  let page = 0;
  aws.on(GET, ({ input }: Call) => {
    page += 1;
    const Findings = Array.from({ length: 100 }, (_, index) => finding(`f${page}-${index}`));
    return { Findings, NextToken: `${(input.NextToken ?? 0) + 1}` };
  });
  const { findings, undetermined } = await ask({ arns: [USER] });
  expect(findings).toHaveLength(300);
  expect(undetermined).toEqual([
    "which findings of Security Hub name the actor's key or ARN: only the latest 300 were read",
  ]);
  expect(aws.calls[0]?.input).toMatchObject({
    SortCriteria: [{ Field: 'UpdatedAt', SortOrder: 'desc' }],
    MaxResults: 100,
  });
});

test('where it is not enabled, that is said once', async () => {
  aws.on(GET, new Fault('InvalidAccessException', 'Account 111122223333 is not subscribed to AWS Security Hub', 401));
  expect((await ask()).undetermined).toEqual([
    'what Security Hub knows of the actor: it is not enabled in eu-central-1',
  ]);
  expect(aws.calls).toHaveLength(1);
});

test.each<[string, unknown, string]>([
  ['denied', denied, 'securityhub:GetFindings was denied'],
  ['throttled', throttled, 'securityhub:GetFindings was throttled'],
  ['throttled by its own name', new Fault('LimitExceededException', 'slow down', 429), 'was throttled'],
  ['broken', broken, 'securityhub:GetFindings failed (InternalFailure'],
  ['silent', HANG, 'securityhub:GetFindings did not answer in time'],
])('a search that is %s does not hide what the others find', async (_, answer, why) => {
  aws.on(GET, answer, { Findings: [finding('a')] });
  const { findings, undetermined } = await ask();
  expect(findings).toHaveLength(1);
  expect(undetermined).toEqual([expect.stringContaining(why)]);
});
