import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { createSecurityHubChannel } from '../../../lambda/channels/security-hub';
import type { Incident } from '../../../lib/contract/incident';
import { asffErrors } from './asff-schema';
import { type AwsServer, startAwsServer } from './aws-server';
import { INCIDENTS, KINDS } from './incidents';

let server: AwsServer;
afterEach(() => server.close());

const told = INCIDENTS.investigated as Incident;
const now = () => new Date('2026-03-02T10:16:00.000Z');
const channel = () => createSecurityHubChannel(new SecurityHubClient(server.config), 'aws', now);

test('each kind is imported, and arrives as Security Hub wants it', async () => {
  server = await startAwsServer({ FailedCount: 0, SuccessCount: 1, FailedFindings: [] });
  for (const kind of KINDS) {
    await channel().send(INCIDENTS[kind] as Incident);
  }
  expect(server.requests).toHaveLength(KINDS.length);
  for (const { target, body } of server.requests) {
    expect(target).toBe('POST /findings/import');
    expect(asffErrors(body)).toEqual([]);
  }
});

test('an update is newer than what it updates', async () => {
  server = await startAwsServer({ FailedCount: 0, SuccessCount: 1 });
  await channel().send(told);
  expect(server.requests[0]?.body).toMatchObject({ Findings: [{ UpdatedAt: '2026-03-02T10:16:00.000Z' }] });
});

test('fails if Security Hub did not take the finding, with its reason', async () => {
  const failure = { Id: '1', ErrorCode: 'InvalidInput', ErrorMessage: 'Finding does not adhere to the format' };
  server = await startAwsServer({ FailedCount: 1, SuccessCount: 0, FailedFindings: [failure] });
  await expect(channel().send(told)).rejects.toThrow(
    'Security Hub did not take the finding: InvalidInput: Finding does not adhere to the format',
  );
});

test('fails if it did not take the finding and says no more', async () => {
  server = await startAwsServer({ FailedCount: 1, SuccessCount: 0 });
  await expect(channel().send(told)).rejects.toThrow('no code: no message');
});

test('fails where Security Hub is not enabled', async () => {
  server = await startAwsServer({ __type: 'InvalidAccessException', Message: 'Account is not subscribed' }, 401);
  await expect(channel().send(told)).rejects.toThrow('Account is not subscribed');
});
