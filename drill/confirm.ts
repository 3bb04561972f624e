import { createInterface } from 'node:readline/promises';

/** @throws unless a person agrees, or agreed by --yes */
export async function confirm(what: string, yes: boolean): Promise<void> {
  if (yes) {
    return;
  }
  if (!process.stdin.isTTY) {
    throw new Error(`there is nobody to ask here: add --yes to agree to: ${what}`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${what}? [y/N] `);
  terminal.close();
  if (!/^y(es)?$/i.test(answer.trim())) {
    throw new Error('nothing was done');
  }
}
