import type { Statement } from './policy-document';
import type { DeliveringTrail } from './snapshot';

/** What was touched, as a trail's configuration names it, and where it is. */
export interface Touched {
  readonly name: string;
  readonly region: string;
  readonly trail: DeliveringTrail;
}

/** By the name of the call that did the damage. */
export type Commands = Readonly<Record<string, (touched: Touched) => string[]>>;

/** A command of the AWS CLI. Every word is one word to the shell, whatever is in it. */
export function command(words: readonly string[]): string {
  return ['aws', ...words].map(quoted).join(' ');
}

/** A shell takes a text in single quotes as it is; only a single quote must be outside of them. */
export function quoted(text: string): string {
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Reads a policy, adds statements (jq is part of AWS CloudShell) and writes it; the old one stays in a file. */
export function addStatements(
  read: readonly string[],
  write: readonly string[],
  statements: readonly Statement[],
): string[] {
  const filter = `.Statement |= [if type == "array" then .[] else . end] + ${JSON.stringify(statements)}`;
  return [
    `${command([...read, '--query', 'Policy', '--output', 'text'])} > policy-before.json`,
    `jq -c ${quoted(filter)} policy-before.json > policy.json && ${command([...write, '--policy', 'file://policy.json'])}`,
  ];
}
