import { isIP } from 'node:net';
import type { Incident } from '../../lib/contract/incident';

const TYPES = {
  address: { type_id: 2, type: 'IP Address' },
  userName: { type_id: 4, type: 'User Name' },
  resource: { type_id: 10, type: 'Resource UID' },
  userAgent: { type_id: 16, type: 'HTTP User-Agent' },
  credential: { type_id: 19, type: 'User Credential ID' },
  user: { type_id: 31, type: 'User Object: uid' },
  account: { type_id: 35, type: 'Account Object: uid' },
} as const;

/** What can be searched for elsewhere, with the place in the finding that each is from. */
export function observablesOf({ actor, call, trail, account }: Incident): object[] {
  const address = call?.sourceIpAddress;
  const found: readonly [keyof typeof TYPES, name: string, value: string | undefined][] = [
    ['address', 'evidences[0].src_endpoint.ip', address && isIP(address) ? address : undefined],
    ['userName', 'evidences[0].actor.user.name', actor?.displayName],
    ['user', 'evidences[0].actor.user.uid', actor?.arn],
    ['credential', 'evidences[0].actor.session.credential_uid', actor?.accessKeyId],
    ['userAgent', 'evidences[0].http_request.user_agent', call?.userAgent],
    ['resource', 'resources[0].uid', trail.arn],
    ['account', 'cloud.account.uid', account],
  ];
  return found.flatMap(([type, name, value]) => (value === undefined ? [] : [{ name, value, ...TYPES[type] }]));
}
