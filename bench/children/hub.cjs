// The hub's function in a process of its own, invoked by message. It has a clock that can be set, since a fleet goes quiet
// over hours; pauses that the function takes on purpose are passed over, and count on that clock.
const RealDate = Date;
let offset = 0;
globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [RealDate.now() + offset] : given));
  }
  static now() {
    return RealDate.now() + offset;
  }
};

/** The pause between two pages of a stack set is of this order, and nothing else that waits. */
const isPause = (milliseconds) => milliseconds >= 100 && milliseconds <= 150;
const realSetTimeout = setTimeout;
globalThis.setTimeout = (callback, milliseconds, ...others) => {
  if (isPause(milliseconds)) offset += milliseconds;
  return realSetTimeout(callback, isPause(milliseconds) ? 0 : milliseconds, ...others);
};

const { handler } = require(process.argv[2]);

process.on('message', async ({ input, at, request, timeout }) => {
  offset = at - RealDate.now();
  const started = RealDate.now();
  const before = process.cpuUsage();
  const context = {
    awsRequestId: request,
    getRemainingTimeInMillis: () => timeout - (RealDate.now() - started),
  };
  const answer = await handler(input, context).then(
    (result) => ({ result }),
    ({ message }) => ({ error: message }),
  );
  const { user, system } = process.cpuUsage(before);
  const { maxRSS } = process.resourceUsage();
  process.send({ ...answer, milliseconds: (user + system) / 1_000, now: Date.now(), peakMegabytes: maxRSS / 1_024 });
});
process.send('ready');
