import type { CloudTrailRecord } from '../../drill/stand-in';
import type { DarkFinding, Investigation } from '../../lib/contract/investigation';
import { Played } from './intrusion-fixture';

// The investigator keeps to the pace of event history.
jest.setTimeout(180_000);

let played: Played;
let early: Investigation;
beforeAll(async () => {
  played = await Played.start();
  // Asked too early, while event history shows nothing yet of one Region.
  played.standIn.cloudTrail.options.historyLagMs = ({ awsRegion }) => (awsRegion === 'eu-west-1' ? 3_600_000 : 0);
  early = await played.investigate();
  played.standIn.cloudTrail.options.historyLagMs = 0;
  await played.later(20);
});
afterEach(() => {
  played.standIn.faults.clear();
});
afterAll(() => played.end());

const darkOf = ({ dark }: Investigation): DarkFinding => {
  if (!dark) throw new Error('the report has no gap');
  return dark;
};
const ids = (records: readonly { readonly eventId: string }[]) => records.map(({ eventId }) => eventId).toSorted();
const idsOf = (records: readonly CloudTrailRecord[]) => ids(records.map(({ eventID: eventId }) => ({ eventId })));
const everything = () => [...played.done.map(({ record }) => record), ...played.own];
const ofAttacker = () => played.done.filter(({ by }) => by === 'attacker');

/** By whom how many calls were made, as the deeds have it. */
function actors(): Record<string, number> {
  const counts: Record<string, number> = {};
  const count = (record: CloudTrailRecord, by: string) => {
    const { arn, invokedBy } = record.userIdentity;
    const actor = `${arn ?? invokedBy} ${by}`;
    counts[actor] = (counts[actor] ?? 0) + 1;
  };
  for (const { record, by } of played.done) count(record, by);
  for (const record of played.own) count(record, 'bystander');
  return counts;
}

/** A report may miss something, but then it says so; what it tells has happened as it tells it. */
function expectNothingInvented(dark: Pick<DarkFinding, 'sensitive' | 'credentials'>): void {
  const records = new Map(everything().map((record) => [record.eventID, record]));
  for (const { eventId, eventName, eventSource, region, at, errorCode } of dark.sensitive) {
    const record = records.get(eventId);
    expect({ eventName, eventSource, region, at: Date.parse(at), errorCode }).toEqual({
      eventName: record?.eventName,
      eventSource: record?.eventSource,
      region: record?.awsRegion,
      at: Date.parse(record?.eventTime ?? ''),
      errorCode: record?.errorCode,
    });
  }
  for (const { eventId } of dark.credentials) expect(records.has(eventId)).toBe(true);
}

/** The list of the latest report: none of its records is made up, and the report counts as many. */
function expectListed(dark: DarkFinding): string[] {
  const listed = idsOf(played.list(dark));
  expect(idsOf(everything())).toEqual(expect.arrayContaining(listed));
  expect(listed).toHaveLength(dark.total);
  return listed;
}

function expectExactlyWhatWasDone(dark: DarkFinding): void {
  expectNothingInvented(dark);
  expect(expectListed(dark)).toEqual(idsOf(everything()));
  expect(dark).toMatchObject({
    complete: true,
    total: everything().length,
    errors: everything().filter(({ errorCode }) => errorCode !== undefined).length,
  });
  const told = dark.actors.map(({ arn, name, isSuspect, calls }) => {
    const actor = arn ?? name.replace('the AWS service ', '');
    return [`${actor} ${isSuspect ? 'attacker' : 'bystander'}`, calls];
  });
  expect(Object.fromEntries(told)).toEqual(actors());
}

test('the published incident tells exactly what was done in the dark, call by call', () => {
  const { investigation, revision, darkWindow } = played.incident;
  expect([revision, investigation?.stage]).toEqual([3, 'complete']);
  const dark = darkOf(investigation as Investigation);
  expectExactlyWhatWasDone(dark);
  expect(dark.windows).toEqual([
    {
      kind: 'stopped',
      from: played.intrusion.window.from.toISOString(),
      to: played.intrusion.window.to.toISOString(),
      seconds: darkWindow?.seconds,
    },
  ]);
  expect(dark.windows[0]?.seconds).toBeGreaterThan(1);
  expect(dark.regions.toSorted()).toEqual(['eu-central-1', 'eu-west-1', 'us-east-1', 'us-west-2']);
});

test('every sensitive call of the attacker is told in full, before those of others', () => {
  const { sensitive } = darkOf(played.incident.investigation as Investigation);
  const harmless = ['GetCallerIdentity'];
  const done = ofAttacker().filter(({ record }) => !harmless.includes(record.eventName));
  expect(ids(sensitive.slice(0, done.length))).toEqual(ids(done));
});

test('every way back in is told', () => {
  const { credentials } = darkOf(played.incident.investigation as Investigation);
  const made = ['CreateUser', 'CreateAccessKey', 'CreateLoginProfile', 'AssumeRole', 'ConsoleLogin'];
  expect(ids(credentials)).toEqual(ids(ofAttacker().filter(({ record }) => made.includes(record.eventName))));
  expect(credentials.map(({ id }) => id)).toContain(played.intrusion.backdoor.caller.credentials.accessKeyId);
});

test('the session is traced to the stolen key', () => {
  const { thief, session } = played.intrusion;
  expect(played.incident.actor?.accessKeyId).toBe(session.caller.credentials.accessKeyId);
  expect(played.incident.investigation?.who.chain).toMatchObject([
    { eventName: 'AssumeRole', byAccessKeyId: thief.caller.credentials.accessKeyId, sourceIpAddress: '198.51.100.66' },
  ]);
});

test('a report that is asked for too early does not claim to be complete', () => {
  const dark = darkOf(early);
  expectNothingInvented(dark);
  expect(dark.complete).toBe(false);
  expect(dark.undetermined).toContainEqual(expect.stringContaining('15 minutes'));
  expect(dark.total).toBeLessThan(everything().length);
});

test('throttling delays the report and takes nothing from it', async () => {
  const fault = played.standIn.faults.add({
    service: 'cloudtrail',
    operation: 'LookupEvents',
    times: 3,
    fault: { kind: 'throttle' },
  });
  expectExactlyWhatWasDone(darkOf(await played.investigate()));
  expect(fault.hits).toBe(3);
});

test('a later page that is never answered is told', async () => {
  played.standIn.faults.add({
    service: 'cloudtrail',
    operation: 'LookupEvents',
    when: ({ NextToken, LookupAttributes }) => NextToken !== undefined && LookupAttributes === undefined,
    times: 'always',
    fault: { kind: 'status', status: 500 },
  });
  const dark = darkOf(await played.investigate());
  expectNothingInvented(dark);
  expectListed(dark);
  expect(dark.complete).toBe(false);
  expect(dark.undetermined).toContainEqual(expect.stringContaining('us-east-1'));
  expect(dark.total).toBeLessThan(everything().length);
});

test('event history that is denied is told, and nothing is claimed', async () => {
  const { callers } = played.standIn;
  callers.deny(played.investigator.caller, 'cloudtrail:LookupEvents');
  const dark = darkOf(await played.investigate());
  callers.allow(played.investigator.caller, 'cloudtrail:LookupEvents');
  expect(dark).toMatchObject({ complete: false, total: 0, sensitive: [], credentials: [] });
  for (const region of ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1']) {
    expect(dark.undetermined).toContainEqual(expect.stringMatching(new RegExp(`${region}.*denied`)));
  }
});
