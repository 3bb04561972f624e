import { type Duration, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { ActivitySource } from './activity-source';
import type { ExceptionPolicy } from './contract/policy';
import { TECHNIQUES, techniqueById } from './contract/techniques';
import { invalidProp } from './invalid-prop';
import { trailArn } from './trail-arn';

/**
 * An activity that is expected to stop a trail, as Elastic's guide advises to describe it: by principal *and* source.
 * The guard tells of it quietly and restores the trail all the same when `maximumDuration` is over.
 */
export interface ExpectedActivity {
  /**
   * ARNs of the principals, with `*` and `?`: of users, roles (`arn:aws:iam::111122223333:role/Maintenance`) or role
   * sessions (`arn:aws:sts::111122223333:assumed-role/Maintenance/*`). Each must name somebody, not everybody: at least
   * three characters in a row of the name itself.
   */
  readonly principalArns: string[];

  /** Where the calls come from: any one of these. */
  readonly sources: ActivitySource[];

  /**
   * The trails it is limited to.
   *
   * @default - every guarded trail
   */
  readonly trails?: IConstruct[];

  /**
   * Ids of the techniques it is limited to, as docs/techniques.md lists them, such as `stop-logging`.
   *
   * @default - every technique
   */
  readonly techniques?: string[];

  /** How long a trail may stay stopped: 1 minute to 24 hours, whole seconds. */
  readonly maximumDuration: Duration;

  /** Why it is expected, at most 200 characters; appears in the message. */
  readonly reason: string;
}

const MINIMUM_SECONDS = 60;
const MAXIMUM_SECONDS = 24 * 3600;
const REASON_LENGTH = 200;
/** How many characters in a row must be there besides wildcards: single letters occur in every name. */
const NAME_LENGTH = 3;

/**
 * Checks an expected activity and turns it into what the function reads.
 *
 * @throws if it is too wide, too long or says no reason
 */
export function exceptionPolicy(activity: ExpectedActivity, index: number): ExceptionPolicy {
  const prop = `exceptions[${index}]`;
  validatePrincipals(activity.principalArns, `${prop}.principalArns`);
  validateSources(activity.sources, `${prop}.sources`);
  validateReason(activity.reason, `${prop}.reason`);
  const values = (kind: string) => activity.sources.filter((source) => source.kind === kind).map(({ value }) => value);
  return {
    principals: activity.principalArns,
    cidrs: values('cidr'),
    vpcEndpoints: values('vpcEndpoint'),
    services: values('service'),
    ...(activity.trails ? { trails: trailArns(activity.trails, `${prop}.trails`) } : {}),
    ...(activity.techniques ? { techniques: validTechniques(activity.techniques, `${prop}.techniques`) } : {}),
    maximumDurationSeconds: validSeconds(activity.maximumDuration, `${prop}.maximumDuration`),
    reason: activity.reason,
  };
}

/** @throws if there is none, or one that is everybody */
export function validatePrincipals(arns: string[], prop: string): void {
  const cure = 'Name the users or roles whose calls are expected; an exception for everybody would be the way in.';
  if (arns.length === 0) {
    throw invalidProp({ prop, given: 'empty', allowed: 'one ARN or more', cure });
  }
  for (const arn of arns.filter((candidate) => !Token.isUnresolved(candidate))) {
    // The name itself must be there, not only its type or path.
    const [, kind, name = ''] =
      /^arn:[^:]+:(?:iam|sts)::[^:]*:(root|user|role|assumed-role|federated-user)(?:\/(.*))?$/.exec(arn) ?? [];
    const parts = name.split('/');
    const who = kind === 'assumed-role' ? parts[0] : parts.at(-1);
    const isWhole = kind !== 'assumed-role' || parts.length === 2;
    if (!isWhole || (kind !== 'root' && !who?.split(/[*?]/).some((literal) => literal.length >= NAME_LENGTH))) {
      throw invalidProp({
        prop,
        given: `'${arn}'`,
        allowed: `ARNs of users, roles or role sessions, with at least ${NAME_LENGTH} characters in a row of their name; of a session as assumed-role/ROLE/SESSION`,
        cure,
      });
    }
  }
}

function trailArns(trails: IConstruct[], prop: string): string[] {
  if (trails.length === 0) {
    throw invalidProp({
      prop,
      given: 'empty',
      allowed: 'one trail or more',
      cure: 'Leave it out to expect the activity on every guarded trail.',
    });
  }
  return trails.map((trail) => trailArn(trail, prop));
}

function validateSources(sources: ActivitySource[], prop: string): void {
  if (sources.length === 0) {
    throw invalidProp({
      prop,
      given: 'empty',
      allowed: 'one source or more',
      cure: 'Add ActivitySource.cidr(), .vpcEndpoint() or .service(): a stolen credential is used from elsewhere.',
    });
  }
}

function validTechniques(techniques: string[], prop: string): string[] {
  const wrong = techniques.filter((id) => !Token.isUnresolved(id) && techniqueById(id) === undefined);
  if (techniques.length === 0 || wrong.length > 0) {
    throw invalidProp({
      prop,
      given: techniques.length === 0 ? 'empty' : `'${wrong.join("', '")}'`,
      allowed: `one id or more of the catalogue, such as '${TECHNIQUES.slice(0, 3)
        .map(({ id }) => id)
        .join("', '")}'`,
      cure: 'docs/techniques.md lists them. Leave it out to expect every technique.',
    });
  }
  return techniques;
}

function validSeconds(duration: Duration, prop: string): number {
  const seconds = duration.toSeconds({ integral: false });
  if (duration.isUnresolved()) {
    return seconds;
  }
  if (!Number.isInteger(seconds) || seconds < MINIMUM_SECONDS || seconds > MAXIMUM_SECONDS) {
    throw invalidProp({
      prop,
      given: duration.toHumanString(),
      allowed: 'from 1 minute to 24 hours, in whole seconds',
      cure: 'After that time the guard restores the trail, so give what the activity really needs.',
    });
  }
  return seconds;
}

function validateReason(reason: string, prop: string): void {
  if (!Token.isUnresolved(reason) && (reason.trim() === '' || reason.length > REASON_LENGTH)) {
    throw invalidProp({
      prop,
      given: reason.trim() === '' ? 'empty' : `${reason.length} characters long`,
      allowed: `a text of 1 to ${REASON_LENGTH} characters`,
      cure: 'Whoever reads the message has only this to judge by: say who approved what.',
    });
  }
}
