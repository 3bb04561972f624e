import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudTrailClient,
  CreateTrailCommand,
  DeleteTrailCommand,
  DescribeTrailsCommand,
  type Event,
  GetTrailStatusCommand,
  type LookupAttributeKey,
  LookupEventsCommand,
  type LookupEventsCommandInput,
  paginateLookupEvents,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { StandIn } from '../../drill/stand-in';
import { recordInCloudTrail } from './cloudtrail-door';
import { ACCOUNT, clientConfig, type Engine, type EngineName, engines } from './engine';
import { BUCKET, type Call, CONFIGURATION_CALLS, REGION } from './parity-configuration';
import { type Difference, MINISTACK_DIFFERENCES, MOTO_DIFFERENCES } from './parity-differences';

const OTHER_REGION = 'us-east-1';

/** Every call below is made in this order against each CloudTrail; what one does, the next ones see. */
const NAME = 'parity';
const ARN = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/${NAME}`;
const MULTI = 'parity-multi';
const MULTI_ARN = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/${MULTI}`;
const UNKNOWN_ARN = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/unknown`;
const CALLS: Readonly<Record<string, Call>> = {
  'DescribeTrails, none': (home) => home.send(new DescribeTrailsCommand({})),
  CreateTrail: (home) => home.send(new CreateTrailCommand({ Name: NAME, S3BucketName: BUCKET })),
  'CreateTrail, every setting': (home) =>
    home.send(
      new CreateTrailCommand({
        Name: MULTI,
        S3BucketName: BUCKET,
        S3KeyPrefix: 'prefix',
        IsMultiRegionTrail: true,
        IncludeGlobalServiceEvents: true,
        EnableLogFileValidation: true,
      }),
    ),
  'CreateTrail, name taken': (home) => home.send(new CreateTrailCommand({ Name: NAME, S3BucketName: BUCKET })),
  'DescribeTrails, all': (home) => home.send(new DescribeTrailsCommand({})),
  'DescribeTrails, by name': (home) => home.send(new DescribeTrailsCommand({ trailNameList: [NAME] })),
  'DescribeTrails, by ARN': (home) => home.send(new DescribeTrailsCommand({ trailNameList: [ARN] })),
  'DescribeTrails, unknown': (home) => home.send(new DescribeTrailsCommand({ trailNameList: ['unknown'] })),
  'DescribeTrails, elsewhere': (_home, elsewhere) => elsewhere.send(new DescribeTrailsCommand({})),
  'DescribeTrails, elsewhere without shadows': (_home, elsewhere) =>
    elsewhere.send(new DescribeTrailsCommand({ includeShadowTrails: false })),
  'GetTrailStatus, never started': (home) => home.send(new GetTrailStatusCommand({ Name: NAME })),
  'StopLogging, never started': (home) => home.send(new StopLoggingCommand({ Name: NAME })),
  'GetTrailStatus, stopped but never started': (home) => home.send(new GetTrailStatusCommand({ Name: NAME })),
  'StartLogging, by name': (home) => home.send(new StartLoggingCommand({ Name: NAME })),
  'GetTrailStatus, by name': (home) => home.send(new GetTrailStatusCommand({ Name: NAME })),
  'GetTrailStatus, by ARN': (home) => home.send(new GetTrailStatusCommand({ Name: ARN })),
  'StartLogging, again': (home) => home.send(new StartLoggingCommand({ Name: ARN })),
  'StopLogging, by ARN': (home) => home.send(new StopLoggingCommand({ Name: ARN })),
  'GetTrailStatus, stopped': (home) => home.send(new GetTrailStatusCommand({ Name: ARN })),
  'StopLogging, again': (home) => home.send(new StopLoggingCommand({ Name: NAME })),
  'StartLogging, by ARN': (home) => home.send(new StartLoggingCommand({ Name: ARN })),
  'GetTrailStatus, restored': (home) => home.send(new GetTrailStatusCommand({ Name: ARN })),
  'StartLogging, multi-Region trail': (home) => home.send(new StartLoggingCommand({ Name: MULTI_ARN })),
  'GetTrailStatus, shadow trail by ARN': (_home, elsewhere) =>
    elsewhere.send(new GetTrailStatusCommand({ Name: MULTI_ARN })),
  'StopLogging, shadow trail by ARN': (_home, elsewhere) => elsewhere.send(new StopLoggingCommand({ Name: MULTI_ARN })),
  'StartLogging, single-Region trail elsewhere': (_home, elsewhere) =>
    elsewhere.send(new StartLoggingCommand({ Name: ARN })),
  'GetTrailStatus, single-Region trail elsewhere': (_home, elsewhere) =>
    elsewhere.send(new GetTrailStatusCommand({ Name: ARN })),
  'GetTrailStatus, unknown name': (home) => home.send(new GetTrailStatusCommand({ Name: 'unknown' })),
  'GetTrailStatus, unknown ARN': (home) => home.send(new GetTrailStatusCommand({ Name: UNKNOWN_ARN })),
  'StartLogging, unknown name': (home) => home.send(new StartLoggingCommand({ Name: 'unknown' })),
  'StartLogging, unknown ARN': (home) => home.send(new StartLoggingCommand({ Name: UNKNOWN_ARN })),
  'StopLogging, unknown name': (home) => home.send(new StopLoggingCommand({ Name: 'unknown' })),
  'DeleteTrail, unknown name': (home) => home.send(new DeleteTrailCommand({ Name: 'unknown' })),
  'GetTrailStatus, not a trail ARN': (home) => home.send(new GetTrailStatusCommand({ Name: `arn:aws:s3:::${BUCKET}` })),
  'StartLogging, not a trail ARN': (home) => home.send(new StartLoggingCommand({ Name: `arn:aws:s3:::${BUCKET}` })),
  'GetTrailStatus, name too short': (home) => home.send(new GetTrailStatusCommand({ Name: 'ab' })),
  'StartLogging, name too short': (home) => home.send(new StartLoggingCommand({ Name: 'ab' })),
  'LookupEvents, StopLogging': (home) =>
    home.send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'StopLogging' }],
        MaxResults: 1,
      }),
    ),
  'LookupEvents, nothing found': (home) =>
    home.send(
      new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'NoSuchCall' }] }),
    ),
  ...CONFIGURATION_CALLS,
  'DeleteTrail, by ARN': (home) => home.send(new DeleteTrailCommand({ Name: ARN })),
  'GetTrailStatus, deleted': (home) => home.send(new GetTrailStatusCommand({ Name: ARN })),
  'DeleteTrail, by name': (home) => home.send(new DeleteTrailCommand({ Name: MULTI })),
  'DescribeTrails, all deleted': (home) => home.send(new DescribeTrailsCommand({})),
};

/** The answer to each call as plain facts, `path: value`, or the error's name. */
type Answers = Readonly<Record<string, Readonly<Record<string, string>>>>;

async function answersOf(home: CloudTrailClient, elsewhere: CloudTrailClient): Promise<Answers> {
  const answers: Record<string, Readonly<Record<string, string>>> = {};
  for (const [name, call] of Object.entries(CALLS)) {
    try {
      const { $metadata: _, ...output } = (await call(home, elsewhere)) as Record<string, unknown>;
      answers[name] = Object.fromEntries(facts(output, ''));
    } catch (error) {
      answers[name] = { error: (error as Error).name };
    }
  }
  return answers;
}

/** Times and ids only by kind, as they differ from run to run; everything else by value. Items go by their names. */
function facts(value: unknown, path: string): [string, string][] {
  if (value === undefined || value === null) return [];
  if (value instanceof Date) return [[path, 'a time']];
  if (Array.isArray(value)) {
    if (value.some((item) => typeof item !== 'object')) return [[path, value.join(', ')]];
    const items = value.map((item: Item): [string, Item] => [nameOf(item), item]);
    const names = items.map(([name]) => name).sort();
    return [
      [path, names.join(', ') || 'empty list'],
      ...items.flatMap(([name, item]) => facts(item, `${path}.${name}`)),
    ];
  }
  if (typeof value === 'object') {
    return Object.entries(value).flatMap(([key, inner]) => facts(inner, path ? `${path}.${key}` : key));
  }
  const text = String(value);
  if (text === '') return [[path, 'empty text']];
  if (path === 'NextToken') return [[path, 'a token']];
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return [[path, 'a time as text']];
  return [[path, text]];
}

type Item = Readonly<Record<string, unknown>>;

/** What tells an item of a list from the others, in whichever list CloudTrail answers with. */
const NAMES = [
  'Name',
  'EventName',
  'ResourceType',
  'ResourceId',
  'Key',
  'Field',
  'InsightType',
  'ReadWriteType',
  'Type',
];
const nameOf = (item: Item): string => String(NAMES.map((name) => item[name]).find(Boolean) ?? '');

/** `call > field: the stand-in's value / the engine's value`, for each that is not the same. */
function differences(standIn: Answers, engine: Answers): string[] {
  return Object.keys(CALLS).flatMap((call) => {
    const [ours = {}, theirs = {}] = [standIn[call], engine[call]];
    if (ours.error || theirs.error) {
      return ours.error === theirs.error ? [] : [line(call, 'error', ours.error, theirs.error)];
    }
    return [...new Set([...Object.keys(ours), ...Object.keys(theirs)])]
      .filter((path) => ours[path] !== theirs[path] && itemIsIn(ours, path) && itemIsIn(theirs, path))
      .map((path) => line(call, path, ours[path], theirs[path]));
  });
}

/** The fields of an item that only one side lists say no more than that the lists differ. */
function itemIsIn(answer: Readonly<Record<string, string>>, path: string): boolean {
  const [list = '', name] = path.split('.');
  return name === undefined || (answer[list] ?? '').split(', ').includes(name);
}

function line(call: string, field: string, ours = 'absent', theirs = 'absent'): string {
  return `${call} > ${field}: ${ours} / ${theirs}`;
}

function listed(known: readonly Difference[]): string[] {
  return known.flatMap(({ calls, fields, standIn, engine }) =>
    calls.flatMap((call) => fields.map((field) => line(call, field, standIn, engine))),
  );
}

async function answersOfEngine(engine: Engine): Promise<Answers> {
  // moto's CreateTrail wants the bucket to exist.
  await new S3Client(clientConfig(engine, REGION)).send(new CreateBucketCommand({ Bucket: BUCKET }));
  return answersOf(
    new CloudTrailClient({ ...clientConfig(engine, REGION), maxAttempts: 1 }),
    new CloudTrailClient({ ...clientConfig(engine, OTHER_REGION), maxAttempts: 1 }),
  );
}

/** A stack of nothing: only CloudTrail is compared. */
function emptyAssembly(): string {
  const directory = mkdtempSync(join(tmpdir(), 'parity-'));
  const properties = { templateFile: 'Empty.template.json' };
  const stack = { type: 'aws:cloudformation:stack', environment: `aws://${ACCOUNT}/${REGION}`, properties };
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ artifacts: { Empty: stack } }));
  writeFileSync(join(directory, properties.templateFile), JSON.stringify({ Resources: {} }));
  return directory;
}

const assembly = emptyAssembly();
let standIn: StandIn;
let standInClient: CloudTrailClient;
let standInAnswers: Answers;
let engineAnswers: Readonly<Record<EngineName, Answers>>;

beforeAll(async () => {
  // Two LookupEvents calls a second are AWS's limit, which neither emulator has.
  const cloudTrail = { lookupEventsPerSecond: Number.POSITIVE_INFINITY };
  standIn = await StandIn.start({ assembly, accountId: ACCOUNT, region: REGION, cloudTrail });
  const { credentials } = standIn.callers.register({ type: 'IAMUser', userName: 'mallory' });
  const config = { endpoint: standIn.endpoint, credentials, maxAttempts: 1 };
  standInClient = new CloudTrailClient({ ...config, region: REGION });
  standInAnswers = await answersOf(standInClient, new CloudTrailClient({ ...config, region: OTHER_REGION }));
  const { ministack, moto } = engines();
  engineAnswers = { ministack: await answersOfEngine(ministack), moto: await answersOfEngine(moto) };
});
afterAll(async () => {
  await standIn?.stop();
  rmSync(assembly, { recursive: true, force: true });
});

test.each([
  ['ministack', MINISTACK_DIFFERENCES],
  ['moto', MOTO_DIFFERENCES],
] as const)("the stand-in's CloudTrail answers like %s's, but for the listed differences", (name, known) => {
  const found = differences(standInAnswers, engineAnswers[name]);
  expect(found.sort()).toEqual(listed(known).sort());
});

/** moto has no LookupEvents and ministack no pages. */
describe("the stand-in's event history finds what ministack's finds in the same records", () => {
  const { ministack } = engines();
  const ministackClient = new CloudTrailClient({ ...clientConfig(ministack, REGION), maxAttempts: 1 });
  const by = (AttributeKey: LookupAttributeKey, AttributeValue: string): LookupEventsCommandInput => ({
    LookupAttributes: [{ AttributeKey, AttributeValue }],
  });
  const MINUTE = 60_000;
  const now = Date.now();

  beforeAll(async () => {
    const home = standIn.cloudTrail.records.filter(({ awsRegion }) => awsRegion === REGION);
    expect(home.length).toBeGreaterThan(20);
    for (const record of home) await recordInCloudTrail(ministack, record, { deliver: false });
  });

  test.each<[string, 'some' | 'none', LookupEventsCommandInput]>([
    ['EventName', 'some', by('EventName', 'StopLogging')],
    ['EventName of nothing', 'none', by('EventName', 'NoSuchCall')],
    ['ResourceName, a name', 'some', by('ResourceName', NAME)],
    ['ResourceName, an ARN', 'some', by('ResourceName', ARN)],
    ['ReadOnly', 'some', by('ReadOnly', 'false')],
    ['Username', 'some', by('Username', 'mallory')],
    ['an hour around now', 'some', { StartTime: new Date(now - 30 * MINUTE), EndTime: new Date(now + 30 * MINUTE) }],
    ['before the calls', 'none', { StartTime: new Date(now - 60 * MINUTE), EndTime: new Date(now - 30 * MINUTE) }],
    ['after the calls', 'none', { StartTime: new Date(now + 30 * MINUTE), EndTime: new Date(now + 60 * MINUTE) }],
    ['the newest three', 'some', { ...by('EventName', 'StopLogging'), MaxResults: 3 }],
  ])('%s', async (_what, expected, query) => {
    const shown = (events: Event[] = []) =>
      events.map(({ EventName, EventId, EventTime, ReadOnly }) => ({ EventName, EventId, EventTime, ReadOnly }));
    const { Events } = await ministackClient.send(new LookupEventsCommand(query));
    const theirs = shown(Events);
    const ours: Event[] = [];
    for await (const page of paginateLookupEvents({ client: standInClient }, query)) ours.push(...(page.Events ?? []));
    // The LookupEvents calls of this test enter only the stand-in's history.
    const withoutLookups = ours.filter(({ EventName }) => EventName !== 'LookupEvents');
    expect(shown(withoutLookups.slice(0, query.MaxResults ?? 50))).toEqual(theirs);
    expect(theirs.length > 0 ? 'some' : 'none').toBe(expected);
  });
});
