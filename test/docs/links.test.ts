import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { TrailGuard, TrailGuardHub } from '../../lib';
import { anchorsOf, documents, read, root, withoutCode } from './documents';

/** Why a document's relative links do not resolve, one line each. */
function brokenLinks(document: string, markdown: string): string[] {
  return [...withoutCode(markdown).matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
    if (/^(https?|mailto):/.test(target)) {
      return [];
    }
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? document : join(dirname(document), path);
    if (!existsSync(join(root, file))) {
      return [`${target}: there is no ${file}`];
    }
    if (anchor === undefined) {
      return [];
    }
    if (statSync(join(root, file)).isDirectory()) {
      return [`${target}: a folder has no headings`];
    }
    const text = path === '' ? markdown : read(file);
    return anchorsOf(text).has(anchor) ? [] : [`${target}: ${file} has no heading for #${anchor}`];
  });
}

test.each(documents)('the relative links of %s resolve', (document) => {
  expect(brokenLinks(document, read(document))).toEqual([]);
});

test.each([
  ['a missing file', '[x](docs/nowhere.md)'],
  ['a missing heading', '[x](docs/runbook.md#nowhere)'],
  ['a missing heading of the same document', '[x](#nowhere)\n# Somewhere'],
])('finds %s', (_, markdown) => {
  expect(brokenLinks('README.md', markdown)).toHaveLength(1);
});

test('every alarm points to a section of its own in the runbook', () => {
  const stack = new Stack(new App(), 'Stack');
  new TrailGuard(stack, 'TrailGuard');
  new TrailGuardHub(stack, 'Hub', { organizationId: 'o-a1b2c3d4e5' });
  const alarms = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
  const sections = alarms.map(
    ({ Properties }) => /\/docs\/runbook\.md#([\w-]+)$/.exec(Properties.AlarmDescription)?.[1],
  );
  expect(new Set(sections).size).toBe(9);
  expect([...anchorsOf(read('docs/runbook.md'))]).toEqual(expect.arrayContaining(sections));
});

test('every section of an alarm says what it means, what to do and how it clears', () => {
  const sections = read('docs/runbook.md')
    .split(/^## /m)
    .filter((section) => /^(Restore failed|Dead letters|Coverage|No sweep|Hub: (?!guards).+)\n/.test(section));
  expect(sections).toHaveLength(9);
  for (const section of sections) {
    const parts = [...section.matchAll(/^\*\*(.+?)\.\*\*/gm)].map(([, part]) => part);
    expect(parts).toEqual(['What it means', 'First minute', 'Find the cause', 'Mend', 'How it clears']);
  }
});

test('every npm script that the documents name exists', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = documents.flatMap((document) =>
    [...read(document).matchAll(/npm run ([\w:]+)/g)].map(([, script = '']) => script),
  );
  expect(named.length).toBeGreaterThan(0);
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
});
