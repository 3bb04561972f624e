import {
  DisableAWSServiceAccessCommand,
  EnableAWSServiceAccessCommand,
  ListAWSServiceAccessForOrganizationCommand,
} from '@aws-sdk/client-organizations';
import { recordOf } from './cloudtrail-fixture';
import { type Started, startChain } from './delivery-chain-fixture';
import { cleanUp } from './fixture';

let started: Started;
beforeEach(async () => {
  started = await startChain();
});
afterEach(cleanUp);

test('trusted access is kept', async () => {
  const { organizations } = started;
  const trusted = async () => {
    const { EnabledServicePrincipals } = await organizations.send(new ListAWSServiceAccessForOrganizationCommand({}));
    return EnabledServicePrincipals?.map((each) => `${each.ServicePrincipal} ${each.DateEnabled instanceof Date}`);
  };
  const ServicePrincipal = 'cloudtrail.amazonaws.com';
  expect(await trusted()).toEqual([`${ServicePrincipal} true`]);
  await organizations.send(new DisableAWSServiceAccessCommand({ ServicePrincipal }));
  expect(await trusted()).toEqual([]);
  await organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal }));
  expect(await trusted()).toEqual([`${ServicePrincipal} true`]);
});

// The SDK's client of Account Management is not among the dependencies: signatures are not checked.
const accountManagement = (path: string) =>
  fetch(`${started.standIn.endpoint}${path}`, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${started.mallory.credentials.accessKeyId}/20260101/us-east-1/account/aws4_request`,
    },
    body: JSON.stringify({ RegionName: 'af-south-1' }),
  });

test('a Region can be disabled, which is recorded as it was called', async () => {
  expect((await accountManagement('/disableRegion')).status).toBe(200);
  expect(recordOf(started.standIn, 'DisableRegion')).toMatchObject({
    awsRegion: 'us-east-1',
    eventSource: 'account.amazonaws.com',
    requestParameters: { RegionName: 'af-south-1' },
  });
});

test('Account Management has nothing else', async () => {
  const response = await accountManagement('/putContactInformation');
  expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([400, 'UnknownOperationException']);
});
