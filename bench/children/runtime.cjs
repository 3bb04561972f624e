// A Lambda runtime in a few lines: loads the handler given as argument and hands it an event, once or (to be measured
// warm) several times, and then tells the microseconds of CPU of each time.
const [file, event, warmups = '0', n = '1'] = process.argv.slice(2);
const { handler } = require(file);

async function run() {
  const input = JSON.parse(event);
  const microseconds = [];
  for (let round = 0; round < Number(warmups) + Number(n); round++) {
    const before = process.cpuUsage();
    await handler(input, { awsRequestId: `request-${round}` });
    const { user, system } = process.cpuUsage(before);
    if (round >= Number(warmups)) {
      microseconds.push(user + system);
    }
  }
  process.send?.(microseconds);
}

run();
