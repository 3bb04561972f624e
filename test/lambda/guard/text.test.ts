import fc from 'fast-check';
import { asciiText, optionalText, safeText } from '../../../lambda/guard/text';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 700 }),
  fc.string({
    unit: fc.constantFrom('\u202e', '\u0000', '\n', '\ud800', '\udc00', '😀', ':', '/', 'w', '.', 'a', '…'),
  }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);

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
])('%s', (_, text, expected) => {
  expect(safeText(text)).toBe(expected);
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
