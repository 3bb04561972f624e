import { matchesWildcards } from '../../common/wildcards';
import { isObject } from './delivery-record';
import { type Certainty, every, not, some } from './policy-document';

/**
 * What AWS tells a policy about a request, by the key in lower case. `null`: the key is not there in such a request. A key
 * that is left out is not known.
 */
export type RequestContext = Readonly<Record<string, string | null>>;

type Compare = (wanted: string, given: string) => Certainty;

const certainly = (met: boolean): Certainty => (met ? 'yes' : 'no');
const like: Compare = (wanted, given) => certainly(matchesWildcards(wanted, given));

/** Compares an ARN part by part: an asterisk does not reach over a colon. Whether fewer parts match is not documented. */
const arnLike: Compare = (wanted, given) => {
  const wantedParts = arnParts(wanted);
  const givenParts = arnParts(given);
  return wantedParts.length < 6
    ? 'unknown'
    : every(wantedParts.map((part, index) => like(part, givenParts[index] ?? '')));
};

const OPERATORS: Readonly<Record<string, Compare>> = {
  stringequals: (wanted, given) => certainly(wanted === given),
  stringequalsignorecase: (wanted, given) => certainly(wanted.toLowerCase() === given.toLowerCase()),
  stringlike: like,
  arnequals: arnLike,
  arnlike: arnLike,
  bool: (wanted, given) => certainly(wanted.toLowerCase() === given),
};

/** The operator that each of these is the opposite of. */
const NEGATIONS: Readonly<Record<string, string>> = {
  stringnotequals: 'stringequals',
  stringnotequalsignorecase: 'stringequalsignorecase',
  stringnotlike: 'stringlike',
  arnnotequals: 'arnequals',
  arnnotlike: 'arnlike',
};

/**
 * Whether a request meets the condition of a statement.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function meets(condition: unknown, context: RequestContext): Certainty {
  if (condition === undefined) {
    return 'yes';
  }
  if (!isObject(condition)) {
    return 'unknown';
  }
  return every(
    Object.entries(condition).flatMap(([operator, keys]) =>
      isObject(keys)
        ? Object.entries(keys).map(([key, wanted]) => meetsOne(operator.toLowerCase(), wanted, givenFor(context, key)))
        : ['unknown' as const],
    ),
  );
}

function givenFor(context: RequestContext, key: string): string | null | undefined {
  const name = key.toLowerCase();
  return Object.hasOwn(context, name) ? context[name] : undefined;
}

function meetsOne(operator: string, wanted: unknown, given: string | null | undefined): Certainty {
  if (given === undefined) {
    return 'unknown';
  }
  const wantedTexts = (Array.isArray(wanted) ? wanted : [wanted]).map(String);
  if (operator === 'null') {
    return wantedTexts.includes(String(given === null)) ? 'yes' : 'no';
  }
  const plain = operator.replace(/ifexists$/, '');
  const negated = Object.hasOwn(NEGATIONS, plain);
  const compare = ownValue(OPERATORS, ownValue(NEGATIONS, plain) ?? plain);
  // ForAnyValue and ForAllValues, numbers, dates and addresses among them.
  if (compare === undefined) {
    return 'unknown';
  }
  if (given === null) {
    // IAM: a missing key meets whatever ends with IfExists, and whatever negates.
    return negated || plain !== operator ? 'yes' : 'no';
  }
  const equal = some(wantedTexts.map((text) => (text.includes('${') ? 'unknown' : compare(text, given))));
  return negated ? not(equal) : equal;
}

function ownValue<T>(values: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(':')] : [])];
}
