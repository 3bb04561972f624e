import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import { preProcessFile } from 'typescript';

// Who may import whom: DESIGN.md, "Layout".

const ROOT = join(__dirname, '..');
const BUILT_IN = /^node:/;
const SDK = /^@aws-sdk\//;
const CONTRACT = /^lib\/contract\//;
const COMMON = /^lambda\/common\//;

const RULES: { layer: RegExp; may: RegExp[] }[] = [
  { layer: /^lib\/contract\//, may: [CONTRACT] },
  { layer: /^lib\//, may: [/^lib\//, BUILT_IN, /^aws-cdk-lib(\/|$)/, /^constructs$/] },
  // Instead of modules of the SDK that the bundle goes without.
  { layer: /^lambda\/bundle\//, may: [/^lambda\/bundle\//, BUILT_IN, SDK] },
  // What the guard would do and say, for the command line: of the guard's own steps.
  { layer: /^lambda\/preview\.ts$/, may: [/^lambda\/(guard|common)\//, CONTRACT] },
  // What several functions need; clients come from each function's index.
  { layer: /^lambda\/common\//, may: [COMMON, CONTRACT, SDK, /^valibot$/, /^node:net$/] },
  // What comes after a restore is loaded from bundles of its own.
  {
    layer: /^lambda\/guard\/load-(repairs|channels|own-parts)\.ts$/,
    may: [/^lambda\/(guard\/|(repairs|channels|own-parts)\/index\.ts$)/, COMMON, CONTRACT],
  },
  { layer: /^lambda\/repairs\//, may: [/^lambda\/(repairs|guard\/delivery|common)\//, CONTRACT, SDK] },
  // How the guard looks at itself, too.
  {
    layer: /^lambda\/own-parts\//,
    may: [/^lambda\/(own-parts|guard\/(delivery|own-parts))\//, COMMON, CONTRACT, SDK, /^valibot$/],
  },
  { layer: /^lambda\/guard\//, may: [/^lambda\/guard\//, COMMON, CONTRACT, BUILT_IN, SDK, /^valibot$/] },
  // The ways of telling besides the topic are a bundle of their own beside the guard's.
  { layer: /^lambda\/channels\//, may: [/^lambda\/(channels|guard)\//, COMMON, CONTRACT, BUILT_IN, SDK] },
  { layer: /^lambda\/investigator\//, may: [/^lambda\/investigator\//, COMMON, CONTRACT, BUILT_IN, SDK, /^valibot$/] },
  { layer: /^lambda\/containment\//, may: [/^lambda\/containment\//, COMMON, CONTRACT, BUILT_IN, SDK, /^valibot$/] },
  // What guards tell is told on in their own words.
  {
    layer: /^lambda\/hub\//,
    may: [
      /^lambda\/hub\//,
      /^lambda\/guard\/(publish|headline|mail-layout|incident|completed|investigation-schema|table)\.ts$/,
      COMMON,
      CONTRACT,
      BUILT_IN,
      SDK,
      /^valibot$/,
    ],
  },
  // An app, as a user's is.
  {
    layer: /^drill\/(repairing-app|intrusion\/app)\.ts$/,
    may: [/^lib\/index\.ts$/, /^drill\/(attacks\/target|deployer)\.ts$/, /^aws-cdk-lib(\/|$)/],
  },
  {
    layer: /^drill\//,
    may: [
      /^drill\//,
      /^lib\/(index|contract\/[\w/-]+)\.ts$/,
      BUILT_IN,
      SDK,
      /^dynalite$/,
      /^picocolors$/,
      /^node\/package\.json$/,
    ],
  },
  {
    layer: /^bin\//,
    may: [/^bin\//, /^lib\/index\.ts$/, /^drill\/[\w-]+\.ts$/, BUILT_IN, /^aws-cdk-lib(\/|$)/, /^commander$/],
  },
];

/** Path of each source: what it imports; files by path from the root, packages by name. */
const IMPORTS = new Map(
  ['bin', 'drill', 'lambda', 'lib'].flatMap(sourcesIn).map((file) => [file, importsOf(file)] as const),
);

function sourcesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));
}

function importsOf(file: string): string[] {
  const { importedFiles } = preProcessFile(readFileSync(join(ROOT, file), 'utf8'), true, true);
  return importedFiles.map(({ fileName }) => (fileName.startsWith('.') ? resolved(file, fileName) : fileName));
}

function resolved(from: string, to: string): string {
  const path = posix.join(posix.dirname(from), to);
  const [first = path] = [`${path}.ts`, `${path}/index.ts`, `${path}.d.ts`].filter(exists);
  return first;
}

function exists(path: string): boolean {
  try {
    readFileSync(join(ROOT, path));
    return true;
  } catch {
    return false;
  }
}

const rule = (file: string) => RULES.find(({ layer }) => layer.test(file));
const forbidden = (file: string, imports: readonly string[]) =>
  imports.filter((imported) => !rule(file)?.may.some((allowed) => allowed.test(imported)));

test('every file is in a layer and imports what its layer may', () => {
  const found = [...IMPORTS].flatMap(([file, imports]) => forbidden(file, imports).map((to) => `${file} -> ${to}`));
  expect(found).toEqual([]);
});

test.each([
  ['lib/contract/table.ts', 'lib/invalid-prop.ts'],
  ['lib/contract/table.ts', 'node:fs'],
  ['lib/guard-role.ts', 'lambda/guard/trails.ts'],
  ['lib/guard-role.ts', '@aws-sdk/client-cloudtrail'],
  ['lambda/guard/handler.ts', 'lib/guard-role.ts'],
  ['lambda/guard/handler.ts', 'aws-cdk-lib'],
  ['drill/local.ts', 'lambda/guard/handler.ts'],
  ['drill/local.ts', 'lib/guard-role.ts'],
  ['bin/app.ts', 'lib/guard-role.ts'],
  ['bin/app.ts', 'lambda/guard/handler.ts'],
  ['scripts/new.ts', 'node:fs'],
])('fails if %s imports %s', (file, imported) => {
  expect(forbidden(file, [imported])).toEqual([imported]);
});

test('imports are found in every form', () => {
  expect(IMPORTS.get('lib/index.ts')).toContain('lib/trail-guard.ts');
  expect(IMPORTS.get('lambda/guard/index.ts')).toEqual(
    expect.arrayContaining(['lambda/guard/tools.ts', '@aws-sdk/client-cloudtrail', 'lib/contract/policy.ts']),
  );
});

test('modules of Node are imported as such', () => {
  const bare = [...IMPORTS].filter(([, imports]) => imports.some((imported) => builtinModules.includes(imported)));
  expect(bare.map(([file]) => file)).toEqual([]);
});

test('nothing imports in a circle', () => {
  const circles: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, path: string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
    if (path.includes(file) || done.has(file)) return;
    for (const imported of IMPORTS.get(file) ?? []) walk(imported, [...path, file]);
    done.add(file);
  };
  for (const file of IMPORTS.keys()) walk(file, []);
  expect(circles).toEqual([]);
});

test('lib/index.ts only exports', () => {
  const lines = readFileSync(join(ROOT, 'lib/index.ts'), 'utf8').trim().split('\n');
  expect(lines.filter((line) => !line.startsWith('export '))).toEqual([]);
});

test('only entry points read the environment: synthesis depends on props alone', () => {
  const readers = [...IMPORTS.keys()].filter(
    (file) => /^(lib|lambda)\//.test(file) && readFileSync(join(ROOT, file), 'utf8').includes('process.env'),
  );
  expect(readers.sort()).toEqual(
    ['containment', 'guard', 'hub', 'investigator'].map((name) => `lambda/${name}/index.ts`),
  );
});
