import { anchorsOf, blocksOf, read } from './documents';
import { awsCommandsIn, mistakeIn } from './shell-commands';

const markdown = read('docs/responding.md');
const scripts = blocksOf(markdown)
  .filter(({ language }) => language === 'sh')
  .map(({ text }) => text);

test('every command is one of the AWS CLI, with options that it has and without those that it needs left out', () => {
  const commands = scripts.flatMap(awsCommandsIn);
  expect(commands.length).toBeGreaterThan(40);
  expect(commands.flatMap((command) => mistakeIn(command) ?? [])).toEqual([]);
});

test('no command is missed', () => {
  const words = scripts.join('\n').match(/\baws [a-z0-9-]+ [a-z0-9-]+/g) ?? [];
  expect(scripts.flatMap(awsCommandsIn).map(({ name }) => `aws ${name}`)).toEqual(words);
});

test.each([
  ['aws iam delete-everything', 'aws iam delete-everything is not a command'],
  ['aws iam get-role --role admin', 'aws iam get-role has no --role, needs --role-name'],
  ['X=$(aws iam get-role --role-name x \\\n  --output text)', undefined],
])('%s: %s', (script, mistake) => {
  expect(awsCommandsIn(script).map(mistakeIn)).toEqual([mistake]);
});

test('every variable that a command uses is set before', () => {
  const known = new Set<string>();
  for (const script of scripts) {
    for (const line of script.split('\n')) {
      const used = [...line.matchAll(/\$(?:\{)?([A-Z_]+)/g)].map(([, name]) => name);
      expect({ line, unset: used.filter((name) => name !== undefined && !known.has(name)) }).toEqual({
        line,
        unset: [],
      });
      for (const [, name = ''] of line.matchAll(/(?:^|\bexport |\bfor )([A-Z_]+)(?:=| in )/g)) known.add(name);
    }
  }
});

test('there is a way to contain each kind of actor', () => {
  const headings = [...anchorsOf(markdown)];
  expect(headings).toEqual(
    expect.arrayContaining([
      'a-user',
      'a-role',
      'an-identity-center-session',
      'root',
      'a-federated-user',
      'another-account',
      'a-service',
    ]),
  );
});
