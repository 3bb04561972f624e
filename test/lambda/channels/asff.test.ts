import fc from 'fast-check';
import { asffOf } from '../../../lambda/channels/asff';
import type { Incident } from '../../../lib/contract/incident';
import { asffErrors } from './asff-schema';
import { hostile, huge, INCIDENTS, KINDS } from './incidents';

const MAXIMUM_BYTES = 240_000;
const now = new Date('2026-03-02T10:16:00.000Z');
const of = (kind: string) => INCIDENTS[kind] as Incident;
const finding = (incident: Incident, partition = 'aws') => asffOf(incident, { partition, now });
const errorsOf = (told: object) => asffErrors({ Findings: [told] });
const bytes = (told: object) => Buffer.byteLength(JSON.stringify(told));

test.each(KINDS)('%s is a valid finding', (kind) => {
  expect(errorsOf(finding(of(kind)))).toEqual([]);
});

test.each(KINDS.filter((kind) => !kind.startsWith('outcome')))('%s is told as before', (kind) => {
  expect(finding(of(kind))).toMatchSnapshot();
});

test.each<[string, object, string]>([
  ['an unknown field', { Extra: 1 }, '/Findings/0 must NOT have additional properties'],
  ['a missing field', { GeneratorId: undefined }, "/Findings/0 must have required property 'GeneratorId'"],
  ['a long title', { Title: 'x'.repeat(257) }, '/Findings/0/Title must NOT have more than 256 characters'],
  ['a long description', { Description: 'x'.repeat(1025) }, '/Findings/0/Description must NOT have more than 1024'],
  ['a blank text', { Title: ' ' }, '/Findings/0/Title must match pattern'],
  ['a state that there is none of', { RecordState: 'CLOSED' }, '/Findings/0/RecordState must be equal to one of'],
  ['a type of no namespace', { FindingProviderFields: { Types: ['Bad/x'] } }, '/Types/0 must match pattern'],
  ['no resource', { Resources: [] }, '/Findings/0/Resources must NOT have fewer than 1 items'],
  ['a number for text', { ProductFields: { a: 1 } }, '/Findings/0/ProductFields/a must be string'],
  ['a time without a zone', { UpdatedAt: '2026-03-02T10:16:00' }, '/Findings/0/UpdatedAt must match format'],
])('fails for %s', (_, change, error) => {
  expect(errorsOf({ ...finding(of('by IAMUser')), ...change }).join('\n')).toContain(error);
});

test('each message of an incident is the same finding, later', () => {
  const first = finding(of('by IAMUser'));
  const later = asffOf({ ...of('by IAMUser'), revision: 2 }, { partition: 'aws', now: new Date(now.getTime() + 1) });
  expect([later.Id, later.ProductArn, later.CreatedAt]).toEqual([first.Id, first.ProductArn, first.CreatedAt]);
  expect(Date.parse(later.UpdatedAt ?? '')).toBeGreaterThan(Date.parse(first.UpdatedAt ?? ''));
  expect(finding({ ...of('by IAMUser'), id: 'another' }).Id).not.toBe(first.Id);
});

test.each<[string, string, string]>([
  ['a trail that was put back, while who did it is at large', 'outcome restored', 'ACTIVE NEW'],
  ['a denied attempt', 'outcome attempted', 'ACTIVE NEW'],
  ['a trail that is not back', 'outcome restore-failed', 'ACTIVE NEW'],
  ['a change that is kept', 'outcome adopted', 'ARCHIVED RESOLVED'],
  ['a delivery that recovered', 'outcome delivery-recovered', 'ARCHIVED RESOLVED'],
])('%s', (_, kind, state) => {
  const { RecordState, Workflow } = finding(of(kind));
  expect(`${RecordState} ${Workflow?.Status}`).toBe(state);
});

test('severity and types are those of the provider, and left to the customer elsewhere', () => {
  const told = finding(of('a bucket policy'));
  expect(told).not.toHaveProperty('Severity');
  expect(told).not.toHaveProperty('Types');
  expect(told.FindingProviderFields).toEqual({
    Severity: { Label: 'LOW', Original: '21' },
    Types: ['TTPs/Defense Evasion/log-bucket-policy-deleted'],
  });
});

test('the partition is where the guard is', () => {
  const told = finding(of('by IAMUser'), 'aws-cn');
  expect(told.ProductArn).toMatch(/^arn:aws-cn:/);
  expect(new Set(told.Resources?.map(({ Partition }) => Partition))).toEqual(new Set(['aws-cn']));
});

test('no command of a recommendation is cut', () => {
  const command = 'aws cloudtrail start-logging --name TRAIL';
  for (const steps of [0, 1, 5, 20, 100]) {
    const nextSteps = Array.from({ length: steps }, (_, index) => `${index}: ${command}.`);
    const text = finding({ ...of('by IAMUser'), nextSteps }).Remediation?.Recommendation?.Text ?? '';
    const whole = text.split(command).length - 1;
    expect(text.split('aws').length - 1).toBe(whole);
    expect(whole === steps || text.endsWith(`See the message for ${steps - whole} more.`)).toBe(true);
  }
});

test.each([' ', '\u00a0', '\n', '[x](http://evil.example)', '<!channel>', '\u202e', '東', '😀', '"'])(
  'an incident that is full of %j is a valid finding',
  (text) => {
    for (const told of [hostile(text), huge(250, text)]) {
      expect(errorsOf(finding(told))).toEqual([]);
      expect(bytes(finding(told))).toBeLessThanOrEqual(MAXIMUM_BYTES);
    }
  },
);

test('any text makes a valid finding, without a link or a control character in what people read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 50 }), (text) => {
      const told = finding(hostile(text));
      expect(errorsOf(told)).toEqual([]);
      expect(bytes(told)).toBeLessThanOrEqual(MAXIMUM_BYTES);
      expect(`${told.Title} ${told.Description} ${JSON.stringify(told.ProductFields)}`).not.toMatch(
        /[\p{Cc}\p{Cf}]|:\/\/(?!evidence)/u,
      );
    }),
    { numRuns: 100 },
  );
});
