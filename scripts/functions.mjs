// One recipe for every bundled function. Each choice was measured: docs/performance.md.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const inBundle = (name) => join(root, 'lambda', 'bundle', name);

/** Name in dist/lambda: source. */
const FUNCTIONS = {
  'guard/index': 'lambda/guard/index.ts',
  'guard/channels': 'lambda/channels/index.ts',
  'guard/repairs': 'lambda/repairs/index.ts',
  'guard/own-parts': 'lambda/own-parts/index.ts',
  'investigator/index': 'lambda/investigator/index.ts',
  'containment/index': 'lambda/containment/index.ts',
  'hub/index': 'lambda/hub/index.ts',
  'preview/index': 'lambda/preview.ts',
};

/** What the functions never use of the SDK; why is told in each file. */
const STAND_INS = {
  '@aws-sdk/credential-provider-node': inBundle('credential-provider-node.ts'),
  '@smithy/core/event-streams': inBundle('event-streams.ts'),
  bowser: inBundle('never.ts'),
};

/** The same inside the SDK's packages, where an alias does not reach. */
const trimmed = {
  name: 'trimmed',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /\/loadSharedConfigFiles$/ }, () => ({ path: inBundle('load-shared-config-files.ts') }));
    // A schema and a class for each error of a service. An error that is not registered keeps its name, message and
    // metadata, which is all that the guard and the SDK's retries look at.
    const errors = /^export var \w+\$ = \[-3, n0,[^;]*;\nn0_registry\.registerError\(.*$/gm;
    onLoad({ filter: /\/client-[\w-]+\/dist-es\/schemas\/schemas_0\.js$/ }, async ({ path }) => ({
      contents: withPlainKeys((await readFile(path, 'utf8')).replace(errors, '')),
    }));
    // Of a client's package.json the user agent needs the version.
    onLoad({ filter: /\/client-\w+\/package\.json$/ }, async ({ path }) => ({
      contents: JSON.stringify({ version: JSON.parse(await readFile(path, 'utf8')).version }),
      loader: 'json',
    }));
  },
};

/** A computed key might do anything, so esbuild keeps what has one: `{ [_hE]: 1 }` becomes `{ "httpError": 1 }`. */
function withPlainKeys(schemas) {
  const constants = schemas.matchAll(/^const (\w+) = ("[^"]*");$/gm);
  const names = new Map(Array.from(constants, ([, name, value]) => [name, value]));
  return schemas.replace(/\[(\w+)\]:/g, (key, name) => (names.has(name) ? `${names.get(name)}:` : key));
}

/** Files of their own beside the guard's, which loads each only when it has a use for it. */
const besides = {
  name: 'besides',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.\/(repairs|channels|own-parts)$/ }, ({ path }) => ({
      path: `.${path.slice(2)}.js`,
      external: true,
    }));
  },
};

const common = { absWorkingDir: root, bundle: true, platform: 'node', target: 'node24', logLevel: 'warning' };

/**
 * @param {string} outdir
 * @param {string} [folder] of the only function to build
 * @returns esbuild's metafile of each function, by name
 */
export async function buildFunctions(outdir, folder = '') {
  const metafiles = {};
  for (const [name, source] of Object.entries(FUNCTIONS)) {
    if (name.startsWith(folder)) {
      metafiles[name] = await buildFunction(source, join(outdir, `${name}.js`));
    }
  }
  return metafiles;
}

async function buildFunction(source, outfile) {
  const { metafile } = await build({
    ...common,
    entryPoints: [source],
    outfile,
    metafile: true,
    minify: true,
    // CommonJS starts faster, and its require('node:https') does not load what `import` of it loads (undici, 40 ms).
    format: 'cjs',
    // The ES module builds shake better than the CommonJS ones that esbuild prefers for Node.
    mainFields: ['module', 'main'],
    alias: STAND_INS,
    plugins: [trimmed, besides],
    legalComments: 'none',
  });
  return metafile;
}
