// What the hub costs a month, from the calls that were counted and AWS's published prices (us-east-1, USD, November 2026), free
// tiers not taken off. Not in it: the hub's alarms and its dashboard, whose prices do not depend on the fleet.
const PRICES = {
  event: 1.0 / 1e6,
  queueRequest: 0.4 / 1e6,
  gigabyteSecond: 0.0000133334,
  invocation: 0.2 / 1e6,
  writeUnit: 0.625 / 1e6,
  readUnit: 0.125 / 1e6,
  customMetric: 0.3,
};

const HOURS = 730;
const REGIONS = 17;
/** One each 10 minutes, where heartbeats come hourly. */
const CENSUSES = 6 * HOURS;
/** Emitted by each census. */
const METRICS = 4;
/** Lambda looks into a queue with five long polls of 20 seconds, also when nothing comes. */
const IDLE_POLLS = 2 * 5 * 3 * 60 * HOURS;
/** Lambda takes 10 messages with one request, and deletes them with one. */
const REQUESTS_A_MESSAGE = 1 + 1 / 10 + 1 / 10;
/** A batch is complete after a minute at the latest. */
const BATCHES_AT_LEAST = 60 * HOURS;
const HEARTBEATS_A_BATCH = 1_000;
/** To AWS and back, which takes next to nothing here. Writes go out eight at once. */
const CALL_SECONDS = 0.01;
const PARALLEL = 8;
const INGEST_GIGABYTES = 0.5;
const CENSUS_GIGABYTES = 1;
/** A page of a stack set, paced. */
const PAGE_SECONDS = 0.2;
const INSTANCES_A_PAGE = 100;

export function monthlyCosts({ phases, guards }) {
  const [, heartbeats, census] = phases;
  const { calls, writeUnits } = heartbeats;
  const secondsAHeartbeat = (heartbeats.seconds + (calls.BatchWriteItem * CALL_SECONDS) / PARALLEL) / guards;
  return [1, 100, 10_000].map((accounts) => {
    const fleet = accounts * REGIONS;
    const beats = fleet * HOURS;
    const batches = Math.min(beats, Math.max(beats / HEARTBEATS_A_BATCH, BATCHES_AT_LEAST));
    const pages = Math.ceil(fleet / INSTANCES_A_PAGE);
    const queries = 48 + (census.calls.Query - 48) * (fleet / guards);
    const censusSeconds = (census.seconds / guards) * fleet + queries * CALL_SECONDS;
    const costs = {
      accounts,
      events: beats * PRICES.event,
      queues: (beats * REQUESTS_A_MESSAGE + IDLE_POLLS) * PRICES.queueRequest,
      ingest:
        batches * (PRICES.invocation + CALL_SECONDS * INGEST_GIGABYTES * PRICES.gigabyteSecond) +
        beats * secondsAHeartbeat * INGEST_GIGABYTES * PRICES.gigabyteSecond,
      writes: ((beats * writeUnits) / guards) * PRICES.writeUnit,
      census:
        CENSUSES * (PRICES.invocation + censusSeconds * CENSUS_GIGABYTES * PRICES.gigabyteSecond) +
        HOURS * pages * PAGE_SECONDS * CENSUS_GIGABYTES * PRICES.gigabyteSecond,
      reads: CENSUSES * (24 + (census.readUnits / guards) * fleet) * PRICES.readUnit,
      metrics: METRICS * PRICES.customMetric,
    };
    const { accounts: _, ...parts } = costs;
    const total = Object.values(parts).reduce((sum, part) => sum + part, 0);
    return Object.fromEntries(
      Object.entries({ ...costs, total, 'total a guard': total / fleet }).map(([name, value]) => [
        name,
        Math.round(value * 10_000) / 10_000,
      ]),
    );
  });
}
