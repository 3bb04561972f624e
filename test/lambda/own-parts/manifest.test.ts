import fc from 'fast-check';
import { parseManifest } from '../../../lambda/own-parts/manifest';
import { OWN_PARTS_METADATA } from '../../../lib/contract/own-parts';
import { PARTS } from './parts';

const metadata = (manifest: unknown) => JSON.stringify({ [OWN_PARTS_METADATA]: manifest });

test('whatever CloudFormation tells, it is the parts or an error in words', () => {
  const told = fc.oneof(fc.string(), fc.json(), fc.jsonValue().map(metadata), fc.constant(undefined));
  fc.assert(
    fc.property(told, (text) => expect(() => parseManifest(text)).toThrow(/^The metadata (does not tell|tells)/)),
  );
});

test('without any one of its members it makes no sense', () => {
  for (const name of Object.keys(PARTS)) {
    expect(() => parseManifest(metadata({ ...PARTS, [name]: undefined }))).toThrow(
      name === 'version' ? 'version undefined' : `makes no sense, at ${name}`,
    );
  }
});

test.each<[string, object, string]>([
  ['a name is no text', { table: { ...PARTS.table, name: 7 } }, 'table.name'],
  ['a name is empty', { logGroups: [{ name: '' }] }, 'logGroups.0.name'],
  ['a pattern is none', { rules: [{ ...PARTS.rules[0], pattern: 'x' }] }, 'rules.0.pattern'],
  ['a number is none', { queue: { ...PARTS.queue, retentionSeconds: 'soon' } }, 'queue.retentionSeconds'],
  ['a name was not resolved', { topics: [{ arn: { Ref: 'Topic' }, subscriptions: [] }] }, 'topics.0.arn'],
  ['there is no function', { functions: [] }, 'functions'],
])('it makes no sense where %s', (_, change, path) => {
  expect(() => parseManifest(metadata({ ...PARTS, ...change }))).toThrow(`makes no sense, at ${path}: `);
});

test('the version may be a text, as CloudFormation makes one', () => {
  expect(parseManifest(metadata({ ...PARTS, version: '1' }))).toEqual(PARTS);
});
