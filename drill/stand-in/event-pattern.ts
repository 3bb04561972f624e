import { BlockList, isIP } from 'node:net';
import { isJson, type Json } from './json';

type Test = (value: unknown) => boolean;

/** Does an event match a rule's pattern? The operators are those of the EventBridge user guide (AWS facts 4). */
export function matches(pattern: Json, event: unknown): boolean {
  return Object.entries(pattern).every(([key, rule]) => {
    if (key === '$or') return list(rule).some((alternative) => isJson(alternative) && matches(alternative, event));
    const value = isJson(event) ? event[key] : undefined;
    if (isJson(rule)) {
      return Array.isArray(value) ? value.some((element) => matches(rule, element)) : matches(rule, value);
    }
    return list(rule).some((alternative) => matchesLeaf(alternative, value));
  });
}

/** A value matches if it is equal or fits an operator; of an array one element is enough. */
function matchesLeaf(alternative: unknown, value: unknown): boolean {
  if (isJson(alternative) && 'exists' in alternative) {
    // `exists` works on leaves only.
    return (value !== undefined && !isJson(value)) === alternative.exists;
  }
  if (value === undefined) return false;
  const test = isJson(alternative) ? operator(alternative) : (candidate: unknown) => candidate === alternative;
  return Array.isArray(value) ? value.some(test) : test(value);
}

function operator(spec: Json): Test {
  const [[name, argument] = ['', undefined]] = Object.entries(spec);
  const make = operators[name];
  if (!make) throw new Error(`event pattern: unknown operator "${name}"`);
  return make(argument);
}

const onText =
  (test: (value: string) => boolean): Test =>
  (value) =>
    typeof value === 'string' && test(value);

const ignoringCase = (argument: unknown): string | undefined =>
  isJson(argument) ? String(argument['equals-ignore-case']).toLowerCase() : undefined;

const operators: Record<string, (argument: unknown) => Test> = {
  prefix: (argument) => {
    const folded = ignoringCase(argument);
    return onText((value) =>
      folded === undefined ? value.startsWith(String(argument)) : value.toLowerCase().startsWith(folded),
    );
  },
  suffix: (argument) => {
    const folded = ignoringCase(argument);
    return onText((value) =>
      folded === undefined ? value.endsWith(String(argument)) : value.toLowerCase().endsWith(folded),
    );
  },
  'equals-ignore-case': (argument) => {
    const wanted = list(argument).map((each) => String(each).toLowerCase());
    return onText((value) => wanted.includes(value.toLowerCase()));
  },
  wildcard: (argument) => {
    const wanted = list(argument).map(
      (each) =>
        new RegExp(
          `^${String(each)
            .split('*')
            .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
            .join('.*')}$`,
          's',
        ),
    );
    return onText((value) => wanted.some((expression) => expression.test(value)));
  },
  'anything-but': (argument) => {
    if (!isJson(argument)) return (value) => !list(argument).includes(value);
    const [[name, inner] = ['', undefined]] = Object.entries(argument);
    const tests = list(inner).map((each) => operator({ [name]: each }));
    return (value) => !tests.some((test) => test(value));
  },
  cidr: (argument) => {
    const [network = '', bits] = String(argument).split('/');
    const block = new BlockList();
    block.addSubnet(network, Number(bits), isIP(network) === 6 ? 'ipv6' : 'ipv4');
    return onText((value) => isIP(value) !== 0 && block.check(value, isIP(value) === 6 ? 'ipv6' : 'ipv4'));
  },
  numeric: (argument) => {
    const [sign, bound, ...rest] = list(argument);
    const compare = comparisons[String(sign)];
    if (!compare || typeof bound !== 'number') throw new Error(`event pattern: unknown comparison "${sign}"`);
    const others: Test = rest.length > 0 ? operator({ numeric: rest }) : () => true;
    return (value) => typeof value === 'number' && compare(value, bound) && others(value);
  },
};

const comparisons: Record<string, (value: number, bound: number) => boolean> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}
