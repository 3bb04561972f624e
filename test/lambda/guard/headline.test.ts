import fc from 'fast-check';
import { duration } from '../../../lambda/common/duration';
import { subjectOf, summaryOf } from '../../../lambda/guard/headline';
import { IDENTITIES } from '../../fixtures/identities';
import { incident, OUTCOMES, trail } from './incidents';

const LONG_NAME = 'x'.repeat(128);

test.each(OUTCOMES)('the subject and first sentence of %s', (outcome) => {
  expect({ subject: subjectOf(incident(outcome)), summary: summaryOf(incident(outcome)) }).toMatchSnapshot();
});

test.each(OUTCOMES)('the subject of %s is short whatever the trail is called', (outcome) => {
  const long = { ...incident(outcome), revision: 2, trail: { name: LONG_NAME } };
  expect(subjectOf(long).length).toBeLessThan(100);
  expect(subjectOf(long)).toMatch(/^CloudTrail update: .*: x+\.\.\. \(111122223333 eu-central-1\)$/);
});

test('an update says so', () => {
  expect(subjectOf({ ...incident('restored'), revision: 2 })).toContain('CloudTrail update: logging RESTORED');
});

test('a trail or an actor that is not known is said to be', () => {
  const { actor: _actor, ...anonymous } = { ...incident('attempted'), trail: {} };
  expect(subjectOf(anonymous)).toContain('unnamed trail');
  expect(summaryOf(anonymous)).toContain('Somebody not known yet tried to stop the trail a trail that');
});

test.each([
  [0.0123, '12 milliseconds'],
  [1, '1 seconds'],
  [9.25, '9.3 seconds'],
  [119.9, '119.9 seconds'],
  [120, '2 minutes'],
  [7199, '2 hours'],
  [90_000, '25 hours'],
])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test('fails to be anything but a subject that SNS takes', () => {
  const text = fc.string({ unit: 'binary', maxLength: 300 });
  fc.assert(
    fc.property(fc.constantFrom(...OUTCOMES), text, text, fc.nat(9), (outcome, name, user, revision) => {
      const identity = { ...IDENTITIES.IAMUser, userName: user };
      const hostile = incident(outcome, { userIdentity: identity, errorCode: user }, { trail: { ...trail, name } });
      expect(subjectOf({ ...hostile, revision })).toMatch(/^[\x20-\x7e]{1,99}$/);
    }),
  );
});
