const { existsSync, readFileSync } = require('node:fs');

/** Prints the end of each emulator's log after a test file that failed. */
module.exports = class LogTailReporter {
  onTestResult(_test, result) {
    if (result.numFailingTests === 0 && !result.testExecError) return;
    for (const { name, log } of Object.values(JSON.parse(process.env.TRAIL_GUARD_ENGINES ?? '{}'))) {
      if (!existsSync(log)) continue;
      const tail = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-60).join('\n');
      console.error(`--- the end of ${name}'s log\n${tail}\n---`);
    }
  }
};
