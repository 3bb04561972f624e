import {
  GetFindingsCommand as GetGuardDutyFindings,
  GuardDutyClient,
  ListDetectorsCommand,
  ListFindingsCommand,
} from '@aws-sdk/client-guardduty';
import {
  type AwsSecurityFinding,
  type AwsSecurityFindingFilters,
  BatchImportFindingsCommand,
  GetFindingsCommand,
  SecurityHubClient,
} from '@aws-sdk/client-securityhub';
import type { Caller, StandIn } from '../../../drill/stand-in';
import { account, recordOf, startCloudTrail } from './cloudtrail-fixture';
import { cleanUp, clientConfig, errorOf } from './fixture';

let standIn: StandIn;
let mallory: Caller;
let guardDuty: GuardDutyClient;
let securityHub: SecurityHubClient;

beforeEach(async () => {
  ({ standIn, mallory } = await startCloudTrail());
  guardDuty = new GuardDutyClient(clientConfig(standIn, mallory));
  securityHub = new SecurityHubClient(clientConfig(standIn, mallory));
});
afterEach(cleanUp);

describe('GuardDuty', () => {
  const accessKeyId = 'ASIAEXAMPLE';
  const list = async (Criterion: Record<string, object>) => {
    const [DetectorId = 'none'] = (await guardDuty.send(new ListDetectorsCommand({}))).DetectorIds ?? [];
    return (await guardDuty.send(new ListFindingsCommand({ DetectorId, FindingCriteria: { Criterion } }))).FindingIds;
  };

  test('has no detector until it is enabled', async () => {
    expect((await guardDuty.send(new ListDetectorsCommand({}))).DetectorIds).toEqual([]);
    expect((await errorOf(list({}))).name).toBe('BadRequestException');
    standIn.guardDuty.enable('eu-central-1');
    expect((await guardDuty.send(new ListDetectorsCommand({}))).DetectorIds).toEqual([]);
  });

  test('finds by what a finding names, and by when', async () => {
    const old = new Date(Date.now() - 5 * 86_400_000).toISOString();
    standIn.guardDuty.enable(
      'us-east-1',
      { title: 'stolen', resource: { accessKeyDetails: { accessKeyId } } },
      { title: 'scan', service: { action: { awsApiCallAction: { remoteIpDetails: { ipAddressV4: '203.0.113.7' } } } } },
      { title: 'old', updatedAt: old, resource: { accessKeyDetails: { accessKeyId } } },
    );
    const key = { 'resource.accessKeyDetails.accessKeyId': { Equals: [accessKeyId] } };
    expect(await list(key)).toEqual(['finding-1', 'finding-3']);
    const recent = { ...key, updatedAt: { GreaterThanOrEqual: Date.now() - 86_400_000 } };
    expect(await list(recent)).toEqual(['finding-1']);
    const path = 'service.action.awsApiCallAction.remoteIpDetails.ipAddressV4';
    expect(await list({ [path]: { Equals: ['203.0.113.7'] } })).toEqual(['finding-2']);
    const get = new GetGuardDutyFindings({ DetectorId: 'detector-us-east-1', FindingIds: ['finding-1'] });
    expect((await guardDuty.send(get)).Findings).toMatchObject([{ Id: 'finding-1', Title: 'stolen', Severity: 5 }]);
    expect(recordOf(standIn, 'GetFindings')).toMatchObject({ eventSource: 'guardduty.amazonaws.com', readOnly: true });
  });
});

describe('Security Hub', () => {
  const now = new Date().toISOString();
  const finding: AwsSecurityFinding = {
    SchemaVersion: '2018-10-08',
    Id: 'incident-1',
    ProductArn: `arn:aws:securityhub:us-east-1:${account}:product/${account}/default`,
    GeneratorId: 'cdk-trail-guard',
    AwsAccountId: account,
    CreatedAt: now,
    UpdatedAt: now,
    Title: 'a trail was stopped',
    Description: 'by mallory',
    Severity: { Label: 'HIGH' },
    Resources: [{ Type: 'AwsIamAccessKey', Id: 'AKIAEXAMPLE', Details: { AwsIamAccessKey: { PrincipalName: 'mal' } } }],
  };
  const send = (...Findings: AwsSecurityFinding[]) => securityHub.send(new BatchImportFindingsCommand({ Findings }));
  const get = async (Filters: AwsSecurityFindingFilters) =>
    (await securityHub.send(new GetFindingsCommand({ Filters }))).Findings?.map(({ Id }) => Id);

  test('takes nothing until it is enabled', async () => {
    expect(await errorOf(send(finding))).toMatchObject({ name: 'InvalidAccessException', status: 401 });
  });

  test('keeps one finding of an id, as it was told last', async () => {
    standIn.securityHub.enable();
    expect(await send(finding)).toMatchObject({ SuccessCount: 1, FailedCount: 0 });
    await send({ ...finding, Title: 'restored' });
    expect(standIn.securityHub.findings()).toMatchObject([{ Id: 'incident-1', Title: 'restored' }]);
    expect(recordOf(standIn, 'BatchImportFindings')).toMatchObject({ readOnly: false });
  });

  test.each([
    ['without a title', { Title: undefined }, /Title/],
    ['of another account', { AwsAccountId: '444455556666' }, /AwsAccountId/],
    ['of another product', { ProductArn: 'arn:aws:securityhub:us-east-1::product/aws/guardduty' }, /ProductArn/],
    ['that is too large', { Description: 'x'.repeat(245_760) }, /240 KB/],
  ])('refuses a finding %s', async (_, change, reason) => {
    standIn.securityHub.enable();
    const { FailedCount, FailedFindings } = await send({ ...finding, ...change } as AwsSecurityFinding, {
      ...finding,
      Id: 'fine',
    });
    expect(FailedCount).toBe(1);
    expect(FailedFindings).toMatchObject([{ Id: 'incident-1', ErrorMessage: expect.stringMatching(reason) }]);
    expect(standIn.securityHub.findings()).toMatchObject([{ Id: 'fine' }]);
  });

  test.each<[AwsSecurityFindingFilters, string[]]>([
    [{ ResourceId: [{ Value: 'AKIAEXAMPLE', Comparison: 'EQUALS' }] }, ['incident-1']],
    [{ ResourceId: [{ Value: 'AKIA', Comparison: 'EQUALS' }] }, []],
    [{ ResourceAwsIamAccessKeyPrincipalName: [{ Value: 'm', Comparison: 'PREFIX' }] }, ['incident-1']],
    [{ GeneratorId: [{ Value: 'cdk-trail-guard', Comparison: 'NOT_EQUALS' }] }, ['known']],
    [{ ProductFields: [{ Key: 'aws/address', Value: '203.0.113.7', Comparison: 'EQUALS' }] }, ['known']],
    [{ ProductFields: [{ Key: 'aws/other', Value: '203.0.113.7', Comparison: 'EQUALS' }] }, []],
    [{ NetworkSourceIpV4: [{ Cidr: '203.0.113.7/32' }] }, ['known']],
    [{ RecordState: [{ Value: 'ACTIVE', Comparison: 'EQUALS' }] }, ['known', 'incident-1']],
    [{ UpdatedAt: [{ DateRange: { Value: 1, Unit: 'DAYS' } }] }, ['incident-1']],
    [{ UpdatedAt: [{ Start: now, End: now }] }, ['incident-1']],
  ])('finds by %j', async (filters, ids) => {
    const known = {
      Id: 'known',
      UpdatedAt: '2025-01-01T00:00:00Z',
      Network: { SourceIpV4: '203.0.113.7' },
      ProductFields: { 'aws/address': '203.0.113.7' },
    };
    standIn.securityHub.enable('us-east-1', known);
    await send(finding);
    expect(await get(filters)).toEqual(ids);
  });
});
