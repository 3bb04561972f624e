import { type TargetKind, TECHNIQUES } from '../../lib/contract/techniques';
import { actionsOf, isMadeByGuard } from '../../lib/policy-actions';
import { codeOf, read, tableUnder } from './documents';

const markdown = read('docs/prevention.md');

/** What each row of the table says the calls are made on. */
const ON: Readonly<Record<string, readonly TargetKind[]>> = {
  'trails, event data stores, channels': ['trail', 'event-data-store', 'channel'],
  'buckets and what is in them': ['bucket'],
  keys: ['key'],
  'log groups': ['log-group'],
  topics: ['topic'],
  roles: ['role'],
  'the organization and its accounts': ['organization', 'account'],
};

const techniquesOn = (on: string) =>
  TECHNIQUES.filter(({ target }) => ON[on]?.includes(target)).filter((technique) => actionsOf(technique).length > 0);

/** One row: the calls, those of the guard marked, and the numbers of the techniques. */
function rowOf(on: string): string[] {
  const actions = [...new Set(techniquesOn(on).flatMap(actionsOf))].sort();
  const calls = actions.map((action) => `\`${action}\`${isMadeByGuard(action) ? ' ‡' : ''}`);
  const numbers = [...new Set(techniquesOn(on).map(({ number }) => number))];
  return [on, calls.join(', '), numbers.join(', ')];
}

test('the table of denied calls is what the catalogue makes of it', () => {
  expect(tableUnder(markdown, 'What is denied')).toEqual(Object.keys(ON).map(rowOf));
});

test('every technique is denied, is a change to the guard, or is in the list of those that cannot be', () => {
  const denied = Object.keys(ON).flatMap(techniquesOn);
  const others = TECHNIQUES.filter((technique) => !denied.includes(technique) && technique.target !== 'guard');
  const [listed = ''] = markdown.split(/^## What it cannot do$/m).slice(1);
  expect(others.map(({ id }) => id)).toEqual([...listed.matchAll(/`(log-group-policy-\w+)`/g)].map(([, id]) => id));
  expect(codeOf(/^- \*\*Starting.*$/m.exec(listed)?.[0])).toBe('cloudtrail:StartLogging');
});
