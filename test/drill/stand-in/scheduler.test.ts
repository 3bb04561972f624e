import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  UpdateScheduleCommand,
  type UpdateScheduleCommandInput,
} from '@aws-sdk/client-scheduler';
import { recordOf } from './cloudtrail-fixture';
import { cleanUp, errorOf } from './fixture';
import { account, functionArn, type Started, startParts } from './own-parts-fixture';

const Name = 'guard-sweep';
const RoleArn = `arn:aws:iam::${account}:role/security/guard-role`;
const definition: UpdateScheduleCommandInput = {
  Name,
  ScheduleExpression: 'rate(7 days)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: { Arn: functionArn, RoleArn, Input: '{"do":"pid"}' },
};

let started: Started;
beforeEach(async () => {
  started = await startParts();
});
afterEach(cleanUp);

const get = () => started.scheduler.send(new GetScheduleCommand({ Name }));

test('a schedule is what it was updated to, and since when it is there stays', async () => {
  const { CreationDate } = await get();
  await started.scheduler.send(new UpdateScheduleCommand({ ...definition, State: 'DISABLED', Description: 'never' }));
  expect(await get()).toMatchObject({ ...definition, State: 'DISABLED', Description: 'never', CreationDate });
  expect(recordOf(started.standIn, 'UpdateSchedule')).toMatchObject({
    eventSource: 'scheduler.amazonaws.com',
    requestParameters: { name: Name, groupName: 'default', state: 'DISABLED', target: { arn: functionArn } },
  });
  started.standIn.scheduler.fire();
  expect(started.standIn.timeline.of('schedule')).toEqual([]);
});

test('a schedule is deleted and created', async () => {
  const { scheduler, standIn } = started;
  expect(await errorOf(scheduler.send(new CreateScheduleCommand(definition)))).toMatchObject({
    name: 'ConflictException',
    status: 409,
  });
  await scheduler.send(new DeleteScheduleCommand({ Name }));
  expect(recordOf(standIn, 'DeleteSchedule')?.requestParameters).toMatchObject({ name: Name });
  expect(await errorOf(get())).toMatchObject({ name: 'ResourceNotFoundException', status: 404 });
  const { ScheduleArn } = await scheduler.send(new CreateScheduleCommand(definition));
  expect((await get()).Arn).toBe(ScheduleArn);
  standIn.scheduler.fire();
  await standIn.settled();
  expect(standIn.timeline.of('invocation')).toMatchObject([{ phase: 'start' }, { phase: 'end' }]);
});

test('what the stand-in cannot fire is refused', async () => {
  const update = new UpdateScheduleCommand({ ...definition, ScheduleExpression: 'cron(0 0 1 1 ? 2099)' });
  expect(await errorOf(started.scheduler.send(update))).toMatchObject({ name: 'ValidationException' });
});
