import { createChannels } from '../../../lambda/channels';
import type { ChannelPolicy } from '../../../lib/contract/policy';
import { policy } from '../guard/policy';

const requestHandler = { connectionTimeout: 1_500, requestTimeout: 3_000 };
const chatTopic = 'arn:aws:sns:eu-central-1:111122223333:chat';

test.each<[string, ChannelPolicy | undefined, string[]]>([
  ['nothing is said', undefined, ['event-bus']],
  ['chat is named', { chatTopic }, ['event-bus', 'chat']],
  ['Security Hub is switched on', { securityHub: true }, ['event-bus', 'security-hub']],
  ['Security Hub is switched off', { securityHub: false }, ['event-bus']],
  ['all are', { chatTopic, securityHub: true }, ['event-bus', 'chat', 'security-hub']],
])('where %s', (_, channels, names) => {
  const told = { ...policy(), ...(channels ? { channels } : {}) };
  expect(createChannels(told, { requestHandler }).map(({ name }) => name)).toEqual(names);
});
