// Writes docs/techniques.md from the catalogue; with --print, prints it instead.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

const RESPONSES = {
  start: 'starts the trail at once',
  restore: 'puts back what the trail lost',
  repair: 'reports; mends it where that repair is switched on',
  report: 'reports with the command that would mend it',
};

const HEAD = `# Techniques

<!-- Generated from lib/contract/techniques by scripts/techniques-doc.mjs: change it there. -->

The known ways to blind or weaken a trail, as the guard knows them. The rules' event patterns, the decision and the message are
made from the same catalogue. What follows from a call depends on the trail as it is: the same call that leaves a trail seeing
and proving as much as before is none of these, and of all that trails deliver through only what a guarded trail uses counts.

- **Severity** is Elastic's where a rule of theirs covers the call, else that of the nearest rule; in parentheses what it is in
  the \`original\` profile where that differs.
- **ATT&CK** ids are those of version 19, in parentheses the former one.
- **†**: no record of this call is published; what the guard reads of it is from AWS's API model.
- **A denied call** is an attempt. It has no parameters, so those with a condition on a parameter are not seen when denied.
`;

const COLUMNS = ['#', 'Technique', 'Call', 'What it does', 'What the guard does', 'Severity', 'ATT&CK'];

function document(catalogue) {
  const { TRAIL_TECHNIQUES, LOGGING_INTERRUPTED, LAKE_TECHNIQUES } = catalogue;
  const groups = [
    ['Trails', '', [...TRAIL_TECHNIQUES, LOGGING_INTERRUPTED].sort(byNumber)],
    ['CloudTrail Lake', 'Of those who still have event data stores.', LAKE_TECHNIQUES],
    ['What trails deliver through', '', catalogue.DELIVERY_TECHNIQUES],
    [
      'The organization',
      'Seen in us-east-1, most of them in the management account.',
      catalogue.ORGANIZATION_TECHNIQUES,
    ],
    ['The guard itself', '', catalogue.GUARD_TECHNIQUES],
  ];
  return [HEAD, ...groups.map(([heading, note, techniques]) => section(heading, note, techniques))].join('\n');
}

function section(heading, note, techniques) {
  const rows = [COLUMNS, COLUMNS.map(() => '---'), ...techniques.map(row)].map((cells) => `| ${cells.join(' | ')} |`);
  return [`## ${heading}`, '', ...(note ? [note, ''] : []), ...rows, ''].join('\n');
}

function row({ number, name, id, shape, effect, response, ratings, attack, ...call }) {
  const { current, original } = ratings;
  return [
    `${number}${shape === 'published' ? '' : ' †'}`,
    `${name}<br>\`${id}\``,
    callOf(id, call),
    effect,
    RESPONSES[response],
    current.severity === original.severity ? level(current) : `${level(current)} (${level(original)})`,
    attack.id === attack.formerId ? attack.id : `${attack.id} (${attack.formerId})`,
  ];
}

function callOf(id, { eventSource, eventName, when = {}, fields = [] }) {
  // The only one that no call tells.
  if (id === 'logging-interrupted') return 'none: a sweep sees a newer `StopLoggingTime`';
  const service = eventSource.split('.')[0];
  const details = [...Object.entries(when).map(([path, value]) => `\`${path}\`: \`${value}\``), ...fields.map(code)];
  return [code(`${service}:${eventName}`), ...details].join('<br>');
}

const code = (text) => `\`${text}\``;
const level = ({ severity, riskScore }) => `${severity} ${riskScore}`;
const byNumber = (one, other) => Number.parseInt(one.number.slice(1), 10) - Number.parseInt(other.number.slice(1), 10);

function load() {
  const { outputFiles } = buildSync({
    entryPoints: [join(root, 'lib', 'contract', 'techniques', 'index.ts')],
    bundle: true,
    write: false,
    format: 'cjs',
  });
  const module = { exports: {} };
  new Function('module', outputFiles[0].text)(module);
  return module.exports;
}

const text = document(load());
if (process.argv.includes('--print')) {
  process.stdout.write(text);
} else {
  writeFileSync(join(root, 'docs', 'techniques.md'), text);
}
