import type { OwnParts } from '../../../lib/contract/own-parts';
import type { Manifest } from './manifest';
import type { PartKind } from './own-parts';

/** A part of the guard as calls of a service see it: they change a function's permissions and its settings alike. */
export interface OwnPart {
  /** As findings name it. */
  readonly name: string;
  /** Of the findings that are about it. Empty: nothing of it is inspected. */
  readonly kinds: readonly PartKind[];
  /** How calls name it. */
  readonly ids: readonly string[];
}

type Named = (manifest: Manifest) => OwnPart[];

const part = (kinds: readonly PartKind[], name: string, ...otherIds: readonly string[]): OwnPart => ({
  name,
  kinds,
  ids: [name, ...otherIds],
});

/** By the service's name in records. */
const SERVICES: Readonly<Record<string, Named>> = {
  'events.amazonaws.com': ({ parts }) => parts.rules.map(({ name }) => part(['rule'], name)),
  'scheduler.amazonaws.com': ({ parts }) => [part(['schedule'], parts.schedule.name)],
  'lambda.amazonaws.com': ({ parts }) => {
    const [, partition, , region, account] = parts.table.arn.split(':');
    return parts.functions.map(({ name }) => {
      const partial = `${account}:function:${name}`;
      return part(['function', 'permission'], name, partial, `arn:${partition}:lambda:${region}:${partial}`);
    });
  },
  'iam.amazonaws.com': ({ parts }) => parts.roles.map(({ name }) => part(['role'], name)),
  'sns.amazonaws.com': ({ parts }) => parts.topics.map(({ arn }) => part(['topic', 'subscription'], arn)),
  'dynamodb.amazonaws.com': ({ parts: { table } }) => [part(['table'], table.name, table.arn)],
  'sqs.amazonaws.com': ({ parts }) => [queuePart(parts.queue)],
  'monitoring.amazonaws.com': ({ parts }) => parts.alarms.map(({ name }) => part(['alarm'], name)),
  'logs.amazonaws.com': ({ parts }) => parts.logGroups.map(({ name }) => part(['log-group'], name)),
  'cloudformation.amazonaws.com': ({ stackId }) => [part([], stackNameOf(stackId), stackId)],
};

export function ownPartsOf(eventSource: string, manifest: Manifest): OwnPart[] {
  return SERVICES[eventSource]?.(manifest) ?? [];
}

/** Kinds of parts that calls of a service change. */
export function kindsOf(eventSource: string, manifest: Manifest): PartKind[] {
  return ownPartsOf(eventSource, manifest).flatMap(({ kinds }) => kinds);
}

/** `arn:aws:cloudformation:REGION:ACCOUNT:stack/NAME/ID` */
function stackNameOf(id: string): string {
  return id.split('/')[1] ?? id;
}

/** A queue's URL is told with the host of today, and taken with older ones, too. */
function queuePart({ arn, url }: OwnParts['queue']): OwnPart {
  const [, , , region, account, name = ''] = arn.split(':');
  return part(
    ['queue'],
    name,
    url,
    arn,
    ...['com', 'com.cn'].flatMap((domain) => [
      `https://sqs.${region}.amazonaws.${domain}/${account}/${name}`,
      `https://${region}.queue.amazonaws.${domain}/${account}/${name}`,
    ]),
    `https://queue.amazonaws.com/${account}/${name}`,
  );
}
