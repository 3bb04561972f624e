import * as v from 'valibot';
import { InvestigationSchema } from '../../../lambda/guard/investigation-schema';
import { answerable } from '../../../lambda/investigator/answerable';
import { incident } from '../guard/incidents';
import { investigation } from '../guard/investigations';

const texts = (count: number, length: number) => Array.from({ length: count }, (_, i) => `${i} `.padEnd(length, 'x'));

test('what fits is answered as it is', () => {
  const found = investigation('complete', { who: { undetermined: texts(250, 100) } });
  expect(answerable(found, incident('restored'))).toEqual(found);
});

test.each([
  ['a list that is too long', texts(1_000, 40), /^and \d+ more$/],
  ['too much in all', texts(250, 1_000), /…$/],
])('%s is answered so that the guard takes it and people see what is missing', (_, undetermined, missing) => {
  const answer = answerable(investigation('complete', { who: { undetermined } }), incident('restored'));
  expect(v.safeParse(InvestigationSchema, answer).success).toBe(true);
  expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThanOrEqual(200_000);
  expect(answer.who.undetermined?.at(-1)).toMatch(missing);
});
