import { GetCalendarStateCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { ExpectationFinding, Finding } from '../../lib/contract/investigation';
import type { Log } from '../common/log';
import { determine, undeterminedOf } from './determine';

/**
 * Whether each change calendar allowed changes at the time of the call.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-change-calendar.html
 */
export async function calendars(
  names: readonly string[],
  at: Date,
  ssm: SSMClient,
  log: Log,
): Promise<Finding & Pick<ExpectationFinding, 'calendars'>> {
  const states = await Promise.all(names.map((name) => stateOf(name, at, ssm, log)));
  const known = states.flatMap(({ name, value }) => (value ? [{ name, state: value }] : []));
  return { ...(known.length > 0 ? { calendars: known } : {}), ...undeterminedOf(...states) };
}

async function stateOf(name: string, at: Date, ssm: SSMClient, log: Log) {
  const question = { what: `the state of the change calendar ${name}`, action: 'ssm:GetCalendarState' };
  const state = await determine(question, log, async () => {
    const { State } = await ssm.send(new GetCalendarStateCommand({ CalendarNames: [name], AtTime: at.toISOString() }));
    if (State === undefined) {
      throw new Error('it shows no state');
    }
    return State;
  });
  return { name, ...state };
}
