import type { GuardPolicy } from '../../../lib/contract/policy';
import type { TrailConfiguration } from '../../../lib/contract/trail-configuration';
import { IDENTITIES } from '../../fixtures/identities';
import { TRAIL_ARN } from '../../fixtures/records';
import { configurationAfter, FIXTURE_CONFIGURATION, TECHNIQUE_RECORDS, updateTrail } from '../../fixtures/techniques';
import { World } from './fakes';
import { exception } from './policy';

const HOUR = 3_600_000;
const guarded = (changes?: Partial<GuardPolicy>) => new World(changes).guarded();
const matching = (id: string) => TECHNIQUE_RECORDS[id]?.matching ?? {};
const [SELECTOR] = FIXTURE_CONFIGURATION.Selectors.EventSelectors ?? [];
const expecting = (changes: Parameters<typeof exception>[0] = {}) => guarded({ exceptions: [exception(changes)] });
/** Only a bucket's name: nothing else moves. */
const elsewhere = updateTrail({ s3BucketName: 'other-logs' });

describe('a mixed change', () => {
  const mixed = {
    ...FIXTURE_CONFIGURATION,
    LogFileValidationEnabled: false,
    Tags: { guarded: 'false', owner: 'security', team: 'audit' },
  };

  test.each(['event', 'sweep'])('keeps what was gained and puts back what was lost, by %s', async (way) => {
    const world = await guarded();
    const event = world.trails.changeBy(TRAIL_ARN, updateTrail({ enableLogFileValidation: false }));
    world.trails.configurations.set(TRAIL_ARN, mixed);
    await world.clock.pass(1000);
    expect(await (way === 'event' ? world.handle(event) : world.sweep())).toBeUndefined();
    const wanted = { ...FIXTURE_CONFIGURATION, Tags: { ...FIXTURE_CONFIGURATION.Tags, team: 'audit' } };
    expect(world.trails.configurationOf(TRAIL_ARN)).toEqual(wanted);
    expect(world.baselines.peek(TRAIL_ARN)).toMatchObject({ version: 2, reason: 'wider', configuration: wanted });
    expect(world.messages).toMatchObject([
      {
        outcome: 'restored',
        changes: [
          { field: 'LogFileValidationEnabled', relation: 'narrower', result: 'restored' },
          { field: 'Tags', relation: 'mixed', result: 'restored' },
        ],
      },
    ]);
    await world.clock.pass(HOUR);
    expect(await world.sweep()).toBeUndefined();
    expect(world.messages).toHaveLength(1);
  });
});

test('what was gained in one field is kept while another is put back', async () => {
  const world = await guarded({ trails: [TRAIL_ARN] });
  const { KmsKeyId: _, ...withoutKey } = FIXTURE_CONFIGURATION;
  world.trails.configurations.set(TRAIL_ARN, withoutKey);
  await world.handle({ trigger: 'baseline', action: 'accept', trail: TRAIL_ARN });
  world.trails.configurations.set(TRAIL_ARN, { ...FIXTURE_CONFIGURATION, IsMultiRegionTrail: false });
  await world.sweep();
  expect(world.trails.configurationOf(TRAIL_ARN)).toEqual(FIXTURE_CONFIGURATION);
  expect(world.messages.at(-1)?.changes).toMatchObject([
    { field: 'IsMultiRegionTrail', result: 'restored' },
    { field: 'KmsKeyId', relation: 'wider', result: 'kept' },
  ]);
});

describe('an exception', () => {
  test.each(['event', 'sweep'])('has a change adopted, told quietly with its reason, by %s', async (way) => {
    const world = await expecting();
    const event = world.trails.changeBy(TRAIL_ARN, elsewhere);
    await world.clock.pass(60_000);
    expect(await (way === 'event' ? world.handle(event) : world.sweep())).toBeUndefined();
    expect(world.trails.configurationOf(TRAIL_ARN)).toEqual(configurationAfter(elsewhere));
    expect(world.baselines.peek(TRAIL_ARN)).toMatchObject({
      version: 2,
      reason: 'expected',
      by: IDENTITIES.IAMUser.arn,
      configuration: configurationAfter(elsewhere),
    });
    expect(world.messages).toMatchObject([
      {
        outcome: 'adopted',
        severity: 'low',
        detectedBy: way,
        exception: { reason: 'yearly maintenance' },
        baselineVersion: 2,
        changes: [{ field: 'S3BucketName', result: 'kept' }],
      },
    ]);
    await world.clock.pass(HOUR);
    await world.sweep();
    await world.handle(event);
    expect(world.messages).toHaveLength(1);
  });

  test.each<[string, Parameters<typeof exception>[0], string]>([
    ['for this technique covers it', { techniques: ['bucket-changed'] }, 'adopted'],
    ['for another technique does not', { techniques: ['encryption-key-changed', 'stop-logging'] }, 'restored'],
    ['for another trail does not', { trails: [`${TRAIL_ARN}-2`] }, 'restored'],
    ['from elsewhere does not', { cidrs: ['203.0.113.0/24'] }, 'restored'],
  ])('%s', async (_, changes, outcome) => {
    const world = await expecting(changes);
    await world.handle(world.trails.changeBy(TRAIL_ARN, elsewhere));
    expect(world.outcomes).toEqual([outcome]);
  });

  test('covers only its techniques of a call that does more', async () => {
    const world = await expecting({ techniques: ['encryption-key-changed'] });
    const event = world.trails.changeBy(TRAIL_ARN, matching('trail-updated'));
    await world.clock.pass(1000);
    expect(await world.handle(event)).toBeUndefined();
    const { KmsKeyId: _, ...wanted } = FIXTURE_CONFIGURATION;
    expect(world.trails.configurationOf(TRAIL_ARN)).toEqual(wanted);
    expect(world.outcomes).toEqual(['adopted', 'restored']);
    expect(world.messages.map(({ changes = [] }) => changes.map(({ field }) => field))).toEqual([
      ['KmsKeyId'],
      expect.not.arrayContaining(['KmsKeyId']),
    ]);
  });

  test("does not cover somebody else's change that is found with an expected one", async () => {
    const world = await expecting();
    const expected = world.trails.changeBy(TRAIL_ARN, elsewhere);
    world.trails.changeBy(TRAIL_ARN, matching('tags-removed'), { userIdentity: IDENTITIES.Root });
    await world.clock.pass(1000);
    await world.handle(expected);
    expect(world.trails.configurationOf(TRAIL_ARN)).toEqual({ ...FIXTURE_CONFIGURATION, S3BucketName: 'other-logs' });
    expect(world.outcomes).toEqual(['adopted', 'restored']);
    expect(world.messages[1]).toMatchObject({ actor: { type: 'Root' } });
  });

  test('whose actor event history does not know has the change undone', async () => {
    const world = await expecting();
    world.trails.historyLag = HOUR;
    world.trails.changeBy(TRAIL_ARN, elsewhere);
    await world.clock.pass(60_000);
    await world.sweep();
    expect(world.trails.configurationOf(TRAIL_ARN)).toEqual(FIXTURE_CONFIGURATION);
  });
});

test.each<[string, Partial<TrailConfiguration>]>([
  [
    'data events of one more bucket',
    {
      Selectors: {
        EventSelectors: [{ ...SELECTOR, DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] }],
      } as TrailConfiguration['Selectors'],
    },
  ],
  ['one more tag', { Tags: { ...FIXTURE_CONFIGURATION.Tags, team: 'audit' } }],
])('%s: adopted by the next comparison, told quietly once', async (_, gain) => {
  const world = await guarded();
  world.trails.configurations.set(TRAIL_ARN, { ...FIXTURE_CONFIGURATION, ...gain });
  await world.clock.pass(HOUR);
  await world.sweep();
  await world.clock.pass(HOUR);
  await world.sweep();
  expect(world.messages).toMatchObject([{ outcome: 'adopted', severity: 'low', changes: [{ relation: 'wider' }] }]);
  const versions = await world.clock.run(world.baselines.history(TRAIL_ARN));
  expect(versions.map(({ version }) => version)).toEqual([2, 1]);
  expect(world.trails.calls).not.toContain('UpdateTrail');
});
