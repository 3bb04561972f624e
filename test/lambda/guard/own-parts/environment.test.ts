import { foreignVariables, isEmulator } from '../../../../lambda/guard/own-parts/environment';

const fields = (environment: Record<string, string>, expected: Record<string, string> = {}) =>
  foreignVariables(environment, expected, 'Guard').map(({ field }) => field);

test.each([
  ['AWS_ENDPOINT_URL', 'https://mallory.example'],
  ['AWS_ENDPOINT_URL', 'https://198.51.100.66:8443'],
  ['AWS_ENDPOINT_URL', 'https://[2001:db8::1]'],
  ['AWS_ENDPOINT_URL', 'nonsense'],
  ['AWS_ENDPOINT_URL_CLOUDTRAIL', 'https://cloudtrail.mallory.example'],
  ['NODE_OPTIONS', '--require /tmp/x.js'],
  ['NODE_PATH', '/tmp/modules:/var/runtime'],
  ['AWS_LAMBDA_EXEC_WRAPPER', '/opt/wrapper'],
  ['LD_PRELOAD', '/opt/x.so'],
])('%s %s is foreign', (name, value) => {
  expect(fields({ [name]: value })).toEqual([`environment ${name}`]);
});

test.each([
  ['AWS_ENDPOINT_URL', 'http://127.0.0.1:4566'],
  ['AWS_ENDPOINT_URL', 'http://localhost:4566'],
  ['AWS_ENDPOINT_URL', 'http://ministack:4566'],
  ['AWS_ENDPOINT_URL_S3', 'http://172.17.0.1:4566'],
  ['AWS_ENDPOINT_URL', 'http://[::1]:4566'],
  ['NODE_OPTIONS', ''],
  // As Lambda itself sets them.
  [
    'NODE_PATH',
    '/opt/nodejs/node24/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules:/var/runtime:/var/task',
  ],
  ['NODE_EXTRA_CA_CERTS', '/var/runtime/ca-cert.pem'],
  ['AWS_REGION', 'eu-central-1'],
  ['TRAIL_GUARD_POLICY', '{}'],
])('%s %j is not', (name, value) => {
  expect(fields({ [name]: value })).toEqual([]);
});

test('what the template has is not, and another value is', () => {
  const expected = { NODE_OPTIONS: '--enable-source-maps' };
  expect(fields(expected, expected)).toEqual([]);
  expect(fields({ NODE_OPTIONS: '--require /tmp/x.js' }, expected)).toEqual(['environment NODE_OPTIONS']);
});

test('an emulator is known by where its calls go', () => {
  expect(isEmulator({ AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' })).toBe(true);
  expect(isEmulator({ AWS_ENDPOINT_URL: 'https://mallory.example' })).toBe(false);
  expect(isEmulator({})).toBe(false);
});
