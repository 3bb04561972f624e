// `npm run bench [-- -n 40] [-- --json]`: what docs/performance.md tells, measured here and now. Times are those of this
// machine; the ratios within one run are what counts.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { firstEvent } from './first-event.mjs';
import { simulateFleet } from './fleet.mjs';
import { bundle, root } from './guard.mjs';
import { investigations } from './investigation.mjs';
import { sweepCalls } from './sweep-calls.mjs';
import { synth } from './synth.mjs';
import { warmEvent } from './warm-event.mjs';

const { values } = parseArgs({
  options: { n: { type: 'string', short: 'n', default: '20' }, json: { type: 'boolean', default: false } },
});
const n = Math.max(20, Number(values.n) || 0);

/** How a technique is played that is to be undone. */
const WAYS = { event: 'by event', 'event-lost': 'by sweep' };

const first = await firstEvent(n);
const warm = await warmEvent(n);
const synthesis = await synth(n);
const sweeps = await sweepCalls([1, 5, 25], n);
const found = await investigations();
const plays = restores();
const fleet = await simulateFleet();
const code = readFileSync(bundle);

const rows = [
  row('first event, against a hand-signed request', first.bundled / first.floor, 1.8),
  row('first event, against the SDK unbundled', first.bundled / first.unbundled, 0.6),
  row(`CPU of a warm event, against ${warm.calls} hand-signed requests`, warm.bundled / warm.floor),
  row('bundle, KB', code.length / 1_000, 440),
  row('bundle, gzip, KB', gzipSync(code).length / 1_000),
  row(
    `synth, against the same ${synthesis.resources} resources without the guard`,
    synthesis.guard / synthesis.raw,
    1.15,
  ),
  ...sweeps.map(({ trails, kind, calls }) =>
    row(
      `API calls of a ${kind} sweep, ${trails} trails`,
      sum(calls),
      kind === 'quiet' ? quietCalls(trails) : undefined,
    ),
  ),
  ...sweeps.map(({ trails, kind, milliseconds }) => row(`CPU of a ${kind} sweep, ${trails} trails, ms`, milliseconds)),
  ...found.flatMap(({ stage, apiCalls, seconds }) => [
    row(`the ${stage} investigation of an intrusion: API calls`, apiCalls),
    row(`the ${stage} investigation of an intrusion: seconds`, seconds),
  ]),
  row('bundle of the investigator, KB', size('investigator/index.js')),
  row('bundle of the channels, KB', size('guard/channels.js')),
  row('bundle of containment, KB', size('containment/index.js')),
  row('bundle of the hub, KB', size('hub/index.js')),
  ...fleet.phases.flatMap(({ name, calls, seconds }) => [
    row(`hub of ${fleet.guards} guards, ${name}: API calls`, sum(calls)),
    row(`hub of ${fleet.guards} guards, ${name}: seconds of CPU`, seconds),
  ]),
  // As much as the functions have.
  row(`hub of ${fleet.guards} guards, memory to take in events, MB`, fleet.peakMegabytes.ingest, 512),
  row(`hub of ${fleet.guards} guards, memory of a census, MB`, fleet.peakMegabytes.census, 1_024),
  ...plays
    .filter(({ expected }) => expected === 'restored')
    .flatMap(({ number, technique, playedAs, calls, seconds }) => [
      row(`undo ${number} ${technique}, ${WAYS[playedAs]}: API calls`, calls),
      row(`undo ${number} ${technique}, ${WAYS[playedAs]}: seconds`, seconds),
    ]),
];

if (values.json) {
  console.log(JSON.stringify({ node: process.version, n, rows, first, warm, synthesis, sweeps }, undefined, 2));
} else {
  const ms = (times) => Object.entries(times).map(([name, time]) => `${name} ${time.toFixed(1)}`);
  console.log(`medians of ${n}; milliseconds: first event: ${ms(first).join(', ')}`);
  console.log(`CPU warm: floor ${warm.floor.toFixed(2)}, bundled ${warm.bundled.toFixed(2)}`);
  console.log(`synth: raw ${synthesis.raw.toFixed(0)}, guard ${synthesis.guard.toFixed(0)}\n`);
  for (const { name, value, target } of rows) {
    const verdict = target === undefined ? '' : `at most ${target}${value <= target ? '' : '  MISSED'}`;
    console.log(`${name.padEnd(70)} ${value.toFixed(2).padStart(8)}   ${verdict}`);
  }
}
process.exitCode = rows.some(({ value, target }) => target !== undefined && value > target) ? 1 : 0;

/** A guard a Region: its trails' status, DescribeTrails, three Query and an UpdateItem. */
function quietCalls(trails) {
  return trails + 5 * Math.ceil(trails / 5);
}

/** Each technique on the stand-in: what the drill counts. */
function size(name) {
  return readFileSync(join(root, 'dist', 'lambda', name)).length / 1_000;
}

function restores() {
  const drill = [join(root, 'dist', 'bin', 'trail-guard.js'), 'drill', '--all', '--json'];
  return JSON.parse(execFileSync(process.execPath, drill, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })).plays;
}

function row(name, value, target) {
  return { name, value: Math.round(value * 1_000) / 1_000, ...(target === undefined ? {} : { target }) };
}

function sum(counts) {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
