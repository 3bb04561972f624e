// AWS as the hub's function sees it: the table, SNS and CloudFormation behind one HTTP server, which counts calls.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { FleetTable } from './fleet-table.mjs';

export class FleetServices {
  table = new FleetTable();
  /** The machine-readable messages. */
  published = [];
  calls = new Map();
  #instances;
  #server;

  constructor(instances) {
    this.#instances = instances;
  }

  async start() {
    this.#server = createServer((request, response) => this.#answer(request, response));
    this.#server.keepAliveTimeout = 60_000;
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  /** All calls by name since the last time it was asked. */
  takeCalls() {
    const calls = Object.fromEntries([...this.table.calls, ...this.calls].sort());
    this.table.calls.clear();
    this.calls.clear();
    return calls;
  }

  #answer(request, response) {
    const body = [];
    request.on('data', (chunk) => body.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(body).toString();
      const [, operation] = request.headers['x-amz-target']?.split('.') ?? [];
      if (operation) {
        const [status, answer] = this.table.answer(operation, JSON.parse(text));
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
        response.end(JSON.stringify(answer));
      } else {
        response.end(this.#query(new URLSearchParams(text)));
      }
    });
  }

  #query(parameters) {
    const action = parameters.get('Action');
    this.calls.set(action, (this.calls.get(action) ?? 0) + 1);
    return `<${action}Response><${action}Result>${this[action](parameters)}</${action}Result></${action}Response>`;
  }

  Publish(parameters) {
    this.published.push(JSON.parse(JSON.parse(parameters.get('Message')).default));
    return '<MessageId>1</MessageId>';
  }

  ListStackInstances(parameters) {
    const from = Number(parameters.get('NextToken') ?? 0);
    const to = from + Number(parameters.get('MaxResults'));
    const members = this.#instances
      .slice(from, to)
      .map(
        ({ account, region }) =>
          `<member><Account>${account}</Account><Region>${region}</Region><Status>CURRENT</Status>` +
          '<StackInstanceStatus><DetailedStatus>SUCCEEDED</DetailedStatus></StackInstanceStatus></member>',
      );
    const next = to < this.#instances.length ? `<NextToken>${to}</NextToken>` : '';
    return `<Summaries>${members.join('')}</Summaries>${next}`;
  }
}
