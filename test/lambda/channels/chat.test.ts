import fc from 'fast-check';
import { type ChatNotification, chatOf } from '../../../lambda/channels/chat';
import { safeText } from '../../../lambda/common/text';
import type { Incident } from '../../../lib/contract/incident';
import type { Investigation } from '../../../lib/contract/investigation';
import { IDENTITIES } from '../../fixtures/identities';
import { incident, OUTCOMES } from '../guard/incidents';
import { ACTOR_KINDS, investigated, investigationOf, withTexts } from '../guard/mail-fixture';

test.each(ACTOR_KINDS)('the chat message about an actor that is %s', (kind) => {
  expect(chatOf(investigated(kind))).toMatchSnapshot();
});

test.each(OUTCOMES)('the chat message of %s is a custom notification that fits', (outcome) => {
  expectSchema(chatOf(incident(outcome)));
});

test('updates of an incident are in its thread, each with an id of its own', () => {
  const [first, update] = [1, 2].map((revision) => chatOf({ ...incident('restored'), revision }));
  expect(update?.metadata.threadId).toBe(first?.metadata.threadId);
  expect(update?.id).not.toBe(first?.id);
  expect(chatOf({ ...incident('restored'), id: 'another' }).metadata.threadId).not.toBe(first?.metadata.threadId);
});

test('a long description ends with a whole line, and says that there is more', () => {
  const { dark, ...investigation } = investigationOf('user');
  const sensitive = (dark?.sensitive ?? []).flatMap((call) =>
    Array.from({ length: 9 }, () => ({ ...call, on: 'x'.repeat(250), by: 'y'.repeat(250) })),
  );
  const chain = Array.from({ length: 5 }, () => ({
    ...investigationOf('role').who.chain?.[0],
    by: 'z'.repeat(250),
  })) as Investigation['who']['chain'] & object;
  const told = investigated('user', {
    investigation: { ...investigation, who: { chain }, ...(dark ? { dark: { ...dark, sensitive } } : {}) },
  });
  const { description } = chatOf(told).content;
  expect(description).toMatch(/` {2}\nMore is in the mail\.$/);
  expect(description.length).toBeLessThanOrEqual(2_900);
});

test('a command that would not be exact is left to the mail', () => {
  const nextSteps = [
    'To mend it: aws kms get-key-policy --key-id k > policy.json',
    `To mend it: aws x y ${'z'.repeat(600)}`,
  ];
  const told = chatOf({ ...incident('reported'), nextSteps });
  expect(told.content.nextSteps).toEqual(['To mend it: (see the mail)', 'To mend it: (see the mail)']);
});

/** The shape that Amazon Q Developer takes; anything else it drops without a word. */
function expectSchema({ version, source, id, content, metadata }: ChatNotification) {
  expect({ version, source }).toEqual({ version: '1.0', source: 'custom' });
  expect(id).toMatch(/^trail-guard-[0-9a-f]{32}-\d+$/);
  expect(content.textType).toBe('client-markdown');
  expect(content.title.length).toBeGreaterThan(0);
  expect(content.title.length).toBeLessThanOrEqual(150);
  expect(content.description.length).toBeGreaterThan(0);
  expect(content.description.length).toBeLessThanOrEqual(2_900);
  expect(content.nextSteps.length).toBeLessThanOrEqual(5);
  expect(Math.max(0, ...content.nextSteps.map((step) => step.length))).toBeLessThanOrEqual(500);
  expect(metadata.eventType).toMatch(/^[A-Za-z0-9-]{1,100}$/);
  for (const [key, value] of Object.entries(metadata.additionalContext)) {
    expect(key).toMatch(/^[A-Za-z0-9_-]{1,100}$/);
    expect(value).toMatch(/^[\x21-\x7e]{1,1024}$/);
  }
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        ...['@here', '@channel', '@everyone', '<!channel>', '<!here|x>', '<@U012AB3CD>', '<#C012AB3CD>', '#general'],
        ...['[x](http://evil.example)', '<http://evil.example|x>', '![x](y)', 'evil.example', 'eve@evil.example'],
        ...[
          '*',
          '**',
          '_',
          '__',
          '~',
          '~~',
          '`',
          '```',
          '>',
          '# ',
          '- ',
          '1. ',
          '|',
          '\\',
          '\n',
          ' ',
          ':',
          'a',
          '&lt;',
        ],
        ...[
          ':rotating_light:',
          ':+1:',
          '<at>x</at>',
          '&#60;!channel&#62;',
          '\u202e',
          '\u200b',
          '$x$',
          'https://evil.example',
        ],
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
);

/** The guard's own, to AWS's console. */
const LINK =
  / https:\/\/console\.aws\.amazon\.com\/(?:cloudtrailv2\/home\?region=[a-z0-9-]+#\/events\/[0-9a-f-]+|iam\/home#\/roles\/details\/[\w.%-]+)$/;

/** What a text could still do, without the markup that the message itself makes. */
function activeIn(text: string): string[] {
  const lines = text.split('  \n').map((line) => {
    // Every line begins with a label or a word of the message itself.
    expect(line).toMatch(/^(?:\*[A-Z]|[A-Z][a-z ])/);
    const [, words = ''] = /^(?:\*[A-Z][A-Za-z ]*(?: \d+)?:\* )?(.*)$/s.exec(line) ?? [];
    return words.replace(LINK, '');
  });
  return lines.flatMap((line) => {
    const spans = [...line.matchAll(/`([^`\n]*)`/g)].map(([, span = '']) => span);
    const words = line.replace(/`[^`\n]*`/g, 'CODE');
    return [
      ...(words.match(/[*~`<>&@#|\\[\]\n]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|:[\w+-]+:|:\/\//g) ?? []),
      ...(words.match(/[\w-]+\.(?:example|com)\b/g) ?? []).filter((domain) => domain !== 'amazonaws.com'),
      ...spans.flatMap((span) => span.match(/[<>&\n]|(?<![A-Za-z0-9])@|evil\.example/g) ?? []),
    ];
  });
}

function expectInert(told: Incident) {
  const chat = chatOf(told);
  expectSchema(chat);
  const { title, description, nextSteps, keywords } = chat.content;
  expect(activeIn(description)).toEqual([]);
  expect(nextSteps.flatMap(activeIn)).toEqual([]);
  expect(title).toMatch(/^[A-Z]+: CloudTrail [\w .,:()?[\]/-]+$/);
  expect(title).not.toMatch(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|:\S|\]\(/);
  expect(chat.metadata.summary).toBe(title);
  expect(keywords.join(' ')).toMatch(/^[a-z0-9 -]+$/);
  expect(chat.metadata.relatedResources.join(' ')).toMatch(/^[\w .:/-]*$/);
}

test('fails to let a text of the event format, mention, link or break out', () => {
  fc.assert(
    fc.property(fc.constantFrom(...OUTCOMES), hostile, (outcome, text) => {
      const userIdentity = { ...IDENTITIES.IAMUser, userName: text, accessKeyId: `AKIA${text}`, arn: `a${text}` };
      const fields = { userIdentity, userAgent: text, sourceIPAddress: text, errorCode: text, errorMessage: text };
      expectInert(incident(outcome, fields));
      const session = `arn:aws:sts::111122223333:assumed-role/${text}/${text}`;
      const role = { ...IDENTITIES.AssumedRole, arn: session, userName: text };
      expectInert({
        ...incident(outcome, { userIdentity: role }),
        trail: { name: safeText(text), arn: safeText(text) },
      });
    }),
    { numRuns: 500 },
  );
});

test('fails to let a text of the investigation format, mention, link or break out', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ACTOR_KINDS), hostile, (kind, text) => {
      // As the guard keeps an answer.
      const investigation = withTexts(investigationOf(kind), (value) => safeText(`${text}${value}`));
      expectInert(investigated(kind, { investigation }));
    }),
    { numRuns: 500 },
  );
});
