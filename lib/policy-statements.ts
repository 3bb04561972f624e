import { type TargetKind, TECHNIQUES } from './contract/techniques';
import { actionsOf, CALLS_ON_EVENT_SOURCES, isMadeByGuard, OWN_WORK_WITH_ROLES, READS } from './policy-actions';
import { deliveryKind, guardResources, guardRoles, hubFunctions, withContents } from './policy-resources';

/** A statement of a service control policy, as it is in the policy's JSON. */
export interface DenyStatement {
  readonly Sid: string;
  readonly Effect: 'Deny';
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** What is protected, and from whom not. */
export interface Protection {
  readonly trails: readonly string[];
  readonly lakeResources: readonly string[];
  readonly deliveryResources: readonly string[];
  readonly stackNamePrefix: string;
  readonly exemptRoles: readonly string[];
}

/** The kinds of targets that are denied together. */
const GROUPS: readonly (readonly [string, readonly TargetKind[]])[] = [
  ['CloudTrail', ['trail', 'event-data-store', 'channel']],
  ['Buckets', ['bucket']],
  ['Keys', ['key']],
  ['LogGroups', ['log-group']],
  ['Topics', ['topic']],
  ['Roles', ['role']],
  ['Organization', ['organization', 'account']],
];

/** Policies of other types, which accounts to which it is delegated may change, protect no trail. */
const CONTROL_POLICIES = { 'organizations:PolicyType': ['*_CONTROL_POLICY'] };
const ABOUT_POLICIES: readonly string[] = ['DetachPolicy', 'UpdatePolicy', 'DeletePolicy', 'DisablePolicyType'].map(
  (name) => `organizations:${name}`,
);

/** Everything that is denied: what the catalogue knows, and any change to the guard and to the exempt roles. */
export function denyStatements(protection: Protection): DenyStatement[] {
  return [
    ...GROUPS.flatMap(([name, kinds]) => groupStatements(name, kinds, protection)),
    ...guardStatements(protection),
  ];
}

/** One statement for what nobody needs, one for what the guard does itself, one for what has a further condition. */
function groupStatements(name: string, kinds: readonly TargetKind[], protection: Protection): DenyStatement[] {
  const resources = [...new Set(kinds.flatMap((kind) => resourcesOf(kind, protection)))];
  if (resources.length === 0) {
    return [];
  }
  const actions = new Set(TECHNIQUES.filter(({ target }) => kinds.includes(target)).flatMap(actionsOf));
  const { exemptRoles, stackNamePrefix } = protection;
  const exemptWithGuard = [...exemptRoles, ...guardRoles(stackNamePrefix)];
  const variants: [string, (action: string) => boolean, DenyStatement['Condition']][] = [
    ['', (action) => !isMadeByGuard(action) && !ABOUT_POLICIES.includes(action), unless(exemptRoles)],
    ['ButGuard', isMadeByGuard, unless(exemptWithGuard)],
    ['Policies', (action) => ABOUT_POLICIES.includes(action), { ...unless(exemptRoles), StringLike: CONTROL_POLICIES }],
  ];
  return variants
    .map(
      ([suffix, belongs, condition]): DenyStatement => ({
        Sid: `${name}${suffix}`,
        Effect: 'Deny',
        Action: [...actions].filter(belongs).sort(),
        Resource: resources,
        Condition: condition,
      }),
    )
    .filter(({ Action }) => Action?.length);
}

function resourcesOf(kind: TargetKind, { trails, lakeResources, deliveryResources }: Protection): readonly string[] {
  switch (kind) {
    case 'trail':
      return trails;
    case 'event-data-store':
    case 'channel':
      return lakeResources;
    case 'organization':
    case 'account':
      return ['*'];
    default:
      return deliveryResources.filter((arn) => deliveryKind(arn) === kind).flatMap((arn) => withContents(kind, arn));
  }
}

/**
 * The guard, the hub and their stack set, and the roles that are exempt: whoever could make a role of such a name, or
 * change whom one trusts, would be exempt too. What the own roles do with the rest is for their own policies to say, which
 * nobody can change then.
 */
function guardStatements({ stackNamePrefix, exemptRoles }: Protection): DenyStatement[] {
  const own = guardRoles(stackNamePrefix);
  return [
    {
      Sid: 'Guard',
      Effect: 'Deny',
      // All but what only reads, so that calls that AWS adds are denied too.
      NotAction: READS,
      Resource: [...guardResources(stackNamePrefix), ...exemptRoles],
      Condition: unless([...exemptRoles, ...own]),
    },
    {
      Sid: 'GuardRoles',
      Effect: 'Deny',
      NotAction: OWN_WORK_WITH_ROLES,
      Resource: [...own, ...exemptRoles],
      Condition: unless(exemptRoles),
    },
    {
      Sid: 'HubQueues',
      Effect: 'Deny',
      Action: CALLS_ON_EVENT_SOURCES,
      Resource: ['*'],
      Condition: { ...unless(exemptRoles), ArnLike: { 'lambda:FunctionArn': [hubFunctions(stackNamePrefix)] } },
    },
  ];
}

/** A role's session has the ARN of the role there, not its own. */
function unless(roles: readonly string[]): DenyStatement['Condition'] {
  return { ArnNotLike: { 'aws:PrincipalArn': roles } };
}
