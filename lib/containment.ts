import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { ContainmentPolicy } from './contract/containment';
import { invalidProp } from './invalid-prop';

/** What may be done to whoever stopped a trail. Each can be undone with one command, which the message carries. */
export enum ContainmentAction {
  /**
   * Deactivate the long-lived access key that the call was made with. Adds `iam:UpdateAccessKey`, which cannot give
   * anybody a permission.
   */
  DEACTIVATE_ACCESS_KEY = 'deactivate-access-key',
  /**
   * Deny everything to an IAM user who made the call from the console or with a session. Adds `iam:PutUserPolicy`: who
   * gets hold of the function's role can give permissions with it.
   */
  DENY_USER = 'deny-user',
  /**
   * Deny everything to all sessions of the role that were begun before, everybody's. Adds `iam:PutRolePolicy`: who gets
   * hold of the function's role can give permissions with it.
   */
  REVOKE_ROLE_SESSIONS = 'revoke-role-sessions',
}

/** What is done without a person, to whom never, and how often. */
export interface AutomaticContainmentOptions {
  /** What may be done. */
  readonly actions: ContainmentAction[];

  /**
   * ARNs of users and roles, with `*` and `?`, that nothing is ever done to by itself: break-glass users, the roles that
   * deploy, whatever must not stop. An attacker may stop a trail in somebody's name on purpose. Without a path
   * (`arn:aws:iam::111122223333:role/Deploy`) it is for that name under every path. 1,000 characters in all.
   */
  readonly neverTouch: string[];

  /**
   * How much is done within an hour, from 1 to 20; the rest is left to a person.
   *
   * @default 3
   */
  readonly maximumActionsPerHour?: number;
}

const DEFAULT_ACTIONS_PER_HOUR = 3;
const MAXIMUM_ACTIONS_PER_HOUR = 20;
/** Two functions carry them in their environment, which Lambda limits to 4 KB. */
const NEVER_TOUCH_CHARACTERS = 1_000;
/** A value that only deployment knows. */
const TOKEN = /\$\{Token\[[^\]]*\]\}/g;
const PATTERN = /^arn:[a-z0-9-]+:iam::(\d{12}|\*):(?:user|role)\/[\w+=,.@/*?-]+$/;

/** What is done to stop the actor of an incident. */
export class Containment {
  /**
   * The message carries the command that would stop the actor, what else it would hit, and the command that undoes it; a
   * person decides. Nothing is created and nothing permitted.
   */
  public static manual(): Containment {
    return new Containment(undefined);
  }

  /**
   * After the trail was put back and its message sent, a function of its own does what was switched on, reads it back and
   * tells. It never acts on the root user, service-linked roles, roles of IAM Identity Center, other accounts, actors that
   * an exception expects, and the guard's own roles.
   *
   * @throws if an option is wrong
   */
  public static automatic(options: AutomaticContainmentOptions): Containment {
    validateActions(options.actions);
    validateNeverTouch(options.neverTouch);
    validateMaximum(options.maximumActionsPerHour);
    return new Containment({
      ...options,
      actions: [...options.actions],
      neverTouch: [...options.neverTouch],
    });
  }

  private constructor(
    /** Missing where everything is left to a person. */
    public readonly options: AutomaticContainmentOptions | undefined,
  ) {}
}

/**
 * Turns the containment into what the functions read; undefined if everything is left to a person.
 *
 * @param ownRoleArns the guard's own roles, which are never touched either
 * @throws if somebody of another account is named, whom nothing would be done to anyway
 */
export function containmentPolicy(
  scope: Construct,
  { options }: Containment,
  ownRoleArns: string[],
): ContainmentPolicy | undefined {
  if (options === undefined) {
    return undefined;
  }
  const { partition, account } = Stack.of(scope);
  for (const pattern of options.neverTouch) {
    validateAccount(pattern, account);
  }
  return {
    version: 1,
    partition,
    account,
    actions: options.actions,
    neverTouch: [...options.neverTouch, ...ownRoleArns],
    maximumActionsPerHour: options.maximumActionsPerHour ?? DEFAULT_ACTIONS_PER_HOUR,
  };
}

function validateActions(actions: ContainmentAction[]): void {
  const isTwice = new Set(actions).size !== actions.length;
  if (actions.length === 0 || isTwice) {
    throw invalidProp({
      prop: 'containment.actions',
      given: isTwice ? `'${actions.join("', '")}'` : 'empty',
      allowed: 'one action or more, each once',
      cure: 'Use Containment.manual() to leave everything to a person.',
    });
  }
}

function validateNeverTouch(neverTouch: string[]): void {
  const prop = 'containment.neverTouch';
  const cure =
    'Name the users and roles that must go on working whatever happens: break-glass users, the roles that deploy.';
  if (neverTouch.length === 0) {
    throw invalidProp({ prop, given: 'empty', allowed: 'one ARN or more', cure });
  }
  for (const pattern of neverTouch) {
    if (!Token.isUnresolved(pattern) && !PATTERN.test(pattern)) {
      throw invalidProp({
        prop,
        given: `'${pattern}'`,
        allowed: 'ARNs of users or roles, such as arn:aws:iam::111122223333:role/Deploy*; not of sessions',
        cure,
      });
    }
  }
  const characters = JSON.stringify(neverTouch).replace(TOKEN, '.'.repeat(100)).length;
  if (characters > NEVER_TOUCH_CHARACTERS) {
    throw invalidProp({
      prop,
      given: `${characters} characters long`,
      allowed: `at most ${NEVER_TOUCH_CHARACTERS} characters in all`,
      cure: 'Use wildcards.',
    });
  }
}

/** Who names somebody of another account believes to have protected them. */
function validateAccount(pattern: string, account: string): void {
  const itsAccount = pattern.split(':')[4] ?? '';
  if (![pattern, account].some((value) => Token.isUnresolved(value)) && itsAccount !== '*' && itsAccount !== account) {
    throw invalidProp({
      prop: 'containment.neverTouch',
      given: `'${pattern}'`,
      allowed: `a user or role of this account, ${account}`,
      cure: 'Nothing is ever done to principals of other accounts. If this one is of this account, correct its ARN.',
    });
  }
}

function validateMaximum(maximum: number | undefined): void {
  if (maximum === undefined || Token.isUnresolved(maximum)) {
    return;
  }
  if (!Number.isInteger(maximum) || maximum < 1 || maximum > MAXIMUM_ACTIONS_PER_HOUR) {
    throw invalidProp({
      prop: 'containment.maximumActionsPerHour',
      given: String(maximum),
      allowed: `a whole number from 1 to ${MAXIMUM_ACTIONS_PER_HOUR}`,
      cure: 'More than a few within an hour is an attack by itself: leave the rest to a person.',
    });
  }
}
