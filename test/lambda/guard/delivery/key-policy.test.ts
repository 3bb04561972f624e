import { documentedKeyStatements, keyVerdict } from '../../../../lambda/guard/delivery/key-policy';
import { TRAIL_ARN } from '../../../fixtures/records';
import { KEY_ARN } from '../../../fixtures/techniques/configuration';
import { DOCUMENTED_KEY, delivering, policyOf, type Statement } from './trail';

const [ROOT = {}, ENCRYPT = {}, DESCRIBE = {}] = DOCUMENTED_KEY;
const verdict = (...statements: Statement[]) => keyVerdict(policyOf(...statements), delivering());

test('CloudTrail encrypts with the documented policy', () => {
  expect(verdict(...DOCUMENTED_KEY)).toEqual({ delivers: 'yes', missing: [], denials: [] });
});

test('what AWS documents is enough', () => {
  expect(keyVerdict({ Statement: documentedKeyStatements(delivering()) }, delivering()).delivers).toBe('yes');
});

test.each<[string, Statement[], string[]]>([
  ['nothing for CloudTrail', [ROOT], [`kms:GenerateDataKey on ${KEY_ARN}`, `kms:DescribeKey on ${KEY_ARN}`]],
  ['no encryption', [ROOT, DESCRIBE], [`kms:GenerateDataKey on ${KEY_ARN}`]],
  ['no description', [ROOT, ENCRYPT], [`kms:DescribeKey on ${KEY_ARN}`]],
])('a policy with %s says what is missing', (_, statements, missing) => {
  expect(verdict(...statements)).toEqual({ delivers: 'no', missing, denials: [] });
});

test.each([
  ['any action on this key', 'yes', { Action: 'kms:*', Resource: KEY_ARN }],
  ['another key', 'no', { Resource: `${KEY_ARN}0` }],
  ['another trail', 'no', { Condition: { ArnLike: { 'aws:SourceArn': `${TRAIL_ARN}-*` } } }],
  [
    'trails of the account',
    'yes',
    { Condition: { ArnLike: { 'aws:SourceArn': TRAIL_ARN.replace(/trail\/.*/, 'trail/*') } } },
  ],
  [
    'another encryption context',
    'no',
    { Condition: { StringEquals: { 'kms:EncryptionContext:aws:cloudtrail:arn': `${TRAIL_ARN}-2` } } },
  ],
  ['one service only', 'unknown', { Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } } }],
])('encryption allowed for %s: %s', (_, delivers, changes) => {
  expect(verdict(ROOT, DESCRIBE, { ...ENCRYPT, ...changes }).delivers).toBe(delivers);
});

test('a Deny counts', () => {
  const deny = { Effect: 'Deny', Principal: { AWS: '*' }, NotAction: 'kms:Decrypt', Resource: '*' };
  expect(verdict(...DOCUMENTED_KEY, deny)).toEqual({ delivers: 'no', missing: [], denials: [deny] });
});
