import fc from 'fast-check';
import { targetOfCall } from '../../../lambda/investigator/call-target';
import type { Json } from '../../fixtures/identities';
import { call, read } from './calls';

const target = (requestParameters: Json | null, fields: Json = {}) => {
  const [record] = read(call('x.amazonaws.com', 'X', { requestParameters, ...fields }));
  return record && targetOfCall(record);
};

test.each<[string, Json | null, string | undefined]>([
  ['a user and a policy', { userName: 'bob', policyArn: 'arn:policy' }, 'bob, arn:policy'],
  ['instances in a list', { instancesSet: { items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }] } }, 'i-1, i-2'],
  ['texts in a list', { names: ['/a', '/b', '/c', '/d'], withDecryption: true }, '/a, /b, /c'],
  ['what stands in front before what is deeper', { a: { groupId: 'deep' }, secretId: 'top' }, 'top, deep'],
  ['a database', { dBSnapshotIdentifier: 'snap' }, 'snap'],
  ['a network', { groupId: 'sg-1', cidrIp: '0.0.0.0/0' }, 'sg-1, 0.0.0.0/0'],
  ['a name that is there twice', { name: 'x', trailName: 'x' }, 'x'],
  ['nothing that names', { clientRequestToken: 'id', maxResults: 5, policyDocument: '{}', versionId: 'v' }, undefined],
  ['no parameters', null, undefined],
])('of %s, the names are told', (_, parameters, expected) => {
  expect(target(parameters)).toBe(expected);
});

test('without names, the resources are told', () => {
  const resources = [{ ARN: 'arn:aws:kms:eu-central-1:111122223333:key/1' }, { ARN: undefined }];
  expect(target({ encryptionContext: {} }, { resources })).toBe('arn:aws:kms:eu-central-1:111122223333:key/1');
});

test('whatever an attacker sends, the text is short and harmless', () => {
  const parameters = fc.dictionary(fc.constantFrom('name', 'items', 'roleArn', '__proto__', 'x'), fc.jsonValue());
  fc.assert(
    fc.property(parameters, (value) => {
      const text = target(value as Json) ?? '';
      expect(text.length).toBeLessThanOrEqual(128);
      expect(text).not.toMatch(/[\p{Cc}\p{Cf}]|:\/\//u);
    }),
  );
});

test('a huge or deep request is not read to its end', () => {
  const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`x${index}`, {}]));
  expect(target({ ...wide, name: 'behind it all' })).toBeUndefined();
  const deep = Array.from({ length: 50 }).reduce<Json>((inner) => ({ inner }), { name: 'at the bottom' });
  expect(target(deep)).toBeUndefined();
});
