import fc from 'fast-check';
import { asciiText, optionalText, safeText, unlinked } from '../../../lambda/common/text';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 700 }),
  fc.string({
    unit: fc.constantFrom('\u202e', '\u0000', '\n', '\ud800', '\udc00', '😀', ':', '/', 'w', '.', 'a', '…'),
  }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);

/** Made of what links are made of. */
const linkText = fc
  .array(
    fc.constantFrom(
      ...[
        'evil',
        'com',
        'example',
        'xn--p1ai',
        'рф',
        's3',
        'sts',
        'amazonaws.com',
        'amazonaws.com.cn',
        'www',
        'mailto',
      ],
      ...[
        '.',
        '.',
        '。',
        '@',
        ':',
        '//',
        '/',
        '-',
        '_',
        ' ',
        '\\',
        '+',
        '(',
        ')',
        '1',
        '800',
        '555-0199',
        '443',
        '10.0.0.1',
      ],
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

test.each([
  ['an ordinary text', 'aws-cli/2.31.0 (macOS)', 'aws-cli/2.31.0 (macOS)'],
  ['letters of any language', 'Jürgen 東京 😀', 'Jürgen 東京 😀'],
  ['a line break', 'a\r\nb', 'a\\u{d}\\u{a}b'],
  ['a text that turns around', 'a\u202eb', 'a\\u{202e}b'],
  ['invisible characters', 'a\u200b\u{e0041}b', 'a\\u{200b}\\u{e0041}b'],
  ['a line separator', 'a\u2028b', 'a\\u{2028}b'],
  ['half a character', 'a\ud800b', 'a\\u{d800}b'],
  ['terminal colours', '\u001b[31mred', '\\u{1b}[31mred'],
  ['a link', 'https://evil.example', 'https[:]//evil.example'],
  ['a link without a scheme', 'WWW.evil.example', 'www[.]evil.example'],
  ['a mail address with a scheme', 'MailTo:eve@evil.example', 'MailTo[:]eve@evil.example'],
  ['a telephone number with a scheme', 'tel:+15550199', 'tel[:]+15550199'],
  ['a share', '\\\\evil.example\\share', '\\[]\\evil.example\\share'],
  ['an ARN', 'arn:aws:iam::111122223333:user/dev/mallory', 'arn:aws:iam::111122223333:user/dev/mallory'],
  ['the action of a service', 'rds-data:ExecuteStatement', 'rds-data:ExecuteStatement'],
])('%s', (_, text, expected) => {
  expect(safeText(text)).toBe(expected);
});

test('fails to change a text a second time', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, linkText), fc.integer({ min: 1, max: 300 }), (text, maximum) => {
      const safe = safeText(text, maximum);
      expect(safeText(safe, maximum)).toBe(safe);
      expect(unlinked(unlinked(safe))).toBe(unlinked(safe));
    }),
    { numRuns: 1000 },
  );
});

test('a long text is cut and shows it', () => {
  expect(safeText('x'.repeat(257))).toBe(`${'x'.repeat(255)}…`);
  expect(safeText('x'.repeat(256))).toHaveLength(256);
  expect(safeText('aaa😀', 4)).toBe('aaa…');
});

test('fails to pass a control, format or half character, a link or a long text', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 1, max: 300 }), (text, maximum) => {
      const safe = safeText(text, maximum);
      expect(safe.length).toBeLessThanOrEqual(maximum);
      expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u);
      expect(safe).not.toMatch(/:\/\/|www\./i);
    }),
    { numRuns: 1000 },
  );
});

test('fails to pass anything but printable ASCII where that is asked for', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 1, max: 120 }), (text, maximum) => {
      expect(asciiText(text, maximum)).toMatch(/^[\x20-\x7e]*$/);
      expect(asciiText(text, maximum).length).toBeLessThanOrEqual(maximum);
    }),
  );
});

test('a missing text stays missing', () => {
  expect(optionalText(undefined)).toBeUndefined();
  expect(optionalText('')).toBeUndefined();
  expect(optionalText('a')).toBe('a');
});

test.each([
  ['a bare domain', 'see evil.example.com now', 'see evil[.]example[.]com now'],
  ['a domain with a port and a path', 'evil.example:8443/login', 'evil[.]example:8443/login'],
  ['a mail address', 'eve@example.com', 'eve@example[.]com'],
  ['a domain of another script', 'зло.рф', 'зло[.]рф'],
  ['a domain in Punycode', 'evil.xn--p1ai', 'evil[.]xn--p1ai'],
  ['another dot', 'evil。example．com', 'evil[.]example[.]com'],
  ['a domain that ends as a service', 'evil.sts.amazonaws.com', 'evil[.]sts[.]amazonaws[.]com'],
  ['a domain that begins as a service', 'sts.amazonaws.com.evil.example', 'sts[.]amazonaws[.]com[.]evil[.]example'],
  ['a mail address at a service', 'eve@sts.amazonaws.com', 'eve@sts[.]amazonaws[.]com'],
  ['an object of a bucket', 's3.amazonaws.com/evil/login.html', 's3[.]amazonaws[.]com/evil/login[.]html'],
  [
    'a website of a bucket',
    'evil.s3-website.eu-central-1.amazonaws.com',
    /^evil\[\.\]s3-website\[\.\]eu-central-1\[\.\]/,
  ],
  ['an address with a port', '198.51.100.66:8080', '198.51.100[.]66:8080'],
  ['an address with a path', '198.51.100.66/login', '198.51.100[.]66/login'],
  ['a telephone number', 'call +1 (800) 555-0199!', 'call [+]1[ (]800[) ]555[-]0199!'],
  ['a telephone number with dots', '800.555.0199', '800[.]555[.]0199'],
])('%s is no link any more', (_, text, expected) => {
  if (typeof expected === 'string') {
    expect(unlinked(text)).toBe(expected);
  } else {
    expect(unlinked(text)).toMatch(expected);
  }
});

test.each([
  'cloudtrail.amazonaws.com',
  'cloudformation.amazonaws.com.cn',
  's3.amazonaws.com',
  'called by sts.amazonaws.com, then s3.amazonaws.com.',
  'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_Admin_0123456789abcdef',
  'arn:aws:cloudtrail:eu-central-1:111122223333:trail/management-events',
  '198.51.100.66',
  '198.51.100.0/24',
  '2001:db8::1',
  'aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.1 cfg/retry-mode#standard',
  'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0.6099.109',
  '2026-03-02T10:00:00.250Z to 2026-03-02T10:00:09.500Z',
  'from 2026-03-02 on',
  '1234567a-1234-4321-8765-0123456789ab',
  '111122223333',
  'It is over. Nothing was lost.',
])('%s stays as it is', (text) => {
  expect(unlinked(safeText(text))).toBe(text);
});

test('fails to leave anything that is taken for a link', () => {
  fc.assert(
    fc.property(linkText, (text) => {
      const shown = unlinked(safeText(text));
      const domains =
        shown.match(/[\p{L}\p{N}_-]+(?:[.。．｡][\p{L}\p{N}_-]+)*[.。．｡](?:\p{L}{2,}|xn--[\w-]+)/gu) ?? [];
      expect(domains.filter((domain) => !/^[a-z0-9-]+\.amazonaws\.com(\.cn)?$/.test(domain))).toEqual([]);
      expect(shown).not.toMatch(/:\/\/|www\.|(?<![a-z0-9_])mailto:|\\\\|@[\w-]+\.\p{L}/iu);
    }),
    { numRuns: 2000 },
  );
});
