import { meets } from '../../../../lambda/guard/delivery/policy-condition';

const context = { name: 'Alice', arn: 'arn:aws:iam::1:role/x:y', flag: 'true', absent: null };

test.each([
  ['nothing', undefined, 'yes'],
  ['an empty one', {}, 'yes'],
  ['text', { StringEquals: { name: 'Alice' } }, 'yes'],
  ['one of several texts', { stringequals: { NAME: ['Bob', 'Alice'] } }, 'yes'],
  ['another text', { StringEquals: { name: 'alice' } }, 'no'],
  ['text of any case', { StringEqualsIgnoreCase: { name: 'aLICE' } }, 'yes'],
  ['a pattern', { StringLike: { name: 'A?i*' } }, 'yes'],
  ['no such text', { StringNotEquals: { name: ['Bob', 'Alice'] } }, 'no'],
  ['no such text of any case', { StringNotEqualsIgnoreCase: { name: 'bob' } }, 'yes'],
  ['no such pattern', { StringNotLike: { name: 'B*' } }, 'yes'],
  ['an ARN', { ArnEquals: { arn: 'arn:aws:iam::*:role/x*' } }, 'yes'],
  ['an ARN whose asterisk would reach over a colon', { ArnLike: { arn: 'arn:aws:*:1:role/x:y:z' } }, 'no'],
  ['half an ARN', { ArnLike: { arn: 'arn:aws:iam::*' } }, 'unknown'],
  ['no such ARN', { ArnNotLike: { arn: 'arn:aws:iam::2:*' } }, 'yes'],
  ['a flag', { Bool: { flag: true } }, 'yes'],
  ['the opposite of a flag', { Bool: { flag: 'False' } }, 'no'],
  ['a missing key', { StringEquals: { absent: 'x' } }, 'no'],
  ['a missing key, if it exists', { StringEqualsIfExists: { absent: 'x' } }, 'yes'],
  ['a missing key, negated', { StringNotEquals: { absent: 'x' } }, 'yes'],
  ['that a key is missing', { Null: { absent: 'true' } }, 'yes'],
  ['that a key is there', { Null: { name: false } }, 'yes'],
  ['that a key is missing which is there', { Null: { name: 'true' } }, 'no'],
  ['a key that is not known', { StringEquals: { other: 'x' } }, 'unknown'],
  ['a variable', { StringEquals: { name: `\${aws:username}` } }, 'unknown'],
  ['an operator that is not known', { NumericLessThan: { name: '5' } }, 'unknown'],
  ['sets', { 'ForAllValues:StringEquals': { name: 'Alice' } }, 'unknown'],
  ['what every object has', { constructor: { toString: 'x' } }, 'unknown'],
  ['two of which one is not met', { StringEquals: { name: 'Bob', other: 'x' } }, 'no'],
  ['two of which one is not known', { StringEquals: { name: 'Alice', other: 'x' } }, 'unknown'],
  ['what is none', 'x', 'unknown'],
  ['what has no keys', { StringEquals: 'x' }, 'unknown'],
])('a condition on %s', (_, condition, met) => {
  expect(meets(condition, context)).toBe(met);
});
