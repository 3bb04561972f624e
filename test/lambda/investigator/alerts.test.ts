import { GuardDutyClient } from '@aws-sdk/client-guardduty';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { alerts } from '../../../lambda/investigator/alerts';
import type { Incident } from '../../../lib/contract/incident';
import type { InvestigationPolicy } from '../../../lib/contract/investigation-policy';
import { IDENTITIES } from '../../fixtures/identities';
import { incident } from '../guard/incidents';
import { investigationPolicy, Warnings } from './asking';
import { AwsServer, type Call, denied } from './aws-server';

let aws: AwsServer;
beforeAll(async () => {
  aws = await AwsServer.start();
});
afterAll(() => aws.stop());

const DETECTOR = 'd'.repeat(32);
const NOW = new Date('2026-03-02T12:00:00Z');
const KEY = IDENTITIES.IAMUser.accessKeyId;

interface Known {
  readonly id: string;
  readonly severity: number;
}
const arn = (id: string) => `arn:aws:guardduty:eu-central-1:111122223333:detector/${DETECTOR}/finding/${id}`;

function knowing(guardDuty: readonly Known[], securityHub: readonly object[]): void {
  aws.reset();
  aws.on('GET /detector', { detectorIds: [DETECTOR] });
  aws.on(`POST /detector/${DETECTOR}/findings`, { findingIds: guardDuty.map(({ id }) => id), nextToken: '' });
  aws.on(`POST /detector/${DETECTOR}/findings/get`, ({ input }: Call) => ({
    findings: guardDuty
      .filter(({ id }) => input.findingIds.includes(id))
      .map(({ id, severity }) => ({
        id,
        arn: arn(id),
        title: `finding ${id}`,
        severity,
        updatedAt: '2026-03-02T11:00:00.000Z',
        resource: { accessKeyDetails: { accessKeyId: KEY } },
      })),
  }));
  aws.on('POST /findings', { Findings: securityHub });
}

const ask = (changes: Partial<InvestigationPolicy>, about: Incident = incident('restored')) =>
  alerts({
    incident: about,
    policy: investigationPolicy(changes),
    guardDuty: new GuardDutyClient(aws.client()),
    securityHub: new SecurityHubClient(aws.client()),
    now: NOW,
    log: new Warnings(),
  });

const hubFinding = (Id: string, Label: string, UpdatedAt = '2026-03-02T10:00:00Z') => ({
  Id,
  Title: `hub ${Id}`,
  Severity: { Label },
  UpdatedAt,
  Resources: [{ Id: KEY, Type: 'AwsIamAccessKey' }],
});

test('where no source is switched on, nothing is asked and that is said', async () => {
  knowing([{ id: 'a', severity: 8 }], []);
  expect(await ask({})).toEqual({
    sources: [],
    undetermined: ['what other detectors say: no source of alerts is switched on'],
  });
  expect(aws.calls).toEqual([]);
});

test('where nothing is known of the actor, there is nothing to ask by', async () => {
  knowing([{ id: 'a', severity: 8 }], []);
  expect(await ask({ guardDuty: true, securityHub: true }, incident('trail-missing'))).toEqual({
    sources: [],
    undetermined: ['what other detectors say: neither an actor nor an address is known'],
  });
  expect(aws.calls).toEqual([]);
});

test('only what is switched on is asked', async () => {
  knowing([{ id: 'a', severity: 8 }], [hubFinding('b', 'LOW')]);
  expect(await ask({ guardDuty: true })).toMatchObject({ sources: ['GuardDuty'], findings: [{ id: arn('a') }] });
  expect(await ask({ securityHub: true })).toMatchObject({ sources: ['Security Hub'], findings: [{ id: 'b' }] });
});

test('the findings of both are told once, the most severe and latest first', async () => {
  knowing(
    [
      { id: 'a', severity: 5 },
      { id: 'b', severity: 8.9 },
    ],
    [
      hubFinding('c', 'CRITICAL'),
      hubFinding('d', 'MEDIUM', '2026-03-02T11:30:00+00:00'),
      hubFinding(arn('a'), 'MEDIUM'),
      hubFinding('e', 'SOMETHING'),
    ],
  );
  const { findings, since, sources, undetermined } = await ask({ guardDuty: true, securityHub: true });
  expect(findings?.map(({ source, id, severity, at }) => [source, id, severity, at])).toEqual([
    ['Security Hub', 'c', 'critical', '2026-03-02T10:00:00.000Z'],
    ['GuardDuty', arn('b'), 'high', '2026-03-02T11:00:00.000Z'],
    ['Security Hub', 'd', 'medium', '2026-03-02T11:30:00.000Z'],
    ['GuardDuty', arn('a'), 'medium', '2026-03-02T11:00:00.000Z'],
    ['Security Hub', 'e', 'something', '2026-03-02T10:00:00.000Z'],
  ]);
  expect({ since, sources, undetermined }).toEqual({
    since: '2026-02-28T12:00:00.000Z',
    sources: ['GuardDuty', 'Security Hub'],
    undetermined: undefined,
  });
});

test('of hundreds the 20 most severe are told, and how many there are', async () => {
  const many = Array.from({ length: 250 }, (_, index) => hubFinding(`f${index}`, index % 50 === 0 ? 'HIGH' : 'LOW'));
  knowing([], many);
  const { findings, undetermined } = await ask({ securityHub: true });
  expect(findings).toHaveLength(20);
  expect(findings?.slice(0, 6).map(({ severity }) => severity)).toEqual([...Array(5).fill('high'), 'low']);
  expect(undetermined).toEqual(['the other findings: 20 of 250 are told']);
});

test('what one cannot tell does not hide what the other does', async () => {
  knowing([{ id: 'a', severity: 8 }], []);
  aws.on('POST /findings', denied);
  const { findings, undetermined } = await ask({ guardDuty: true, securityHub: true });
  expect(findings).toHaveLength(1);
  expect(undetermined?.join()).toContain('securityhub:GetFindings was denied');
});
