import { isDeepStrictEqual } from 'node:util';
import type { OwnParts } from '../../../lib/contract/own-parts';
import type { Json } from '../../fixtures/identities';
import { deployed, type Parts } from './parts';

/**
 * What the guard puts back of itself; not its roles, its code, the configuration of the functions that it asks, nor a
 * function or table that is gone.
 */
export function differences(template: OwnParts, parts: Parts): string[] {
  const isThere = ({ name }: { readonly name: string }) => parts.functions.has(name);
  const putBack = { ...template, functions: template.functions.filter(isThere) };
  const guard = template.functions[0]?.name;
  const wanted = shown(deployed(template), putBack, guard);
  const found = shown(parts, putBack, guard);
  return Object.keys({ ...wanted, ...found }).filter((name) => !isDeepStrictEqual(wanted[name], found[name]));
}

function shown(parts: Parts, template: OwnParts, guard: string | undefined): Json {
  const entries = [
    ...template.rules.map(({ name }) => [`rule ${name}`, parts.rules.get(name)]),
    [`schedule ${template.schedule.name}`, parts.schedules.get(template.schedule.name)],
    ...template.functions.flatMap(({ name }) => {
      const found = parts.functions.get(name);
      return found
        ? [
            ...(name === guard ? [[`configuration of ${name}`, found.configuration]] : []),
            [`concurrency of ${name}`, found.concurrency],
            [`retries of ${name}`, found.invokeConfiguration],
            [
              `permissions of ${name}`,
              found.permissions.map(({ Sid: _, ...statement }) => JSON.stringify(statement)).sort(),
            ],
          ]
        : [];
    }),
    ...template.topics.map(({ arn }) => {
      const found = parts.topics.get(arn);
      const subscriptions = found?.subscriptions.map(({ protocol, endpoint }) => `${protocol} ${endpoint}`).sort();
      return [`topic ${arn}`, found && { attributes: found.attributes, subscriptions }];
    }),
    [`table ${template.table.name}`, parts.tables.get(template.table.name)],
    [`queue ${template.queue.url}`, parts.queues.get(template.queue.url)],
    ...template.alarms.map(({ name }) => [`alarm ${name}`, parts.alarms.get(name)]),
    ...template.logGroups.map(({ name }) => [`log group ${name}`, parts.logGroups.get(name)]),
  ];
  // JSON: what is undefined is not there, and the order of what was set does not matter.
  return JSON.parse(JSON.stringify(Object.fromEntries(entries))) as Json;
}
