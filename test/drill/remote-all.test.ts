import { OWN_ATTACKS } from '../../drill/attacks/own-attacks';
import type { NotPlayed, Play } from '../../drill/play';
import { StandIn } from '../../drill/stand-in';
import { synthesize } from '../../drill/synthesize';
import { TECHNIQUES } from '../../lib/contract/techniques';
import { Account } from './account';
import { runCommand } from './run-command';

// The guard as it is deployed, behind an endpoint: the drill knows no more of it than it would in an account.

let standIn: StandIn;
let account: Account;
let removeAssembly: () => Promise<void>;
beforeAll(async () => {
  const { assembly, remove } = await synthesize({ email: 'responder@example.com', investigation: 'off' });
  removeAssembly = remove;
  standIn = await StandIn.start({ assembly, cloudTrail: { lookupEventsPerSecond: 1_000 } });
  standIn.cloudTrail.addTrail({ Name: 'another-trail', IsMultiRegionTrail: true });
  account = await Account.of(standIn);
});
afterAll(async () => {
  await account.close();
  await standIn.stop();
  await removeAssembly();
});

const drill = (...args: string[]) =>
  runCommand(['drill', '--all', '--endpoint', account.endpoint, '--json', ...args], account.environment);

const trails = () => standIn.cloudTrail.trails.map(({ name }) => name);

test('plays what touches only its own trail and bucket, and leaves nothing behind', async () => {
  const { code, stdout, stderr } = await drill('--yes', '--timeout', '20');
  expect(stderr).toBe('');
  const { passed, plays, notPlayed } = JSON.parse(stdout) as { passed: boolean; plays: Play[]; notPlayed: NotPlayed[] };
  expect(plays.filter((play) => !play.passed)).toEqual([]);
  expect(plays.map(({ technique }) => technique).sort()).toEqual(Object.keys(OWN_ATTACKS).sort());
  expect([...plays, ...notPlayed].map(({ technique }) => technique).sort()).toEqual(
    TECHNIQUES.map(({ id }) => id).sort(),
  );
  expect({ code, passed }).toEqual({ code: 0, passed: true });

  expect(trails()).toEqual(['another-trail']);
  expect(standIn.cloudTrail.trails[0]?.status.isLogging).toBe(true);
  // Released: no sweep makes it again.
  standIn.scheduler.fire();
  await standIn.settled();
  expect(trails()).toEqual(['another-trail']);
}, 120_000);

test('asks before it makes anything', async () => {
  const { code, stderr } = await drill();
  expect(stderr).toMatch(/^trail-guard: there is nobody to ask here: add --yes to agree to: Make the trail /);
  expect(code).toBe(1);
  expect(trails()).toEqual(['another-trail']);
});

test('fails where the trail cannot be made, and removes what it made', async () => {
  const message = 'User already has 5 trails in us-east-1.';
  const fault = { kind: 'error', code: 'MaximumNumberOfTrailsExceededException', message } as const;
  standIn.faults.add({ service: 'cloudtrail', operation: 'CreateTrail', times: 1, fault });
  const { code, stdout, stderr } = await drill('--yes');
  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: `trail-guard: ${message}\n` });
  const bucketsLeft =
    standIn.timeline.calls('s3', 'DeleteBucket').length - standIn.timeline.calls('s3', 'CreateBucket').length;
  expect(bucketsLeft).toBe(0);
});
