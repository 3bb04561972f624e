import { type BaselineOptions, runBaseline } from '../../drill/baseline-command';
import type { BaselineAction } from '../../lib/contract/baseline-request';
import { ACCEPTED, BaselineApi, CALLER, DIFFERENT, SAME, TRAIL, VERSIONS } from './baseline-fixture';

let api: BaselineApi;
let endpoint: string;
let output: string[];
let asked: string[];

beforeEach(async () => {
  api = new BaselineApi();
  endpoint = await api.start();
  output = [];
  asked = [];
  jest.spyOn(console, 'log').mockImplementation((text) => output.push(text));
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  api.stop();
  jest.restoreAllMocks();
});

/** The command with somebody who says yes, or no. */
async function run(action: BaselineAction, options: Partial<BaselineOptions> = {}, says = true): Promise<string> {
  await runBaseline(action, TRAIL, { endpoint, yes: false, json: false, ...options }, async (what, yes) => {
    asked.push(what);
    if (!says && !yes) {
      throw new Error('nothing was done');
    }
  });
  return output.join('\n');
}

const actions = () => api.invoked.map(({ request }) => request.action);

test('show: versions, newest first, and the newest configuration', async () => {
  api.answers.show = VERSIONS;
  expect(await run('show')).toMatchInlineSnapshot(`
"Baseline of arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit:

  2  2026-03-03T10:00:00.000Z  accepted, by arn:aws:sts::111122223333:assumed-role/admin/alice
  1  2026-03-02T10:00:00.000Z  first-seen

Version 2 (--json shows the earlier ones too):
{
  "S3BucketName": "new-logs"
}"
`);
  expect(api.invoked).toEqual([
    { functionName: 'guard', request: { trigger: 'baseline', action: 'show', trail: TRAIL } },
  ]);
});

test('show: no baseline yet', async () => {
  api.answers.show = { trail: TRAIL, versions: [] };
  expect(await run('show')).toMatchInlineSnapshot(
    `"arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit has no baseline yet: a sweep that sees it log and deliver adopts the first version."`,
  );
});

test('show --json: the answer and nothing else', async () => {
  api.answers.show = VERSIONS;
  expect(JSON.parse(await run('show', { json: true }))).toEqual(VERSIONS);
});

test('diff: field by field, and what could not be read', async () => {
  api.answers.diff = DIFFERENT;
  expect(await run('diff')).toMatchInlineSnapshot(`
"arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit differs from its baseline:
  S3BucketName, moved: "logs"
    -> "new-logs"
Could not be read, and is not compared:
  Tags: AccessDenied"
`);
  expect(asked).toEqual([]);
});

test('diff: no difference', async () => {
  api.answers = { diff: SAME, show: VERSIONS };
  expect(await run('diff')).toMatchInlineSnapshot(
    `"arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit is as its baseline says."`,
  );
});

test('diff: does not call a trail without a baseline unchanged', async () => {
  api.answers = { diff: SAME, show: { trail: TRAIL, versions: [] } };
  expect(await run('diff')).toContain('has no baseline yet');
});

test('accept: shows, asks, and tells who', async () => {
  api.answers = { diff: DIFFERENT, accept: ACCEPTED };
  expect(await run('accept')).toMatchInlineSnapshot(`
"arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit differs from its baseline:
  S3BucketName, moved: "logs"
    -> "new-logs"
Could not be read, and is not compared:
  Tags: AccessDenied
Accepted: the trail as it is now is version 2."
`);
  expect(asked).toMatchInlineSnapshot(`
[
  "Make arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit as it is now its baseline, which the guard puts it back to",
]
`);
  expect(api.invoked.map(({ request }) => request)).toEqual([
    { trigger: 'baseline', action: 'diff', trail: TRAIL },
    { trigger: 'baseline', action: 'accept', trail: TRAIL, by: CALLER },
  ]);
});

test('accept: says so if the trail was changed after it was shown', async () => {
  const differences = [{ ...ACCEPTED.differences?.[0], after: '"mallory-logs"' }];
  api.answers = { diff: DIFFERENT, accept: { ...ACCEPTED, differences } };
  const text = await run('accept');
  expect(text).toContain('THE TRAIL CHANGED AFTER IT WAS SHOWN');
  expect(text).toContain('mallory-logs');
});

test('accept: asks for nothing where there is nothing to accept', async () => {
  api.answers = { diff: SAME, show: VERSIONS };
  expect(await run('accept')).toContain('There is nothing to accept.');
  expect(asked).toEqual([]);
  expect(actions()).toEqual(['diff', 'show']);
});

test('accept: a first version is asked for too', async () => {
  api.answers = { diff: SAME, show: { trail: TRAIL, versions: [] }, accept: { ...SAME, accepted: 1 } };
  expect(await run('accept')).toContain('is version 1');
  expect(asked).toHaveLength(1);
});

test('accept --json: one document', async () => {
  api.answers = { diff: DIFFERENT, accept: ACCEPTED };
  expect(JSON.parse(await run('accept', { json: true, yes: true }))).toEqual(ACCEPTED);
});

test('release: asks, says what it means, and tells who', async () => {
  api.answers.release = { trail: TRAIL, released: true };
  expect(await run('release')).toMatchInlineSnapshot(
    `"Released: arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit may be deleted, and is not created again. It is guarded until then."`,
  );
  expect(asked).toMatchInlineSnapshot(`
[
  "Release arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit: when it is deleted, by whomever, the guard does not create it again",
]
`);
  expect(api.invoked[0]?.request).toEqual({ trigger: 'baseline', action: 'release', trail: TRAIL, by: CALLER });
});

test.each<[BaselineAction, BaselineAction[]]>([
  ['accept', ['diff']],
  ['release', []],
])('fails to %s what nobody agrees to, and does nothing', async (action, done) => {
  api.answers = { diff: DIFFERENT, accept: ACCEPTED, release: { trail: TRAIL, released: true } };
  await expect(run(action, {}, false)).rejects.toThrow('nothing was done');
  expect(actions()).toEqual(done);
});

test('of several guards, the one that is named is asked', async () => {
  api.functions = ['one', 'two'].map((name) => ({ name, isGuard: true }));
  api.answers.show = VERSIONS;
  await run('show', { function: 'two' });
  expect(api.invoked.map(({ functionName }) => functionName)).toEqual(['two']);
});

test.each<[string, string[], Partial<BaselineOptions>, string]>([
  ['no guard', [], {}, 'No guard is deployed in this account and Region'],
  ['several guards', ['one', 'two'], {}, 'choose one with --function: one, two'],
  ['a function that is no guard', ['one'], { function: 'other' }, '--function other: is not the function of a guard'],
])('fails for %s', async (_, names, options, message) => {
  api.functions = [{ name: 'other', isGuard: false }, ...names.map((name) => ({ name, isGuard: true }))];
  await expect(run('show', options)).rejects.toThrow(message);
  expect(api.invoked).toEqual([]);
});

test.each<[string, unknown, string | undefined, string]>([
  [
    'an error in the answer',
    { trail: TRAIL, error: 'The trail does not exist.' },
    undefined,
    'The trail does not exist.',
  ],
  ['a function that failed', { errorMessage: 'out of memory' }, 'Unhandled', 'guard failed: out of memory'],
  ['a function without an answer', null, undefined, 'guard gave no answer'],
])('fails for %s', async (_, answer, functionError, message) => {
  api.answers.show = answer;
  api.functionError = functionError;
  await expect(run('show')).rejects.toThrow(message);
});

test.each([false, true])('prints no control characters (JSON: %s)', async (json) => {
  const by = 'mallory\u001b[2J\u009b\u202e\nVersion 9';
  api.answers.show = { trail: TRAIL, versions: [{ ...VERSIONS.versions[0], by }] };
  const text = await run('show', { json });
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  expect(text).not.toMatch(/^Version 9/m);
});
