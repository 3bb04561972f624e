// What AWS would be: a TLS server on 127.0.0.1 that answers the guard's calls, counts them and tells when one arrives.
import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { ACCOUNT, REGION, root, trailArn } from './guard.mjs';

/** A certificate for `localhost` and its key. */
const localhost = join(root, 'test', 'fixtures', 'localhost');

export class Endpoint extends EventEmitter {
  /** Calls by name since the last `reset()`. */
  calls = new Map();
  /** When its trails were stopped, and started again at once. */
  stoppedAt = new Date(Date.now() - 2_000);
  #server;

  constructor({ trails = 1, comparedAt = new Date() } = {}) {
    super();
    this.trails = trails;
    this.comparedAt = comparedAt;
  }

  async start() {
    this.#server = createServer(
      { key: readFileSync(join(localhost, 'key.pem')), cert: readFileSync(this.certificate) },
      (request, response) => this.#answer(request, response),
    );
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  get certificate() {
    return join(localhost, 'certificate.pem');
  }

  get url() {
    return `https://localhost:${this.#server.address().port}`;
  }

  reset() {
    this.calls.clear();
  }

  #answer(request, response) {
    const arrivedAt = performance.now();
    const body = [];
    request.on('data', (chunk) => body.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(body).toString();
      const call = callOf(request, text);
      this.calls.set(call, (this.calls.get(call) ?? 0) + 1);
      this.emit(call, arrivedAt);
      const answer = ANSWERS[call]?.(this, text) ?? {};
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    });
  }
}

/** JSON services name the operation in a header, SNS in the body; the only one that does neither is the scheduler. */
function callOf({ headers }, body) {
  const [service, operation] = headers['x-amz-target']?.split('.') ?? [];
  const names = { CloudTrail_20131101: 'cloudtrail', DynamoDB_20120810: 'dynamodb' };
  if (operation) return `${names[service]}:${operation}`;
  const action = new URLSearchParams(body).get('Action');
  return action ? `sns:${action}` : 'scheduler:GetSchedule';
}

const seconds = (ago) => Date.now() / 1000 - ago;

const SELECTORS = [
  { ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [], ExcludeManagementEventSources: [] },
];

/** What the endpoint's trails are: nothing differs. */
const baselineItem = (index) => ({
  kind: { S: 'baseline' },
  id: { S: trailArn(`trail-${index}`) },
  version: { N: '1' },
  baseline: {
    S: JSON.stringify({
      arn: trailArn(`trail-${index}`),
      version: 1,
      reason: 'first-seen',
      adoptedAt: '2026-01-01T00:00:00.000Z',
      configuration: {
        S3BucketName: 'logs',
        IncludeGlobalServiceEvents: true,
        IsMultiRegionTrail: true,
        LogFileValidationEnabled: true,
        IsOrganizationTrail: false,
        Selectors: { EventSelectors: SELECTORS },
        InsightSelectors: [],
        Tags: {},
        AggregationConfigurations: [],
      },
    }),
  },
});

const ANSWERS = {
  'cloudtrail:GetTrailStatus': ({ stoppedAt }) => ({
    IsLogging: true,
    StopLoggingTime: stoppedAt / 1000,
    StartLoggingTime: seconds(0),
  }),
  'cloudtrail:DescribeTrails': ({ trails }) => ({
    trailList: Array.from({ length: trails }, (_, index) => ({
      Name: `trail-${index}`,
      TrailARN: trailArn(`trail-${index}`),
      HomeRegion: REGION,
      S3BucketName: 'logs',
      IncludeGlobalServiceEvents: true,
      IsMultiRegionTrail: true,
      LogFileValidationEnabled: true,
    })),
  }),
  'cloudtrail:LookupEvents': () => ({ Events: [] }),
  'cloudtrail:GetEventSelectors': () => ({ EventSelectors: SELECTORS }),
  // The sweeps before this one have seen every trail logging, its last stop included, and no incident is open.
  'dynamodb:Query': ({ trails, stoppedAt, comparedAt }, query) => ({
    Items: query.includes('IndexName')
      ? []
      : Array.from({ length: trails }, (_, index) =>
          query.includes('"baseline"')
            ? baselineItem(index)
            : {
                kind: { S: 'trail' },
                id: { S: trailArn(`trail-${index}`) },
                seenLoggingAt: { S: '2026-01-01T00:00:00.000Z' },
                knownStop: { S: stoppedAt.toISOString() },
                comparedAt: { S: comparedAt.toISOString() },
                selectorFlags: { S: 'false,false' },
              },
        ),
  }),
  'sns:Publish': () =>
    '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>' +
    '00000000-0000-0000-0000-000000000000</MessageId></PublishResult></PublishResponse>',
  'scheduler:GetSchedule': () => ({ CreationDate: seconds(86_400), GroupName: 'default', Name: `guard-${ACCOUNT}` }),
};
