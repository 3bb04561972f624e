/** @type {import('jest').Config} */
module.exports = {
  rootDir: '../..',
  roots: ['<rootDir>/test/engines'],
  transform: { '\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  globalSetup: '<rootDir>/test/engines/global-setup.ts',
  globalTeardown: '<rootDir>/test/engines/global-teardown.ts',
  reporters: ['default', '<rootDir>/test/engines/log-tail-reporter.js'],
  // The emulators keep the state of one account: one test file at a time.
  maxWorkers: 1,
  testTimeout: 60_000,
};
