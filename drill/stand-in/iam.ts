import { type Description, type Operations, perform, type RecordedService } from './delivery-chain-recorder';
import { Roles } from './iam-roles';
import { Users } from './iam-users';
import { isJson, type Json } from './json';
import { type ApiCall, queryProtocol } from './protocol';
import { recordedDate } from './recorded-date';
import type { World } from './world';

/** IAM: roles, users and their keys. */
export class Iam implements RecordedService {
  readonly signingName = 'iam';
  readonly protocol = queryProtocol('https://iam.amazonaws.com/doc/2010-05-08/', 'AccessDenied');
  readonly roles: Roles;
  readonly users: Users;
  readonly accountAliases: string[] = [];
  readonly #operations: Operations;

  constructor(world: World) {
    this.roles = new Roles(world);
    this.users = new Users(world);
    this.#operations = {
      ...this.roles.operations,
      ...this.users.operations,
      ListAccountAliases: () => ({ AccountAliases: { member: this.accountAliases }, IsTruncated: false }),
    };
  }

  resource(call: ApiCall): string {
    const { UserName, RoleName } = call.parameters;
    if (RoleName !== undefined) return this.roles.resource(call);
    return UserName === undefined ? '*' : this.users.arn(UserName);
  }

  handle(call: ApiCall): Json {
    return perform(this.#operations, call, 'InvalidAction');
  }

  /** IAM's calls are recorded in us-east-1, wherever its clients are (AWS facts 1.6). */
  describe({ operation, parameters }: ApiCall): Description {
    // A password is not recorded, and of a call without parameters it is told that there are none.
    const { Action, Version, Password, ...sent } = parameters;
    const requestParameters = Object.keys(sent).length > 0 ? sent : null;
    const readOnly = /^(Get|List)/.test(operation);
    return { requestParameters, region: 'us-east-1', ...(!readOnly && { recordAnswer: asRecorded }) };
  }
}

/** Without the secret of a key, and with dates as people write them. */
function asRecorded(answer: Json): Json {
  return Object.fromEntries(
    Object.entries(answer)
      .filter(([name]) => name !== 'SecretAccessKey')
      .map(([name, value]) => {
        if (name === 'CreateDate') return [name, recordedDate(String(value), ' ')];
        return [name, isJson(value) ? asRecorded(value) : value];
      }),
  );
}
