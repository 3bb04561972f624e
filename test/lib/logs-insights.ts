/** One line of a log, as CloudWatch has it. */
export interface LogEvent {
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly message: string;
}

type Row = Record<string, unknown>;

/**
 * Runs a query as CloudWatch Logs Insights does, of whose language it knows what the dashboard uses. A command that it does
 * not know is an error.
 *
 * @param discovered how many fields of a JSON line are discovered: AWS says 200, not which
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
export function query(text: string, log: readonly LogEvent[], discovered = 200): Row[] {
  const [source = '', ...commands] = text.split(/\s*\|\s+/);
  if (!/^SOURCE '[^']+'$/.test(source)) throw new Error(`no source: ${source}`);
  let columns: string[] = [];
  let rows = log
    .map((event) => fieldsOf(event, discovered))
    .sort((a, b) => Number(b['@timestamp']) - Number(a['@timestamp']));
  for (const command of commands) {
    const [, name = '', argument = ''] = /^(\w+) (.+)$/s.exec(command) ?? [];
    const run = COMMANDS[name];
    if (!run) throw new Error(`not known: ${command}`);
    const result = run(argument, rows);
    rows = result.rows;
    columns = result.columns ?? columns;
  }
  return rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])));
}

function fieldsOf({ timestamp, message }: LogEvent, discovered: number): Row {
  return {
    ...Object.fromEntries(leaves(JSON.parse(message)).slice(0, discovered)),
    '@timestamp': timestamp,
    '@message': message,
  };
}

/** `a.b.0.c`, as discovered fields are named. */
function leaves(value: unknown, path: readonly string[] = []): [string, unknown][] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, part]) => leaves(part, [...path, key]))
    : [[path.join('.'), value]];
}

interface Result {
  readonly rows: Row[];
  /** Where the command decides what is shown. */
  readonly columns?: string[];
}

const COMMANDS: Record<string, (argument: string, rows: Row[]) => Result> = {
  filter(argument, rows) {
    const [, is, value] = /^(\S+) = "([^"]+)"$/.exec(argument) ?? [];
    if (is) return { rows: rows.filter((row) => row[is] === value) };
    const [field, pattern] = matched(/^(\S+) like \/(.+)\/$/, argument);
    return { rows: rows.filter((row) => new RegExp(pattern).test(String(row[field]))) };
  },
  parse(argument, rows) {
    const [field, pattern] = matched(/^(\S+) \/(.+)\/$/, argument);
    return { rows: rows.map((row) => ({ ...row, ...new RegExp(pattern).exec(String(row[field]))?.groups })) };
  },
  fields(argument, rows) {
    const parts = argument.split(/, (?![^(]*\))/).map((part) => {
      const [, list, name] = /^coalesce\((.+)\) as (\w+)$/.exec(part) ?? /^(\S+) as (\w+)$/.exec(part) ?? [];
      return { name: name ?? part, from: list?.split(', ') ?? [part] };
    });
    const add = (row: Row) =>
      parts.map(({ name, from }) => [name, from.map((field) => row[field]).find((value) => value !== undefined)]);
    return {
      rows: rows.map((row) => ({ ...row, ...Object.fromEntries(add(row)) })),
      columns: parts.map((p) => p.name),
    };
  },
  display(argument, rows) {
    return { rows, columns: argument.split(', ') };
  },
  sort(argument, rows) {
    const [field] = matched(/^(\S+) desc$/, argument);
    return { rows: rows.toSorted((a, b) => Number(b[field]) - Number(a[field])) };
  },
  dedup(argument, rows) {
    const key = keyOf(argument);
    return { rows: rows.filter((row, index) => rows.findIndex((other) => key(other) === key(row)) === index) };
  },
  limit(argument, rows) {
    return { rows: rows.slice(0, Number(argument)) };
  },
  stats(argument, rows) {
    const [aggregate, name, by] = matched(/^(.+) as (\w+) by (\w+(?:, \w+)*)$/, argument);
    const key = keyOf(by);
    const groups = [...new Set(rows.map(key))].map((group) => rows.filter((row) => key(row) === group));
    const shared = ([row]: readonly Row[]) => by.split(', ').map((field) => [field, row?.[field]]);
    return {
      rows: groups.map((group) => ({ ...Object.fromEntries(shared(group)), [name]: aggregated(aggregate, group) })),
      columns: [name, ...by.split(', ')],
    };
  },
};

function keyOf(fields: string): (row: Row) => string {
  return (row) => JSON.stringify(fields.split(', ').map((field) => row[field]));
}

function aggregated(aggregate: string, group: readonly Row[]): unknown {
  if (aggregate === 'count(*)') return group.length;
  const [field] = matched(/^latest\((\w+)\)$/, aggregate);
  return group.toSorted((a, b) => Number(b['@timestamp']) - Number(a['@timestamp']))[0]?.[field];
}

function matched(pattern: RegExp, argument: string): [string, string, string] {
  const found = pattern.exec(argument);
  if (!found) throw new Error(`not understood: ${argument}`);
  const [, first = '', second = '', third = ''] = found;
  return [first, second, third];
}
