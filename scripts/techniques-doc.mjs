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
  protect: 'puts its part back to what its template says',
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

const GUARD = `Of the guard, the rules know the calls by the names of its parts, which a denied call does not carry: an attempt on one is seen
only where a rule for trails matches the same call whatever it is made on. The calls after which there may be no guard any more
(on its function, roles, own rules, schedule and stack) EventBridge tells also without it, straight to the hub or the topic.
Lambda's names carry a version in records (\`UpdateFunctionCode20150331v2\`), which is left out here. Calls to IAM are recorded
in us-east-1 only: \`GlobalEventsForwarder\` tells guards elsewhere of them. In its observe mode the guard puts nothing back. What
no event tells, the sweep finds: it compares rules and schedule each time, and every part with each full comparison.`;

const MORE_OF_GUARD = `Two more are no calls on a part, and so have no row:

- **G15, forged events**: \`events:PutEvents\` takes any event whose source does not begin with \`aws.\`. The rules match sources of
  AWS with the account's own number, the guard checks both again, and what it does follows from the state that it reads, not from
  the event: a forged event, another account's forwarded one or a replayed one changes nothing.
- **G16, padded policies**: CloudTrail leaves out the parameters of a call that are too long (\`requestParameters\`:
  \`{"omitted": true}\`), and with them the role. So the rules match \`PutRolePolicy\` and \`UpdateAssumeRolePolicy\` without
  parameters on any role, and the guard compares its own. A change set that is executed by its ARN alone does not name its stack
  either; the guard sees at the next sweep that its stack was updated.`;

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
    ['The guard itself', GUARD, catalogue.GUARD_TECHNIQUES, MORE_OF_GUARD],
  ];
  return [HEAD, ...groups.map((group) => section(...group))].join('\n');
}

function section(heading, note, techniques, more) {
  const rows = [COLUMNS, COLUMNS.map(() => '---'), ...techniques.map(row)].map((cells) => `| ${cells.join(' | ')} |`);
  return [`## ${heading}`, '', ...(note ? [note, ''] : []), ...rows, '', ...(more ? [more, ''] : [])].join('\n');
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
