import { METRIC } from '../../../lib/contract/metrics';
import type { GuardPolicy } from '../../../lib/contract/policy';
import { IDENTITIES } from '../../fixtures/identities';
import { TRAIL_ARN } from '../../fixtures/records';
import { FIXTURE_CONFIGURATION } from '../../fixtures/techniques';
import { awsError } from './aws-error';
import { SETTLED, World } from './fakes';
import { exception } from './policy';

const HOUR = 3_600_000;
const guarded = (changes?: Partial<GuardPolicy>) => new World(changes).guarded();

describe.each(['event', 'sweep'])('a deleted trail, noticed by %s,', (way) => {
  const noticed = async (world: World, event: unknown) => (way === 'event' ? world.handle(event) : world.sweep());

  test('is told with who did it, and at once, also in the second in which it was last seen, and right after another', async () => {
    const world = await new World().guarded();
    await world.clock.pass(HOUR + 500);
    for (const actor of [IDENTITIES.IAMUser, IDENTITIES.Root]) {
      await world.sweep();
      await world.clock.pass(300);
      await noticed(world, world.trails.deleteBy(TRAIL_ARN, actor));
    }
    expect(world.messages.map(({ actor }) => actor?.type)).toEqual(['IAMUser', 'Root']);
  });

  test('is created again with everything it had, started first, and the gap is told', async () => {
    const world = await guarded();
    const event = world.trails.deleteBy(TRAIL_ARN);
    await world.clock.pass(9000);
    expect(await noticed(world, event)).toBeUndefined();
    expect(world.trails.configurationOf(TRAIL_ARN)).toEqual(FIXTURE_CONFIGURATION);
    expect(world.isLogging).toBe(true);
    const written = world.trails.calls.filter((call) => /^(Create|Start|Put|Add|Update)/.test(call));
    expect(written).toEqual([
      'CreateTrail',
      'StartLogging',
      'PutEventSelectors',
      'PutInsightSelectors',
      'PutEventConfiguration',
    ]);
    expect(world.messages).toMatchObject([
      {
        outcome: 'restored',
        technique: { id: 'trail-deleted' },
        detectedBy: way,
        actor: { displayName: 'mallory' },
        darkWindow: { seconds: 9 },
      },
    ]);
    for (let sweeps = 0; sweeps < 3; sweeps++) {
      await world.clock.pass(HOUR);
      expect(await world.sweep()).toBeUndefined();
    }
    expect(world.messages).toHaveLength(1);
  });

  test('fails for the bucket policy: said exactly, tried again each sweep, told again when it worked', async () => {
    const world = await guarded();
    const event = world.trails.deleteBy(TRAIL_ARN);
    const refusal = () => awsError('InsufficientS3BucketPolicyException', 'Incorrect S3 bucket policy');
    world.trails.failures.CreateTrail = Array.from({ length: 3 }, refusal);
    expect((await noticed(world, event))?.name).toBe('UnfinishedError');
    expect(world.messages).toMatchObject([{ outcome: 'restore-failed', actor: { displayName: 'mallory' } }]);
    expect(world.messages[0]?.actions[0]?.detail).toContain(
      'Missing: statements in the policy of the bucket management-events-logs',
    );
    for (let sweeps = 0; sweeps < 2; sweeps++) {
      await world.clock.pass(300_000);
      expect((await world.sweep())?.message).toContain('restore-failed');
    }
    expect(world.counted[METRIC.RESTORE_FAILURES]).toBe(3);
    await world.clock.pass(300_000);
    expect(await world.sweep()).toBeUndefined();
    await world.clock.pass(SETTLED);
    await world.sweep();
    expect(world.outcomes).toEqual(['restore-failed', 'restored (2)']);
    expect(world.trails.configurationOf(TRAIL_ARN)).toEqual(FIXTURE_CONFIGURATION);
    expect(world.isLogging).toBe(true);
  });

  test.each([
    ['its log group', 'CloudWatchLogsDeliveryUnavailableException', ['CloudWatchLogsLogGroupArn']],
    ['its topic', 'InvalidSnsTopicNameException', ['SnsTopicARN']],
    ['its key', 'KmsKeyNotFoundException', ['KmsKeyId']],
    ['the organization', 'CloudTrailAccessNotEnabledException', ['IsOrganizationTrail']],
  ])('is created without %s rather than not at all; that is put back later', async (_, name, fields) => {
    const world = await guarded();
    const event = world.trails.deleteBy(TRAIL_ARN);
    world.trails.failures.CreateTrail = [awsError(name)];
    world.trails.failures.UpdateTrail = Array.from({ length: 99 }, () => awsError(name));
    await noticed(world, event);
    expect(world.isLogging).toBe(true);
    expect(world.outcomes).toEqual(['restore-failed']);
    const failed = world.messages[0]?.checks.filter(({ result }) => result === 'failed').map(({ check }) => check);
    expect(failed).toEqual(expect.arrayContaining(fields.map((field) => `${field} is what it was`)));
    world.trails.failures.UpdateTrail = [];
    await world.clock.pass(300_000);
    await world.sweep();
    expect(world.trails.configurationOf(TRAIL_ARN)).toEqual(FIXTURE_CONFIGURATION);
    await world.clock.pass(300_000);
    expect(await world.sweep()).toBeUndefined();
    expect(world.outcomes.filter((outcome) => outcome.startsWith('restored')).length).toBeGreaterThan(0);
  });

  test('is left alone and told quietly where an exception expects it', async () => {
    const world = await guarded({ exceptions: [exception({ techniques: ['trail-deleted'] })] });
    await noticed(world, world.trails.deleteBy(TRAIL_ARN));
    for (let sweeps = 0; sweeps < 2; sweeps++) {
      await world.clock.pass(HOUR);
      expect(await world.sweep()).toBeUndefined();
    }
    expect(world.messages).toMatchObject([
      { outcome: 'adopted', severity: 'low', exception: { reason: 'yearly maintenance' } },
    ]);
    expect(world.trails.calls).not.toContain('CreateTrail');
  });

  test('is left alone where it was released', async () => {
    const world = await guarded();
    await world.handle({ trigger: 'baseline', action: 'release', trail: TRAIL_ARN });
    await noticed(world, world.trails.deleteBy(TRAIL_ARN));
    await world.clock.pass(HOUR);
    expect(await world.sweep()).toBeUndefined();
    expect(world.messages).toMatchObject([{ outcome: 'expected' }]);
    expect(world.trails.calls).not.toContain('CreateTrail');
  });

  test('observing, it is told as missing, with what it was', async () => {
    const world = await guarded({ response: 'observe' });
    await noticed(world, world.trails.deleteBy(TRAIL_ARN));
    await world.clock.pass(HOUR);
    await world.sweep();
    expect(world.messages).toMatchObject([{ outcome: 'trail-missing', evidence: FIXTURE_CONFIGURATION }]);
    expect(world.trails.calls).not.toContain('CreateTrail');
  });
});
