import { AwsError } from './aws-error';
import { type Description, type Operations, perform, type RecordedService } from './delivery-chain-recorder';
import type { Json } from './json';
import { type ApiCall, jsonProtocol } from './protocol';

/** Systems Manager, as far as change calendars go. */
export class ChangeCalendars implements RecordedService {
  readonly signingName = 'ssm';
  readonly protocol = jsonProtocol('1.1');
  /** By name or ARN, as callers name them. */
  readonly states = new Map<string, 'OPEN' | 'CLOSED'>();

  handle(call: ApiCall): Json {
    return perform(this.#operations, call);
  }

  describe({ parameters }: ApiCall): Description {
    return { requestParameters: parameters };
  }

  readonly #operations: Operations = {
    // Of several calendars it is open when all of them are.
    GetCalendarState: ({ parameters }) => {
      const names = (parameters.CalendarNames as string[]) ?? [];
      const unknown = names.filter((name) => !this.states.has(name));
      if (unknown.length > 0) throw new AwsError('InvalidDocument', `Document ${unknown.join(', ')} does not exist.`);
      const isOpen = names.every((name) => this.states.get(name) === 'OPEN');
      const AtTime = parameters.AtTime ?? new Date().toISOString();
      return { State: isOpen ? 'OPEN' : 'CLOSED', AtTime };
    },
  };
}
