import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { LOGGING_INTERRUPTED, TECHNIQUES } from '../../lib/contract/techniques';
import { codeOf, read, root, tableUnder } from './documents';

const markdown = read('docs/techniques.md');
const rows = [
  'Trails',
  'CloudTrail Lake',
  'What trails deliver through',
  'The organization',
  'The guard itself',
].flatMap((heading) => tableUnder(markdown, heading));

test('the document is what the catalogue makes of it (node scripts/techniques-doc.mjs)', () => {
  const script = join(root, 'scripts', 'techniques-doc.mjs');
  expect(markdown).toBe(execFileSync(process.execPath, [script, '--print'], { encoding: 'utf8' }));
});

test('every technique has a row', () => {
  const ids = [...TECHNIQUES, LOGGING_INTERRUPTED].map(({ id }) => id);
  expect(rows.map(([, technique]) => codeOf(technique)).sort()).toEqual(ids.sort());
});

test('techniques whose records nobody has published are marked', () => {
  const marked = rows.filter(([number]) => number?.endsWith(' †')).map(([, technique]) => codeOf(technique));
  expect(marked.sort()).toEqual(
    TECHNIQUES.filter(({ shape }) => shape === 'api-model')
      .map(({ id }) => id)
      .sort(),
  );
});
