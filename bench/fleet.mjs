// `node bench/fleet.mjs [--accounts 10000] [--incidents 100000] [--json]`: the hub's function, as built, takes in what an
// organization tells in an hour, an outage, and a storm of incidents; counts calls, and checks that nothing is lost or
// doubled. The process has the memory that the function has.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { monthlyCosts } from './fleet-cost.mjs';
import { fleetOf, HEARTBEAT_SECONDS, heartbeat, incident, shuffled } from './fleet-events.mjs';
import { FleetServices } from './fleet-services.mjs';
import { child, node24, REGION, root } from './guard.mjs';

/** As TrailGuardHub deploys it. */
const HEARTBEATS_A_BATCH = 1_000;
const INCIDENTS_A_BATCH = 1_000;
const INGEST = { memoryMegabytes: 512, heapMegabytes: 320, timeout: 60_000 };
const CENSUS = { memoryMegabytes: 1_024, heapMegabytes: 768, timeout: 900_000 };
const MINUTE = 60_000;
/** Of the incidents, come twice. */
const DOUBLED = 0.1;

export async function simulateFleet({ accounts = 10_000, incidents = 100_000, outage = 1_000 } = {}) {
  const guards = fleetOf(accounts);
  const services = await new FleetServices(guards).start();
  const hub = await new Hub(services).start();
  try {
    const phases = [];
    const phase = async (name, count, play) => phases.push(await measured(name, count, services, hub, play));

    await phase('census that lists the stack set', guards.length, () => hub.census());
    hub.at += 60 * MINUTE;
    await phase('heartbeats of an hour', guards.length, () => hub.hear(guards));
    await phase('census of a fleet that is well', guards.length, () => hub.census());
    expectMessages(services, []);

    const silent = shuffled(guards).slice(0, outage);
    const isSilent = new Set(silent);
    hub.at += 60 * MINUTE;
    await hub.hear(guards.filter((guard) => !isSilent.has(guard)));
    hub.at += 50 * MINUTE;
    services.takeCalls();
    await phase('census of an outage', outage, () => hub.census());
    await hub.census();
    const [news, ...more] = services.published.splice(0);
    check(more.length === 0, 'the outage is told once');
    check(news?.counts.quiet === outage, `the outage is counted: ${news?.counts.quiet}`);
    const told = new Set([...services.table.items('told#')].map(({ id }) => id.S));
    check(
      told.size === outage && silent.every(({ account, region }) => told.has(`${account}#${region}`)),
      'exactly the guards that are quiet are known as quiet',
    );

    await hub.hear(silent);
    await hub.census();
    const [back] = services.published.splice(0);
    check(back?.news.back === outage, 'they are back');

    services.takeCalls();
    await phase('storm of incidents', incidents, () => hub.storm(guards, incidents));
    const inTable = [...services.table.items('incident#')];
    const named = services.published.flatMap(({ incidents: list, id }) => list?.map((one) => one.id) ?? [id]);
    const leftOut = services.published.reduce((sum, { leftOut: left = 0 }) => sum + left, 0);
    check(inTable.length === incidents, `every incident is in the table: ${inTable.length}`);
    check(
      inTable.every(({ state }) => state.S === 'told'),
      'every incident was told',
    );
    check(new Set(named).size === named.length, 'no incident is told twice');
    check(named.length + leftOut === incidents, `every incident is in a message: ${named.length}, left out ${leftOut}`);
    const storm = phases.at(-1);
    return {
      guards: guards.length,
      phases,
      messages: services.published.length,
      incidentBytes: Math.round(services.table.bytesOf('incident#') / incidents),
      writeUnitsAnIncident: storm.writeUnits / incidents,
      peakMegabytes: hub.peakMegabytes,
    };
  } finally {
    hub.stop();
    services.stop();
  }
}

async function measured(name, count, services, hub, play) {
  services.takeCalls();
  const { writeUnits, readUnits } = services.table;
  hub.busyMilliseconds = 0;
  await play();
  return {
    name,
    count,
    calls: services.takeCalls(),
    writeUnits: services.table.writeUnits - writeUnits,
    readUnits: services.table.readUnits - readUnits,
    seconds: hub.busyMilliseconds / 1_000,
  };
}

function expectMessages({ published }, expected) {
  check(JSON.stringify(published) === JSON.stringify(expected), 'nothing is told of a fleet that is well');
}

function check(holds, claim) {
  if (!holds) throw new Error(`does not hold: ${claim}`);
}

/** The two functions that the hub's one bundle is deployed as. */
class Hub {
  at = Date.now();
  busyMilliseconds = 0;
  #services;
  #ingest;
  #census;

  constructor(services) {
    this.#services = services;
  }

  async start() {
    this.#ingest = await new HubFunction(INGEST).start(this.#services);
    this.#census = await new HubFunction(CENSUS).start(this.#services);
    return this;
  }

  stop() {
    this.#ingest.stop();
    this.#census.stop();
  }

  get peakMegabytes() {
    return { ingest: this.#ingest.peakMegabytes, census: this.#census.peakMegabytes };
  }

  async census() {
    await this.#invoke(this.#census, { trigger: 'census' });
  }

  async hear(guards) {
    await this.#deliver(guards, HEARTBEATS_A_BATCH, (guard) => heartbeat(guard, this.at));
  }

  /** Each once, and some of them once more, in no order. */
  async storm(guards, incidents) {
    const numbers = Array.from({ length: incidents }, (_, number) => number);
    const all = shuffled([...numbers, ...numbers.slice(0, incidents * DOUBLED)]);
    await this.#deliver(all, INCIDENTS_A_BATCH, (number) => incident(guards[number % guards.length], number, this.at));
  }

  async #deliver(contents, size, messageOf) {
    for (let index = 0; index < contents.length; index += size) {
      const Records = contents.slice(index, index + size).map(messageOf);
      const { batchItemFailures } = await this.#invoke(this.#ingest, { Records });
      check(batchItemFailures.length === 0, `${batchItemFailures.length} messages would come again`);
    }
  }

  async #invoke(lambda, input) {
    const { result, now, milliseconds } = await lambda.invoke(input, this.at);
    this.at = now;
    this.busyMilliseconds += milliseconds;
    return result;
  }
}

/** A function in a process with its memory. */
class HubFunction {
  peakMegabytes = 0;
  #settings;
  #process;
  #ended;
  #requests = 0;

  constructor(settings) {
    this.#settings = settings;
  }

  async start(services) {
    this.#process = fork(child('hub.cjs'), [join(root, 'dist', 'lambda', 'hub', 'index.js')], {
      execPath: node24,
      execArgv: [`--max-old-space-size=${this.#settings.heapMegabytes}`],
      env: environment(services),
      // Its log is a line an incident.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#ended = once(this.#process, 'exit').then(([code]) => ({ error: `the process ended with ${code}` }));
    await once(this.#process, 'message');
    return this;
  }

  stop() {
    this.#process.kill();
  }

  async invoke(input, at) {
    const { timeout, memoryMegabytes } = this.#settings;
    const answered = once(this.#process, 'message').then(([message]) => message);
    this.#process.send({ input, at, request: `request-${++this.#requests}`, timeout });
    const answer = await Promise.race([answered, this.#ended]);
    check(answer.error === undefined, answer.error);
    this.peakMegabytes = Math.max(this.peakMegabytes, Math.round(answer.peakMegabytes));
    check(this.peakMegabytes <= memoryMegabytes, `${this.peakMegabytes} MB fit into ${memoryMegabytes}`);
    return answer;
  }
}

function environment({ url }) {
  const account = '999988887777';
  return {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: url,
    AWS_LAMBDA_FUNCTION_NAME: 'hub',
    TRAIL_GUARD_HUB: JSON.stringify({
      version: 1,
      account,
      region: REGION,
      stackSets: [{ name: 'TrailGuard', region: REGION, callAs: 'SELF' }],
      guards: [],
      heartbeatSeconds: HEARTBEAT_SECONDS,
      deployedBy: [],
    }),
    TRAIL_GUARD_TABLE_NAME: 'hub',
    TRAIL_GUARD_TOPIC_ARN: `arn:aws:sns:${REGION}:${account}:hub`,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      accounts: { type: 'string', default: '10000' },
      incidents: { type: 'string', default: '100000' },
      outage: { type: 'string', default: '1000' },
      json: { type: 'boolean', default: false },
    },
  });
  const found = await simulateFleet({
    accounts: Number(values.accounts),
    incidents: Number(values.incidents),
    outage: Number(values.outage),
  });
  const costs = monthlyCosts(found);
  if (values.json) {
    console.log(JSON.stringify({ ...found, costs }, undefined, 2));
  } else {
    console.log(
      `${found.guards} guards; peak ${found.peakMegabytes.ingest} MB to take in, ${found.peakMegabytes.census} MB for a census; ${found.messages} messages in the storm`,
    );
    for (const { name, count, calls, writeUnits, readUnits, seconds } of found.phases) {
      console.log(
        `${name} (${count}): ${seconds.toFixed(1)} s of CPU, ${writeUnits} write units, ${readUnits} read units`,
      );
      console.log(
        `  ${Object.entries(calls)
          .map(([call, times]) => `${call} ${times}`)
          .join(', ')}`,
      );
    }
    console.table(costs);
  }
}
