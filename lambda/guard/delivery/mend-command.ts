import type { Technique } from '../../../lib/contract/techniques/technique';
import { deliveryOf } from './delivery';
import { BUCKET_COMMANDS } from './mend-bucket';
import { KEY_COMMANDS } from './mend-key';
import { LOG_GROUP_COMMANDS, ROLE_COMMANDS, TOPIC_COMMANDS } from './mend-others';
import { type Commands, command } from './shell';
import type { DeliveringTrail } from './snapshot';

/**
 * The AWS CLI commands that mend what a call did to what a trail delivers through or, where only a person can know what it
 * was before, the one that shows how it is now. Every value is safe in a shell.
 *
 * @param region the trail's home Region
 */
export function mendCommand(technique: Technique, trail: DeliveringTrail, region: string): string[] {
  const { bucket, key, logGroup, role, topicArn } = deliveryOf(trail.configuration);
  const mend = (commands: Commands, name: string | undefined, where: string, show: readonly string[]) => {
    if (name === undefined) {
      return [];
    }
    const known = Object.hasOwn(commands, technique.eventName) ? commands[technique.eventName] : undefined;
    return known?.({ name, region: where, trail }) ?? [command([...show, name, '--region', where])];
  };
  switch (technique.target) {
    case 'bucket':
      return mend(BUCKET_COMMANDS, bucket, region, ['s3api', 'get-bucket-policy', '--bucket']);
    case 'key':
      return mend(KEY_COMMANDS, key, key?.split(':')[3] ?? region, ['kms', 'describe-key', '--key-id']);
    case 'log-group':
      return mend(LOG_GROUP_COMMANDS, logGroup?.name, region, [
        'logs',
        'describe-log-groups',
        '--log-group-name-prefix',
      ]);
    case 'topic':
      return mend(TOPIC_COMMANDS, topicArn, topicArn?.split(':')[3] ?? region, [
        'sns',
        'get-topic-attributes',
        '--topic-arn',
      ]);
    case 'role':
      return mend(ROLE_COMMANDS, role?.name, region, ['iam', 'get-role', '--role-name']);
    default:
      return [];
  }
}
