import { catalogued } from '../../../../lambda/common/target';
import { subjectOf, summaryOf } from '../../../../lambda/guard/headline';
import { loggingNow } from '../../../../lambda/guard/mail-state';
import { isAboutGuard } from '../../../../lambda/guard/own-parts/about-guard';
import { GUARD_DEPLOYED, GUARD_UNREADABLE, SUBSCRIPTION_UNCONFIRMED } from '../../../../lambda/guard/own-parts/states';
import { messageOf } from '../../../../lambda/guard/publish';
import type { Outcome } from '../../../../lib/contract/incident';
import type { Technique } from '../../../../lib/contract/techniques';
import { incident } from '../incidents';

/** Of no trail. */
function about(technique: Technique, outcome: Outcome) {
  const { darkWindow: _, ...rest } = incident(outcome, {}, { technique, checks: [], actions: [] });
  return { ...rest, trail: {} };
}

/** Those that incidents of the guard itself have. */
const OUTCOMES: readonly Outcome[] = [
  'restored',
  'already-logging',
  'restore-failed',
  'restore-unverified',
  'observed',
  'expected',
  'attempted',
  'adopted',
  'reported',
];

const RULE = catalogued('guard-rule-disabled');

test.each(OUTCOMES)('the subject and first sentence of %s', (outcome) => {
  const told = about(RULE, outcome);
  expect({ subject: subjectOf(told), summary: summaryOf(told) }).toMatchSnapshot();
});

test.each([
  ['a deployment that is verified', GUARD_DEPLOYED, 'adopted'],
  ['a deployment that is not', GUARD_DEPLOYED, 'reported'],
  ['a part that cannot be read', GUARD_UNREADABLE, 'reported'],
  ['a subscription that is not confirmed', SUBSCRIPTION_UNCONFIRMED, 'reported'],
] as const)('the subject and first sentence of %s', (_, technique, outcome) => {
  const told = about(technique, outcome);
  expect({ subject: subjectOf(told), summary: summaryOf(told) }).toMatchSnapshot();
});

test.each(OUTCOMES)('nobody is told that a trail is dark or back by %s of the guard', (outcome) => {
  const told = about(RULE, outcome);
  expect(isAboutGuard(told)).toBe(true);
  expect(loggingNow(told)).toBe('not changed by this: it is about the guard itself');
  const { email } = JSON.parse(messageOf(told).Message);
  expect(email).not.toContain('Elastic');
  expect(email).not.toMatch(/cloudtrail (start-logging|describe-trails|get-trail-status)|TRAIL_ARN|the trail\b/);
});

test('calls on other witnesses of the account are not about the guard', () => {
  expect(isAboutGuard({ technique: catalogued('guardduty-detector-deleted') })).toBe(false);
});
