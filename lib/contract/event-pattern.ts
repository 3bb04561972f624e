import { TECHNIQUES, type Technique, TRAIL_TECHNIQUES } from './techniques';

/** The `source` of events of the CloudTrail service itself; a custom event cannot forge an `aws.` prefix. */
export const EVENT_SOURCE = 'aws.cloudtrail';

/** The `detail-type` of an API call, the same in every partition. */
export const DETAIL_TYPE = 'AWS API Call via CloudTrail';

/** An EventBridge event pattern of the fields that the guard matches on. */
export interface CallEventPattern {
  readonly source: string[];
  readonly account: string[];
  readonly detailType: string[];
  readonly detail: CallPattern | { readonly $or: CallPattern[] };
}

/** Calls of one service; with `requestParameters` only those that carry them. */
export interface CallPattern {
  readonly eventSource: string[];
  readonly eventName: string[];
  readonly requestParameters?: ParameterPattern;
}

export interface ParameterPattern {
  readonly [name: string]: ParameterPattern | (string | boolean | { readonly wildcard: string })[];
}

/** Characters of a pattern as JSON: EventBridge takes 2,048 by default. */
const MAXIMUM_LENGTH = 2_000;

/** Calls on parts of the guard are matched by what these are named, which only deployment knows. */
const WITHOUT_NAMES = TECHNIQUES.filter(({ target }) => target !== 'guard');

/**
 * The patterns that match every catalogued call in one account but those on the guard's own parts, as few as their length
 * allows: the first those of CloudTrail itself, the others those of the services that it delivers through, of other
 * witnesses and of the organization.
 */
export function eventPatterns(account: string): CallEventPattern[] {
  const isOwn = ({ eventSource }: Technique) => sourceOf(eventSource) === EVENT_SOURCE;
  const others = WITHOUT_NAMES.filter((technique) => !isOwn(technique));
  const packs: Technique[][] = [WITHOUT_NAMES.filter(isOwn), []];
  for (const service of groupedBy(others, ({ eventSource }) => eventSource)) {
    const packed = [...(packs.at(-1) ?? []), ...service];
    if (lengthOf(packed) <= MAXIMUM_LENGTH) {
      packs.splice(-1, 1, packed);
    } else {
      packs.push(service);
    }
  }
  return packs.map((techniques) => callEventPattern(account, techniques));
}

/**
 * One pattern for these techniques. Denied and failed calls match too: they are the earliest sign of an attack. Only
 * where a technique is told by its parameters they do not, as denied calls have none. `account` is pinned because
 * events that another account forwards keep their source.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function callEventPattern(
  account: string,
  techniques: readonly Technique[] = TRAIL_TECHNIQUES,
): CallEventPattern {
  const calls = callsOf(techniques);
  const [only, ...more] = calls;
  return {
    source: distinct(techniques.map(({ eventSource }) => sourceOf(eventSource))),
    account: [account],
    detailType: [DETAIL_TYPE],
    detail: only && more.length === 0 ? only : { $or: calls },
  };
}

/** The `source` under which EventBridge delivers the calls of a service. */
export function sourceOf(eventSource: string): string {
  return `aws.${eventSource.split('.')[0]}`;
}

/** Is this what EventBridge itself says of a catalogued service's calls? */
export function isCloudTrailSource(source: string, eventSource: string): boolean {
  return source === sourceOf(eventSource) && TECHNIQUES.some((technique) => technique.eventSource === eventSource);
}

function callsOf(techniques: readonly Technique[]): CallPattern[] {
  const groups = groupedBy(techniques, ({ eventSource, when = {} }) => JSON.stringify([eventSource, when]));
  return groups.map((group) => ({
    eventSource: distinct(group.map(({ eventSource }) => eventSource)),
    eventName: distinct(group.map(({ eventName }) => eventName)),
    ...parametersOf(group[0]?.when ?? {}),
  }));
}

function parametersOf(when: Readonly<Record<string, string>>): Pick<CallPattern, 'requestParameters'> {
  const parameters = Object.entries(when).map(([path, value]) =>
    path.split('.').reduceRight<ParameterPattern[string]>((inner, name) => ({ [name]: inner }), valuesOf(value)),
  );
  return parameters.length > 0 ? { requestParameters: Object.assign({}, ...parameters) } : {};
}

/** Services record a yes or no as such, or as text. */
function valuesOf(value: string): (string | boolean | { wildcard: string })[] {
  if (value === 'true' || value === 'false') {
    return [value === 'true', value];
  }
  return [value.includes('*') ? { wildcard: value } : value];
}

function lengthOf(techniques: readonly Technique[]): number {
  const { detailType, ...pattern } = callEventPattern('111122223333', techniques);
  return JSON.stringify({ ...pattern, 'detail-type': detailType }).length;
}

function groupedBy(techniques: readonly Technique[], key: (technique: Technique) => string): Technique[][] {
  const groups = new Map<string, Technique[]>();
  for (const technique of techniques) {
    const group = groups.get(key(technique)) ?? [];
    groups.set(key(technique), [...group, technique]);
  }
  return [...groups.values()];
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
