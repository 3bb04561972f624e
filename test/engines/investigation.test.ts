import {
  CloudTrailClient,
  CreateTrailCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import type { Incident } from '../../lib/contract/incident';
import { recordInCloudTrail } from './cloudtrail-door';
import { type Deployment, deploy } from './deployment';
import { clientConfig, engines, sleep } from './engine';
import { Inbox } from './inbox';
import { MALLORY, stopRecord } from './records';

// The investigator keeps to the pace of event history.
jest.setTimeout(120_000);

const { ministack } = engines();
const cloudTrail = new CloudTrailClient(clientConfig(ministack));

let guard: Deployment;
let inbox: Inbox;
let trail: string;

beforeAll(async () => {
  guard = await deploy(ministack);
  inbox = await Inbox.subscribe(ministack, guard.only('AWS::SNS::Topic'));
  const { TrailARN = '' } = await cloudTrail.send(
    new CreateTrailCommand({ Name: 'investigated', S3BucketName: 'investigated-logs' }),
  );
  trail = TrailARN;
  await cloudTrail.send(new StartLoggingCommand({ Name: trail }));
  await sleep(1_100);
  await cloudTrail.send(new StopLoggingCommand({ Name: trail }));
  await sleep(1_100);
  await recordInCloudTrail(ministack, stopRecord(trail), { deliver: true });
});
afterAll(() => guard.destroy());

const told = (revision: number): Promise<Incident> =>
  inbox.next((incident) => incident.trail.arn === trail && incident.revision === revision, 60_000);

test('holds the investigator as the template has it', () => {
  const functions = guard.resources.filter(({ type }) => type === 'AWS::Lambda::Function');
  expect(functions.map(({ status }) => status)).toEqual(['CREATE_COMPLETE', 'CREATE_COMPLETE']);
});

test('what the call tells comes first, what is found out follows as an update of the same incident', async () => {
  const first = await told(1);
  expect(first).toMatchObject({ outcome: 'restored', actor: { arn: MALLORY } });
  expect(first).not.toHaveProperty('investigation');
  const update = await told(2);
  expect(update).toMatchObject({
    id: first.id,
    outcome: 'restored',
    investigation: { stage: 'first', who: { credential: 'long-lived' }, activity: { services: expect.anything() } },
  });
  expect(update.investigation?.apiCalls).toBeGreaterThan(5);
  expect(update.investigation?.criticality.reasons).not.toEqual([]);
});
