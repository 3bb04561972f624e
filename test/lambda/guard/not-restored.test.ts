import { METRIC } from '../../../lib/contract/metrics';
import { OTHER_ACCOUNT } from '../../fixtures/identities';
import { TRAIL_ARN } from '../../fixtures/records';
import { configurationAfter, FIXTURE_CONFIGURATION, TECHNIQUE_RECORDS, updateTrail } from '../../fixtures/techniques';
import { awsError } from './aws-error';
import { SETTLED, World } from './fakes';

const HOUR = 3_600_000;
const pacu = TECHNIQUE_RECORDS['trail-updated']?.matching ?? {};
const WRITES = ['UpdateTrail', 'PutEventSelectors', 'PutInsightSelectors', 'AddTags', 'CreateTrail', 'StartLogging'];
const written = (world: World) => world.trails.calls.filter((call) => WRITES.includes(call));

test.each(['event', 'sweep'])('observing, it changes nothing and tells once, not each sweep; by %s', async (way) => {
  const world = await new World({ response: 'observe' }).guarded();
  const event = world.trails.changeBy(TRAIL_ARN, pacu);
  await world.clock.pass(60_000);
  await (way === 'event' ? world.handle(event) : world.sweep());
  for (let sweeps = 0; sweeps < 3; sweeps++) {
    await world.clock.pass(HOUR);
    expect(await world.sweep()).toBeUndefined();
  }
  expect(written(world)).toEqual([]);
  expect(world.messages).toMatchObject([
    { outcome: 'observed', actor: { displayName: 'mallory' }, evidence: configurationAfter(pacu) },
  ]);
  expect(world.messages[0]?.changes?.every(({ result }) => result === 'not-done')).toBe(true);
  expect(world.baselines.peek(TRAIL_ARN)).toMatchObject({ version: 1, configuration: FIXTURE_CONFIGURATION });
});

test("another account's organization trail is told of once and not touched", async () => {
  const arn = TRAIL_ARN.replace(/:\d{12}:/, `:${OTHER_ACCOUNT}:`);
  const world = await new World().guarded(arn);
  world.trails.configurations.set(arn, configurationAfter(pacu));
  for (let sweeps = 0; sweeps < 3; sweeps++) {
    await world.clock.pass(HOUR);
    expect(await world.sweep()).toBeUndefined();
  }
  expect(written(world)).toEqual([]);
  expect(world.messages).toMatchObject([{ outcome: 'not-permitted', trail: { arn } }]);
});

test('a setting that cannot be put back does not keep the others from it; it is tried again until it can', async () => {
  const world = await new World().guarded();
  const isBroken = { now: true };
  const { change } = world.trails;
  world.trails.change = async (trail, call) => {
    if (isBroken.now && call.operation === 'UpdateTrail' && 'KmsKeyId' in call.settings) {
      world.trails.calls.push('UpdateTrail');
      throw awsError('KmsKeyDisabledException', 'the key is disabled');
    }
    return change(trail, call);
  };
  expect((await world.handle(world.trails.changeBy(TRAIL_ARN, pacu)))?.name).toBe('UnfinishedError');
  const { KmsKeyId: _, ...withoutKey } = FIXTURE_CONFIGURATION;
  expect(world.trails.configurationOf(TRAIL_ARN)).toEqual(withoutKey);
  const [told] = world.messages;
  expect(told).toMatchObject({ outcome: 'restore-failed', severity: 'high' });
  expect(told?.changes?.filter(({ result }) => result === 'failed').map(({ field }) => field)).toEqual(['KmsKeyId']);
  expect(told?.actions.filter(({ result }) => result === 'failed').at(-1)?.detail).toContain(
    `Missing: the key ${FIXTURE_CONFIGURATION.KmsKeyId}, enabled`,
  );
  for (let sweeps = 0; sweeps < 2; sweeps++) {
    await world.clock.pass(300_000);
    world.trails.calls.length = 0;
    expect((await world.sweep())?.message).toContain('restore-failed');
    expect(world.trails.calls).toContain('UpdateTrail');
  }
  expect(world.counted[METRIC.RESTORE_FAILURES]).toBe(3);
  isBroken.now = false;
  await world.clock.pass(300_000);
  expect(await world.sweep()).toBeUndefined();
  expect(world.trails.configurationOf(TRAIL_ARN)).toEqual(FIXTURE_CONFIGURATION);
  await world.clock.pass(300_000);
  await world.sweep();
  expect(world.messages.at(-1)?.outcome).toBe('restored');
  const id = told?.id;
  expect(world.messages.filter((message) => message.id === id).map(({ outcome }) => outcome)).toEqual([
    'restore-failed',
    'restored',
  ]);
});

test.each([
  ['S3BucketDoesNotExistException', 'Missing: the bucket management-events-logs'],
  ['InsufficientS3BucketPolicyException', 's3:GetBucketAcl'],
  ['InsufficientEncryptionPolicyException', 'kms:GenerateDataKey*'],
  ['KmsKeyNotFoundException', 'Missing: the key'],
  ['InvalidCloudWatchLogsRoleArnException', 'logs:CreateLogStream'],
  ['InsufficientSnsTopicPolicyException', 'Missing: the topic'],
  ['AccessDeniedException', 'a policy denies it'],
])('%s: what is missing is said, once', async (name, text) => {
  const world = await new World().guarded();
  world.trails.failures.UpdateTrail = Array.from({ length: 99 }, () => awsError(name));
  await world.handle(world.trails.changeBy(TRAIL_ARN, updateTrail({ s3BucketName: 'elsewhere' })));
  await world.clock.pass(SETTLED);
  await world.sweep();
  expect(world.outcomes).toEqual(['restore-failed']);
  expect(world.messages[0]?.actions[0]?.detail).toContain(text);
});

test('a change that no read shows undone is not claimed to be', async () => {
  const world = await new World().guarded();
  const event = world.trails.changeBy(TRAIL_ARN, pacu);
  world.trails.change = async () => undefined;
  expect((await world.handle(event))?.name).toBe('UnfinishedError');
  expect(world.outcomes).toEqual(['restore-unverified']);
  expect(world.counted).toEqual({ [METRIC.RESTORE_FAILURES]: 1 });
});

test('what cannot be read is told as unknown, not as fine, and does not unsay what was read back', async () => {
  const world = await new World().guarded();
  const event = world.trails.changeBy(TRAIL_ARN, pacu);
  world.trails.failures.ListTags = Array.from({ length: 99 }, () => awsError('AccessDeniedException'));
  await world.handle(event);
  expect(world.messages).toMatchObject([{ outcome: 'restored' }]);
  expect(world.messages[0]?.checks).toContainEqual(
    expect.objectContaining({ check: 'Tags is what it was', result: 'unknown' }),
  );
});
