import * as v from 'valibot';
import { RecordSchema } from '../../../../lambda/common/record';
import { techniquesOfRecord } from '../../../../lambda/common/target';
import { calledPart, deniedPart } from '../../../../lambda/guard/own-parts/called-part';
import type { Json } from '../../../fixtures/identities';
import { PARTS } from '../../own-parts/parts';
import { denied, recordOf, TOPIC } from './calls';

const STACK = 'arn:aws:cloudformation:eu-central-1:111122223333:stack/TrailGuard/0a1b2c3d';
const MANIFEST = { parts: PARTS, stackId: STACK };
const CHANGE_SET = 'arn:aws:cloudformation:eu-central-1:111122223333:changeSet/deploy/0a1b2c3d';
const FUNCTION = 'arn:aws:lambda:eu-central-1:111122223333:function:Guard';
const QUEUE = 'https://eu-central-1.queue.amazonaws.com/111122223333/DeadLetters';
const BUS = 'arn:aws:events:eu-central-1:111122223333:event-bus/';

function called(service: string, eventName: string, parameters: Json) {
  const record = v.parse(RecordSchema, recordOf(service, eventName, parameters));
  const technique = techniquesOfRecord(record).find(({ target }) => target === 'guard');
  if (!technique) {
    throw new Error(`no technique of ${eventName}`);
  }
  const part = calledPart(technique, record, MANIFEST);
  return typeof part === 'string' ? part : part.name;
}

test.each<[string, string, Json, string]>([
  ['events', 'DisableRule', { name: 'Calls' }, 'Calls'],
  ['events', 'DisableRule', { name: 'Calls', eventBusName: 'default' }, 'Calls'],
  ['events', 'DisableRule', { name: 'Calls', eventBusName: `${BUS}default` }, 'Calls'],
  ['events', 'DisableRule', { name: 'Calls', eventBusName: 'orders' }, 'other'],
  ['events', 'DisableRule', { name: 'Call' }, 'other'],
  ['events', 'RemoveTargets', { rule: 'Witness', ids: ['Target0'] }, 'Witness'],
  ['events', 'PutTargets', { rule: 'Calls', targets: [{ id: 'mallory' }] }, 'Calls'],
  ['scheduler', 'UpdateSchedule', { name: 'Sweep', groupName: 'default' }, 'Sweep'],
  ['scheduler', 'DeleteSchedule', { name: 'Sweep' }, 'Sweep'],
  ['scheduler', 'DeleteSchedule', { name: 'Sweep', groupName: 'others' }, 'other'],
  ['lambda', 'DeleteFunction20150331', { functionName: 'Guard' }, 'Guard'],
  ['lambda', 'UpdateFunctionCode20150331v2', { functionName: FUNCTION }, 'Guard'],
  ['lambda', 'UpdateFunctionCode20150331v2', { functionName: `${FUNCTION}:live` }, 'Guard'],
  ['lambda', 'PutFunctionConcurrency20171031', { functionName: '111122223333:function:Guard' }, 'Guard'],
  ['lambda', 'PutFunctionConcurrency20171031', { functionName: FUNCTION.replace('1111', '4444') }, 'other'],
  ['lambda', 'PutFunctionConcurrency20171031', { functionName: 'GuardOfOthers' }, 'other'],
  ['iam', 'PutRolePolicy', { roleName: 'GuardRole', policyName: 'mallory' }, 'GuardRole'],
  ['iam', 'PutRolePolicy', { roleName: 'guard', policyName: 'mallory' }, 'other'],
  ['sns', 'DeleteTopic', { topicArn: TOPIC }, TOPIC],
  ['sns', 'DeleteTopic', { topicArn: `${TOPIC}-of-others` }, 'other'],
  ['sns', 'Unsubscribe', { subscriptionArn: `${TOPIC}:0a1b2c3d` }, TOPIC],
  ['dynamodb', 'PutResourcePolicy', { resourceArn: PARTS.table.arn }, 'Memory'],
  ['dynamodb', 'DeleteTable', { tableName: 'Memory' }, 'Memory'],
  ['dynamodb', 'DeleteTable', { tableName: PARTS.table.arn }, 'Memory'],
  ['dynamodb', 'DeleteTable', { tableName: 'Memories' }, 'other'],
  ['sqs', 'PurgeQueue', { queueUrl: PARTS.queue.url }, 'DeadLetters'],
  ['sqs', 'PurgeQueue', { queueUrl: QUEUE }, 'DeadLetters'],
  ['sqs', 'PurgeQueue', { queueUrl: QUEUE.replace('1111', '4444') }, 'other'],
  ['monitoring', 'DeleteAlarms', { alarmNames: ['AlarmOfOthers', 'NoSweep'] }, 'NoSweep'],
  ['monitoring', 'DeleteAlarms', { alarmNames: ['AlarmOfOthers'] }, 'other'],
  ['monitoring', 'PutMetricAlarm', { alarmName: 'NoSweep', threshold: 1e9 }, 'NoSweep'],
  ['logs', 'DeleteLogGroup', { logGroupName: '/aws/lambda/Guard' }, '/aws/lambda/Guard'],
  ['logs', 'DeleteLogGroup', { logGroupName: '/aws/lambda/Guar' }, 'other'],
  ['cloudformation', 'DeleteStack', { stackName: 'TrailGuard' }, 'TrailGuard'],
  ['cloudformation', 'UpdateStack', { stackName: STACK }, 'TrailGuard'],
  ['cloudformation', 'ExecuteChangeSet', { stackName: 'TrailGuard', changeSetName: 'deploy' }, 'TrailGuard'],
  ['cloudformation', 'ExecuteChangeSet', { stackName: 'Other', changeSetName: 'TrailGuard' }, 'other'],
  ['cloudformation', 'ExecuteChangeSet', { changeSetName: CHANGE_SET }, 'unnamed'],
  ['cloudformation', 'UpdateStack', { stackName: 'TrailGuardians' }, 'other'],
  ['sns', 'SetTopicAttributes', { omitted: true, originalSize: 300_000 }, 'unnamed'],
  ['events', 'DisableRule', { name: 17 }, 'unnamed'],
])('%s:%s %j is on %s', (service, eventName, parameters, name) => {
  expect(called(service, eventName, parameters)).toBe(name);
});

test.each([
  ['events', 'DisableRule', 'arn:aws:events:eu-central-1:111122223333:rule/Calls', 'Calls'],
  ['lambda', 'DeleteFunction20150331', FUNCTION, 'Guard'],
  ['iam', 'PutRolePolicy', 'role GuardRole', 'GuardRole'],
  ['sns', 'DeleteTopic', TOPIC, TOPIC],
  ['sqs', 'PurgeQueue', PARTS.queue.arn, 'DeadLetters'],
  ['monitoring', 'DeleteAlarms', 'arn:aws:cloudwatch:eu-central-1:111122223333:alarm:NoSweep', 'NoSweep'],
  [
    'logs',
    'DeleteLogGroup',
    'arn:aws:logs:eu-central-1:111122223333:log-group:/aws/lambda/Guard:log-stream:',
    '/aws/lambda/Guard',
  ],
  ['cloudformation', 'DeleteStack', STACK, 'TrailGuard'],
  ['events', 'DisableRule', 'arn:aws:events:eu-central-1:111122223333:rule/CallsOfOthers', undefined],
  ['events', 'DisableRule', 'something', undefined],
])('a denied %s:%s of %s is on %s', (service, eventName, resource, name) => {
  const message = `User: mallory is not authorized to perform: ${service}:${eventName} on resource: ${resource} because no identity-based policy allows it`;
  const record = v.parse(RecordSchema, denied(recordOf(service, eventName, {}), message));
  expect(deniedPart(record, MANIFEST)?.name).toBe(name);
});
