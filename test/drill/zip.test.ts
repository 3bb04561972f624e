import fc from 'fast-check';
import { readZip, zipOf } from '../../drill/zip';

const files = fc.dictionary(fc.stringMatching(/^[a-z/.]{1,20}$/), fc.string());

test('what is packed is unpacked', () => {
  fc.assert(
    fc.property(files, (given) => {
      const read = [...readZip(zipOf(given))].map(([name, content]) => [name, content.toString()]);
      expect(Object.fromEntries(read)).toEqual({ ...given });
    }),
  );
});

test('what is no archive is refused', () => {
  expect(() => readZip(Buffer.from('text'))).toThrow('no zip archive');
});
