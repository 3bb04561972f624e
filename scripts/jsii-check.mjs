// Compiles the public API with jsii, so that Python, Java, .NET and Go users can have the library without a change of
// its API. A check, not the build: nothing of it is published.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { name, version, description, license, peerDependencies } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);

/** jsii wants to know more of a package than npm does. */
const manifest = {
  name,
  version,
  description,
  license,
  author: 'cdk-trail-guard',
  repository: { type: 'git', url: 'https://github.com/cdk-trail-guard/cdk-trail-guard.git' },
  main: 'lib/index.js',
  types: 'lib/index.d.ts',
  stability: 'experimental',
  peerDependencies,
  devDependencies: Object.fromEntries(Object.entries(peerDependencies).map(([peer, range]) => [peer, range.slice(1)])),
  jsii: { outdir: 'dist', versionFormat: 'short', targets: {}, excludeTypescript: [] },
};

/** @returns the assembly: every public type as the other languages see it */
function compile(folder) {
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  writeFileSync(join(folder, 'README.md'), `# ${name}\n`);
  cpSync(join(root, 'lib'), join(folder, 'lib'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const jsii = createRequire(import.meta.url).resolve('jsii/bin/jsii');
  const { status, stdout, stderr } = spawnSync(process.execPath, [jsii, '--fail-on-warnings'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) {
    throw new Error(`the public API does not compile with jsii:\n${(stdout + stderr).replaceAll(`${folder}/`, '')}`);
  }
  const text = readFileSync(join(folder, '.jsii'));
  const assembly = JSON.parse(text);
  return assembly.schema === 'jsii/file-redirect'
    ? JSON.parse(gunzipSync(readFileSync(join(folder, assembly.filename))))
    : assembly;
}

/** What jsii lets pass and the guidelines of the CDK do not: unions, untyped values, undocumented members. */
function violations({ types }) {
  return Object.values(types).flatMap((type) => {
    const members = [...(type.properties ?? []), ...(type.methods ?? []), ...(type.members ?? [])];
    const typed = [
      ...(type.properties ?? []).map((property) => [property.name, property.type]),
      ...[...(type.methods ?? []), ...(type.initializer ? [{ ...type.initializer, name: 'constructor' }] : [])].flatMap(
        (method) => [
          [method.name, method.returns?.type],
          ...(method.parameters ?? []).map((parameter) => [`${method.name}(${parameter.name})`, parameter.type]),
        ],
      ),
    ];
    return [
      ...typed.filter(([, reference]) => has(reference, 'union')).map(([member]) => `${member} is a union`),
      ...typed.filter(([, reference]) => isAny(reference)).map(([member]) => `${member} is of any type`),
      ...members.filter(({ docs }) => !docs?.summary).map((member) => `${member.name} has no documentation`),
      ...(type.properties ?? [])
        .filter((property) => !property.immutable)
        .map((property) => `${property.name} can be changed`),
      ...(type.datatype ? type.properties : [])
        .filter((property) => property.optional && !property.docs?.default)
        .map((property) => `${property.name} does not say its default`),
      ...(type.docs?.summary ? [] : ['has no documentation']),
    ].map((violation) => `${type.name}: ${violation}`);
  });
}

const has = (reference, kind) =>
  reference !== undefined && (kind in reference || has(reference.collection?.elementtype, kind));
const isAny = (reference) =>
  reference !== undefined && (reference.primitive === 'any' || isAny(reference.collection?.elementtype));

const started = Date.now();
const folder = mkdtempSync(join(tmpdir(), 'trail-guard-jsii-'));
try {
  const assembly = compile(folder);
  const found = violations(assembly);
  if (found.length > 0) throw new Error(`the public API breaks rules of the CDK:\n${found.join('\n')}`);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`jsii-check: ${Object.keys(assembly.types).length} public types, in ${seconds} s`);
} catch (error) {
  console.error(`jsii-check: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
