// The CDK's own template validation (WASM) costs seconds for each synthesis. Unit tests go without it;
// `test/lib/validation.test.ts` keeps it on.
process.env.CDK_VALIDATION ??= 'false';
