import type { Json } from '../../fixtures/identities';
import { awsError } from '../../lambda/guard/aws-error';
import type { Operations } from './operations';
import type { Parts } from './parts';

/** EventBridge Scheduler. An update puts everything, as the service does. */
export const SCHEDULES: Operations = {
  GetSchedule: (parts, { Name }) => schedule(parts, Name),
  CreateSchedule: (parts, input) => put(parts, input),
  UpdateSchedule: (parts, input) => {
    schedule(parts, input.Name);
    return put(parts, input);
  },
  DeleteSchedule: (parts, { Name }) => {
    schedule(parts, Name);
    parts.schedules.delete(String(Name));
  },
};

function put(parts: Parts, input: Json): Json {
  parts.schedules.set(String(input.Name), {
    GroupName: 'default',
    State: 'ENABLED',
    ScheduleExpressionTimezone: 'UTC',
    ActionAfterCompletion: 'NONE',
    ...input,
  });
  return {};
}

function schedule(parts: Parts, name: unknown): Json {
  const found = parts.schedules.get(String(name));
  if (!found) {
    throw awsError('ResourceNotFoundException', `Schedule ${name} does not exist.`);
  }
  return found;
}
