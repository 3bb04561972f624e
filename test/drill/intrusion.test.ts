import { CloudTrailClient, type Event, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { type Intrusion, playIntrusion, SESSION_NAME, VICTIM } from '../../drill/intrusion';
import { BACKDOOR } from '../../drill/intrusion/attacker';
import type { Deed } from '../../drill/intrusion/ledger';
import type { StandIn } from '../../drill/stand-in';
import { cleanUp, clientConfig, start } from './stand-in/fixture';

let standIn: StandIn;
let intrusion: Intrusion;

beforeAll(async () => {
  standIn = await start({ cloudTrail: { lookupEventsPerSecond: 1_000 } });
  standIn.cloudTrail.addTrail({ Name: 'main', IsMultiRegionTrail: true });
  intrusion = await playIntrusion(standIn, { trailName: 'main', noise: 60 });
});
afterAll(cleanUp);

const of = (phase: Deed['phase'], by?: Deed['by']) =>
  intrusion.deeds.filter((deed) => deed.phase === phase && (by === undefined || deed.by === by));
const tell = (deeds: readonly Deed[]) =>
  deeds.map(({ record }) => {
    const error = record.errorCode === undefined ? '' : ` ${record.errorCode}`;
    return `${record.awsRegion} ${record.eventName}${error}`;
  });
const wholeSecond = (time: Date | string) => Math.floor(new Date(time).getTime() / 1_000);

/** All that event history has of a Region in the seconds of the window, but what the guard did. */
async function history(region: string): Promise<string[]> {
  const reader = standIn.callers.register({ type: 'IAMUser', userName: 'reader' });
  const client = new CloudTrailClient(clientConfig(standIn, reader, region));
  const { from, to } = intrusion.window;
  const [StartTime, EndTime] = [new Date(wholeSecond(from) * 1_000), to];
  const found: Event[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new LookupEventsCommand({ StartTime, EndTime, ...(NextToken && { NextToken }) }));
    found.push(...(page.Events ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  const guard = standIn.functions.get('guard').caller.credentials.accessKeyId;
  return found.flatMap(({ EventId, AccessKeyId }) => (AccessKeyId === guard || !EventId ? [] : [EventId]));
}

test('event history has exactly what was done in the dark, the stop included', async () => {
  const regions = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1'];
  const found = (await Promise.all(regions.map(history))).flat();
  const done = [...of('stop'), ...of('dark')].map(({ eventId }) => eventId);
  expect(found.toSorted()).toEqual(done.toSorted());
  expect(new Set(done).size).toBe(done.length);
});

test('the attacker works in several Regions by several credentials', () => {
  expect(tell(of('dark', 'attacker'))).toEqual([
    'us-east-1 CreateUser',
    'us-east-1 CreateAccessKey',
    'us-east-1 PutUserPolicy',
    'us-east-1 CreateLoginProfile',
    'us-east-1 DeleteRole NoSuchEntity',
    'us-east-1 GetSecretValue',
    'eu-west-1 RunInstances',
    'us-west-2 RunInstances Client.InstanceLimitExceeded',
    'eu-west-1 AssumeRole',
    'eu-west-1 GetSecretValue',
    'us-west-2 ModifySnapshotAttribute',
    'us-west-2 GetCallerIdentity',
    'us-east-1 ConsoleLogin',
  ]);
  const arns = new Set(of('dark', 'attacker').map(({ record }) => record.userIdentity.arn));
  expect([...arns]).toEqual([
    `arn:aws:sts::111122223333:assumed-role/admin/${SESSION_NAME}`,
    `arn:aws:sts::111122223333:assumed-role/data/${SESSION_NAME}`,
    `arn:aws:iam::111122223333:user/${BACKDOOR}`,
  ]);
});

test('the stolen key looks around, is denied, and assumes the role', () => {
  expect(tell(of('before', 'attacker'))).toEqual([
    'us-east-1 DescribeRegions',
    'us-east-1 ListBuckets AccessDenied',
    'us-east-1 GetBucketAcl AccessDenied',
    'us-east-1 GetCallerIdentity',
    'us-east-1 ListUsers',
    'us-east-1 CreateUser AccessDenied',
    'us-east-1 DescribeTrails',
    'us-east-1 GetTrailStatus',
    'us-east-1 AssumeRole',
  ]);
  const [last] = of('before', 'attacker').slice(-1);
  expect(last?.record).toMatchObject({
    userIdentity: { userName: VICTIM, accessKeyId: intrusion.thief.caller.credentials.accessKeyId },
    responseElements: { credentials: { accessKeyId: intrusion.session.caller.credentials.accessKeyId } },
  });
  expect(tell(of('stop'))).toEqual(['us-east-1 StopLogging']);
});

test('the others work before, in and after the dark, some of them under names like those of the attacker', () => {
  const names = (phase: Deed['phase']) =>
    of(phase, 'bystander')
      .map(({ record }) => record.eventName)
      .filter((name) => name !== 'DescribeInstanceInformation');
  expect(names('dark')).toEqual([
    'DescribeInstances',
    'RunInstances',
    'ListUsers',
    'GetRole',
    'GetCallerIdentity',
    'UpdateStack',
    'GetSecretValue',
    'AssumeRole',
  ]);
  expect(names('after')).toEqual(names('dark'));
  expect(names('before')).toEqual(['AssumeRole', 'AssumeRole', ...names('dark')]);
  const others = of('dark', 'bystander').map(({ record }) => record.userIdentity);
  expect(others.map(({ userName }) => userName)).toContain(VICTIM);
  const sessions = others.map(({ arn }) => String(arn).split(':assumed-role/')[1]);
  expect(sessions).toEqual(expect.arrayContaining(['admin/on-call', `backup-operator/${SESSION_NAME}`]));
});

test('before and after are in other seconds than the window', () => {
  const { from, to } = intrusion.window;
  for (const { phase, record } of intrusion.deeds) {
    const second = wholeSecond(record.eventTime);
    const isIn = second >= wholeSecond(from) && second <= wholeSecond(to);
    expect(`${phase} ${isIn}`).toBe(`${phase} ${phase === 'stop' || phase === 'dark'}`);
  }
  expect(to.getTime()).toBeGreaterThan(from.getTime());
});

test('nothing of the dark came onto the bus but the stop', () => {
  const arrived = standIn.timeline.of('event').filter(({ disposition }) => disposition !== 'lost');
  const names = arrived.map(({ name }) => name);
  expect(names).toContain('StopLogging');
  for (const { record } of of('dark', 'attacker').filter((deed) => !['CreateUser'].includes(deed.record.eventName))) {
    expect(names).not.toContain(record.eventName);
  }
});
