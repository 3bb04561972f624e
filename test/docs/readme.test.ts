import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import ts from 'typescript';
import { TrailGuard } from '../../lib';
import { BASELINE_ACTIONS } from '../../lib/contract/baseline-request';
import { blocksOf, codeOf, documents, read, root, tableUnder } from './documents';

const readme = read('README.md');

describe('the TypeScript snippets', () => {
  const snippets = documents.flatMap((document) =>
    blocksOf(read(document))
      .filter(({ language }) => language === 'ts')
      .map(({ text }, index) => ({ name: `${document} ${index + 1}`, text })),
  );
  const wrong = [
    {
      name: 'a wrong property',
      text: "import { TrailGuard } from 'cdk-trail-guard';\nnew TrailGuard(this, 'G', { mails: [] });",
    },
    { name: 'a wrong import', text: "import { Guard } from 'cdk-trail-guard';\nnew Guard(this, 'G');" },
    { name: 'something undeclared', text: 'undeclared();' },
  ];
  let diagnostics: Map<string, string[]>;

  beforeAll(() => {
    diagnostics = typeCheck([...snippets, ...wrong]);
  }, 120_000);

  test('are there', () => {
    expect(snippets.length).toBeGreaterThan(5);
  });

  test.each(snippets.map(({ name }) => name))('%s compiles', (name) => {
    expect(diagnostics.get(name)).toEqual([]);
  });

  test.each(wrong.map(({ name }) => name))('%s does not', (name) => {
    expect(diagnostics.get(name)).not.toEqual([]);
  });
});

/** Type-checks snippets as the body of a stack's constructor, all in one program: loading the CDK takes seconds. */
function typeCheck(snippets: readonly { readonly name: string; readonly text: string }[]): Map<string, string[]> {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root);
  const files = new Map(snippets.map(({ text }, index) => [join(root, `snippet-${index}.ts`), wrap(text)]));
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.readFile = (file) => files.get(file) ?? readFile(file);
  host.getSourceFile = (file, languageVersion, ...rest) => {
    const text = files.get(file);
    return text === undefined
      ? getSourceFile(file, languageVersion, ...rest)
      : ts.createSourceFile(file, text, languageVersion);
  };
  const program = ts.createProgram({
    rootNames: [...files.keys()],
    options: {
      ...options,
      // A snippet makes things for their effect, and may import what only its neighbour uses.
      noUnusedLocals: false,
      paths: { 'cdk-trail-guard': [join(root, 'lib', 'index.ts')] },
    },
    host,
  });
  return new Map(
    [...files.keys()].map((file, index) => [
      snippets[index]?.name ?? '',
      ts
        .getPreEmitDiagnostics(program, program.getSourceFile(file))
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')),
    ]),
  );
}

function wrap(snippet: string): string {
  const isImport = (line: string) => line.startsWith('import ');
  const lines = snippet.split('\n');
  return [
    "import type { Stack as StackOfSnippet } from 'aws-cdk-lib';",
    ...lines.filter(isImport),
    'export function snippet(this: StackOfSnippet): void {',
    ...lines.filter((line) => !isImport(line)),
    '}',
  ].join('\n');
}

test('the table of resources is what a guard with default properties creates', () => {
  const stack = new Stack(new App(), 'Stack');
  new TrailGuard(stack, 'TrailGuard');
  const { Resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, { Type: string }> };
  const counts: Record<string, number> = {};
  for (const { Type } of Object.values(Resources)) {
    counts[Type] = (counts[Type] ?? 0) + 1;
  }
  const told = tableUnder(readme, 'What it creates').map(([type, count]) => [codeOf(type), Number(count)]);
  expect(Object.fromEntries(told)).toEqual(counts);
  expect(readme).toContain(`With default properties ${Object.keys(Resources).length} resources.`);
});

describe('the table of costs', () => {
  const rows = tableUnder(readme, 'What it costs').map(([line = '', count = '', cost = '']) => ({
    line,
    count,
    cost: Number(cost.replace(/\*/g, '')),
  }));
  const lines = rows.slice(0, -1);
  const total = rows.at(-1);

  test('adds up to its total, which is under 0.50', () => {
    expect(total?.line).toBe('**Total**');
    expect(lines.reduce((sum, { cost }) => sum + cost, 0)).toBeCloseTo(total?.cost ?? 0, 6);
    expect(total?.cost).toBeLessThan(0.5);
  });

  test('counts what the defaults do', () => {
    const sweeps = (30 * 24 * 60) / 5;
    const comparisons = 30 * 24;
    const costOf = (start: string) => lines.find(({ line }) => line.startsWith(start))?.cost;
    expect(lines.filter(({ count }) => count.includes('8,640')).length).toBe(sweeps === 8_640 ? 8 : -1);
    expect(costOf('Alarms')).toBeCloseTo(4 * 0.1, 4);
    expect(costOf('Lambda duration')).toBeCloseTo(sweeps * 0.5 * 0.5 * 0.0000133334, 4);
    expect(costOf('Lambda duration of full')).toBeCloseTo(comparisons * 0.5 * 0.5 * 0.0000133334, 4);
    expect(costOf('Lambda duration of comparisons of own')).toBeCloseTo(comparisons * 0.5 * 0.5 * 0.0000133334, 4);
    expect(costOf('Lambda requests')).toBeCloseTo((sweeps * 0.2) / 1e6, 4);
    expect(costOf('EventBridge Scheduler')).toBeCloseTo(sweeps / 1e6, 4);
    expect(costOf('DynamoDB, the mark')).toBeCloseTo((sweeps * 0.625) / 1e6, 4);
    expect(costOf('DynamoDB, known trails')).toBeCloseTo((sweeps * 0.125) / 1e6, 4);
    expect(costOf('DynamoDB, baselines')).toBeCloseTo((sweeps * 0.125) / 1e6, 4);
    expect(costOf('DynamoDB, what the guard knows')).toBeCloseTo((sweeps * 0.125) / 1e6, 4);
    expect(costOf('DynamoDB, full comparisons')).toBeCloseTo((comparisons * 2 * 0.625) / 1e6, 4);
    expect(costOf('Calls on resources')).toBeCloseTo(1_000 * (0.5 * 0.5 * 0.0000133334 + 0.2 / 1e6), 4);
    expect(costOf('DynamoDB, open incidents')).toBeCloseTo((sweeps * 0.5 * 0.125) / 1e6, 4);
  });

  test('is about the function and the schedule as they are', () => {
    const stack = new Stack(new App(), 'Stack');
    new TrailGuard(stack, 'TrailGuard');
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Lambda::Function', { MemorySize: 512, Architectures: ['arm64'] });
    template.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(5 minutes)' });
    template.resourceCountIs('AWS::CloudWatch::Alarm', 4);
  });
});

/** The members of a declaration in a source file, by name. */
function membersOf(file: string, name: string): string[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.ES2022);
  const declaration = source.statements.find(
    (statement): statement is ts.InterfaceDeclaration | ts.ClassDeclaration =>
      (ts.isInterfaceDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name?.text === name,
  );
  return (declaration?.members ?? []).flatMap((member) =>
    member.name && ts.isIdentifier(member.name) ? [member.name.text] : [],
  );
}

const firstCells = (heading: string) => tableUnder(readme, heading).map(([cell]) => codeOf(cell));

test('the table of properties has every property', () => {
  const props = membersOf('lib/trail-guard-props.ts', 'TrailGuardProps');
  expect(props.length).toBeGreaterThan(0);
  expect(firstCells('Properties')).toEqual(props);
});

test('the table of metrics has every metric', () => {
  const metrics = membersOf('lib/trail-guard.ts', 'TrailGuard').filter((member) => /^metric[A-Z]/.test(member));
  expect(firstCells('Metrics')).toEqual(metrics.map((metric) => `${metric}()`));
});

test('the table of repairs has every repair', () => {
  const repairs = membersOf('lib/repair.ts', 'Repair').filter((member) => !['kind', 'value'].includes(member));
  const told = firstCells('Repairs').map((call) => /^Repair\.(\w+)\(/.exec(call)?.[1]);
  expect([...told].sort()).toEqual([...repairs].sort());
});

test('the table of baseline commands has what people may ask', () => {
  const told = firstCells('Baselines').map((command) => /^trail-guard baseline (\w+) TRAIL$/.exec(command)?.[1]);
  expect(told).toEqual([...BASELINE_ACTIONS]);
});

test('the table of alarms has every alarm', () => {
  const alarms = membersOf('lib/trail-guard.ts', 'TrailGuard').filter((member) => member.endsWith('Alarm'));
  expect(firstCells('Alarms')).toEqual(alarms);
});

test('the table of context has what the app reads', () => {
  const told = tableUnder(readme, 'Use it').map(([cell]) => /-c (\w+)=/.exec(cell ?? '')?.[1]);
  const keys = [...read('bin/context.ts').matchAll(/(?:get|list|oneOf)\('(\w+)'/g)].map(([, key]) => key);
  expect([...told].sort()).toEqual([...new Set(keys)].sort());
});
