import { matches } from '../../../drill/stand-in/event-pattern';

const event = {
  source: 'aws.cloudtrail',
  account: '111122223333',
  detail: {
    eventName: 'UpdateFunctionCode20150331v2',
    readOnly: false,
    count: 5,
    sourceIPAddress: '10.1.2.3',
    requestParameters: null,
    userIdentity: { type: 'Root' },
    tags: ['a', 'b'],
    resources: [{ type: 'trail' }, { type: 'bucket' }],
  },
};

test.each([
  ['exact', { eventName: ['Other', 'UpdateFunctionCode20150331v2'] }, { eventName: ['UpdateFunctionCode'] }],
  ['exact on booleans', { readOnly: [false] }, { readOnly: ['false'] }],
  ['null', { requestParameters: [null] }, { eventName: [null] }],
  ['one element of an array', { tags: ['b'] }, { tags: ['c'] }],
  ['an object in an array', { resources: { type: ['bucket'] } }, { resources: { type: ['key'] } }],
  ['nesting', { userIdentity: { type: ['Root'] } }, { userIdentity: { type: ['IAMUser'] } }],
  ['prefix', { eventName: [{ prefix: 'UpdateFunctionCode' }] }, { eventName: [{ prefix: 'updatefunction' }] }],
  [
    'prefix without case',
    { eventName: [{ prefix: { 'equals-ignore-case': 'updatefunction' } }] },
    { eventName: [{ prefix: { 'equals-ignore-case': 'delete' } }] },
  ],
  ['suffix', { eventName: [{ suffix: 'v2' }] }, { eventName: [{ suffix: 'V2' }] }],
  [
    'suffix without case',
    { eventName: [{ suffix: { 'equals-ignore-case': 'V2' } }] },
    { eventName: [{ suffix: { 'equals-ignore-case': 'v3' } }] },
  ],
  [
    'equals-ignore-case',
    { eventName: [{ 'equals-ignore-case': 'UPDATEFUNCTIONCODE20150331V2' }] },
    { eventName: [{ 'equals-ignore-case': 'UPDATEFUNCTIONCODE' }] },
  ],
  ['wildcard', { eventName: [{ wildcard: 'Update*Code*v2' }] }, { eventName: [{ wildcard: 'Update.Function*' }] }],
  [
    'anything-but',
    { eventName: [{ 'anything-but': 'X' }] },
    { eventName: [{ 'anything-but': [event.detail.eventName] }] },
  ],
  [
    'anything-but prefix',
    { eventName: [{ 'anything-but': { prefix: ['Get', 'List'] } }] },
    { eventName: [{ 'anything-but': { prefix: ['Get', 'Update'] } }] },
  ],
  ['exists', { eventName: [{ exists: true }] }, { eventName: [{ exists: false }] }],
  ['absence', { errorCode: [{ exists: false }] }, { errorCode: [{ exists: true }] }],
  ['numeric', { count: [{ numeric: ['>', 4, '<=', 5] }] }, { count: [{ numeric: ['>', 4, '<', 5] }] }],
  ['cidr', { sourceIPAddress: [{ cidr: '10.0.0.0/8' }] }, { sourceIPAddress: [{ cidr: '10.2.0.0/16' }] }],
  ['$or', { $or: [{ count: [1] }, { count: [5] }] }, { $or: [{ count: [1] }, { count: [2] }] }],
])('matches by %s', (_operator, fits, misses) => {
  expect(matches({ detail: fits }, event)).toBe(true);
  expect(matches({ detail: misses }, event)).toBe(false);
});

test('needs every field to match', () => {
  expect(matches({ source: ['aws.cloudtrail'], account: ['111122223333'] }, event)).toBe(true);
  expect(matches({ source: ['aws.cloudtrail'], account: ['999988887777'] }, event)).toBe(false);
});

test('exists is about leaves', () => {
  expect(matches({ detail: { userIdentity: [{ exists: true }] } }, event)).toBe(false);
});

test('fails for an operator that it does not know', () => {
  expect(() => matches({ source: [{ like: 'x' }] }, event)).toThrow('event pattern: unknown operator "like"');
});
