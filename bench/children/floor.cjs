// The floor: a handler that makes only the StartLogging call, signed by hand, and then as many more calls as it is told.
const { startLogging } = require('./signed-call.cjs');

exports.handler = async ({ detail }) => {
  for (let call = 0; call < Number(process.env.BENCH_CALLS ?? 1); call++) {
    await startLogging(detail.requestParameters.name);
  }
};
