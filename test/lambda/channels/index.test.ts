import { createChannels, createHeartbeats } from '../../../lambda/channels';
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

const hub = { eventBusArn: 'arn:aws:events:eu-west-1:444455556666:event-bus/TrailGuard-Hub', heartbeatSeconds: 3600 };

test('a hub is told too', () => {
  expect(createChannels(policy({ hub }), { requestHandler }).map(({ name }) => name)).toEqual(['event-bus', 'hub']);
});

test('fails with a bus that is none', () => {
  const options = { requestHandler };
  expect(() => createHeartbeats({ ...hub, eventBusArn: 'TrailGuard-Hub' }, options)).toThrow("'TrailGuard-Hub' is not");
});
