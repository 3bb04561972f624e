import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What IAM calls the services whose clients have another name. */
const SERVICES: Record<string, string> = { eventbridge: 'events', 'cloudwatch-logs': 'logs' };

/** Calls that IAM has another name for. */
const ACTIONS: Record<string, string> = { 'lambda:Invoke': 'lambda:InvokeFunction' };

const IMPORT = /import (?:type )?\{([^}]+)\} from '@aws-sdk\/client-([a-z0-9-]+)'/g;
const CALL = /\b(?:([A-Z]\w+)Command|paginate([A-Z]\w+))\b/g;

/** The actions of all calls that the sources in folders of `lambda/` import from SDK clients, sorted. */
export function callsOfSource(...folders: string[]): string[] {
  const calls = folders.flatMap(sourcesIn).flatMap((source) =>
    [...source.matchAll(IMPORT)].flatMap(([, names = '', client = '']) =>
      [...names.matchAll(CALL)].map(([, command, page]) => {
        const action = `${SERVICES[client] ?? client}:${command ?? page}`;
        return ACTIONS[action] ?? action;
      }),
    ),
  );
  return [...new Set(calls)].sort();
}

function sourcesIn(folder: string): string[] {
  const path = join(__dirname, '../../lambda', folder);
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(path, file), 'utf8'));
}
