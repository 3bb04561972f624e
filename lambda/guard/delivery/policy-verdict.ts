import { matchesWildcards } from '../../common/wildcards';
import { meets, type RequestContext } from './policy-condition';
import {
  type Certainty,
  CLOUDTRAIL,
  every,
  isEverybody,
  not,
  principalsOf,
  type Statement,
  some,
  statementsOf,
  textsOf,
} from './policy-document';

/** A call that CloudTrail makes when it delivers. */
export interface DeliveryRequest {
  readonly action: string;
  /** The ARN, or the beginning of the ARNs of all that it writes. */
  readonly resource: string;
  readonly isPrefix: boolean;
  readonly context: RequestContext;
}

export interface PolicyVerdict {
  /** Whether the policy lets CloudTrail deliver. */
  readonly delivers: Certainty;
  /** What no statement allows for certain: an action and a resource each. */
  readonly missing: readonly string[];
  /** The statements that deny it, or may. */
  readonly denials: readonly Statement[];
}

/** Judges a resource policy (an object or JSON, `undefined` where there is none) by the calls that CloudTrail makes. */
export function policyVerdict(policy: unknown, requests: readonly DeliveryRequest[]): PolicyVerdict {
  const statements = policy === undefined ? [] : statementsOf(policy);
  if (statements === undefined) {
    return { delivers: 'unknown', missing: [], denials: [] };
  }
  const withEffect = (effect: string) => statements.filter(({ Effect }) => Effect === effect);
  const allowed = (request: DeliveryRequest) => some(withEffect('Allow').map((allow) => applies(allow, request)));
  const denied = (deny: Statement) => some(requests.map((request) => applies(deny, request)));
  const denials = withEffect('Deny').filter((deny) => denied(deny) !== 'no');
  return {
    delivers: every([...requests.map(allowed), ...denials.map((deny) => not(denied(deny)))]),
    missing: requests
      .filter((request) => allowed(request) !== 'yes')
      .map(({ action, resource, isPrefix }) => `${action} on ${resource}${isPrefix ? '*' : ''}`),
    denials,
  };
}

function applies(statement: Statement, request: DeliveryRequest): Certainty {
  return every([
    isPrincipal(statement),
    isAction(statement, request.action),
    isResource(statement, request),
    meets(statement.Condition, request.context),
  ]);
}

function isPrincipal({ Principal, NotPrincipal, Effect }: Statement): Certainty {
  if (Principal !== undefined) {
    if (principalsOf(Principal, 'Service').includes(CLOUDTRAIL)) {
      return 'yes';
    }
    // Denying everybody denies a service too; whether allowing everybody allows one is not documented.
    return isEverybody(Principal) ? (Effect === 'Deny' ? 'yes' : 'unknown') : 'no';
  }
  return principalsOf(NotPrincipal, 'Service').includes(CLOUDTRAIL) ? 'no' : Effect === 'Deny' ? 'yes' : 'unknown';
}

function isAction({ Action, NotAction }: Statement, action: string): Certainty {
  const matches = (actions: unknown) =>
    textsOf(actions).some((pattern) => matchesWildcards(pattern.toLowerCase(), action.toLowerCase()));
  return (Action === undefined ? !matches(NotAction) : matches(Action)) ? 'yes' : 'no';
}

function isResource({ Resource, NotResource }: Statement, request: DeliveryRequest): Certainty {
  const matches = (resources: unknown) => some(textsOf(resources).map((pattern) => coverage(pattern, request)));
  return Resource === undefined ? not(matches(NotResource)) : matches(Resource);
}

/** `unknown`: covers a part of what begins so. */
function coverage(pattern: string, { resource, isPrefix }: DeliveryRequest): Certainty {
  if (pattern.includes('${')) {
    return 'unknown';
  }
  if (!isPrefix) {
    return matchesWildcards(pattern, resource) ? 'yes' : 'no';
  }
  // Only wildcards match a character that no ARN has; and only an asterisk, both one of them and three.
  const covers = ['\u0001', '\u0001\u0001\u0001'].every((rest) => matchesWildcards(pattern, resource + rest));
  return covers ? 'yes' : mayBeginWith(pattern, resource) ? 'unknown' : 'no';
}

/** Whether anything that matches the pattern begins with a text. */
function mayBeginWith(pattern: string, beginning: string): boolean {
  const star = pattern.indexOf('*');
  const fixed = star < 0 ? pattern : pattern.slice(0, star);
  const length = Math.min(fixed.length, beginning.length);
  const agrees = matchesWildcards(fixed.slice(0, length), beginning.slice(0, length));
  return agrees && (star >= 0 || fixed.length >= beginning.length);
}
