// The CDK's own template validation (WASM) costs seconds for each synthesis. Unit tests go without it;
// `test/lib/validation.test.ts` keeps it on.
process.env.CDK_VALIDATION ??= 'false';
// A hint for whoever updates the SDK, once a client.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
