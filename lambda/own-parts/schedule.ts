import {
  CreateScheduleCommand,
  GetScheduleCommand,
  type SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { SchedulePart } from '../../lib/contract/own-parts';
import { compareSchedule, type ScheduleState, scheduleOf } from './compare/schedule';
import { type Part, unlessGone } from './part';

/** The schedule that has the guard sweep. */
export function schedulePart(schedule: SchedulePart, scheduler: SchedulerClient): Part<ScheduleState | undefined> {
  return {
    kind: 'schedule',
    name: schedule.name,
    read: () =>
      unlessGone(['ResourceNotFoundException'], () =>
        scheduler.send(new GetScheduleCommand({ Name: schedule.name, GroupName: schedule.groupName })),
      ),
    compare: (state) => compareSchedule(schedule, state),
    mend: (state) => [
      () =>
        state === undefined
          ? scheduler.send(new CreateScheduleCommand(scheduleOf(schedule)))
          : scheduler.send(new UpdateScheduleCommand(scheduleOf(schedule))),
    ],
  };
}
