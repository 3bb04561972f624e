import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SNSClient } from '@aws-sdk/client-sns';
import { chatOf } from '../../../lambda/channels/chat';
import { createChatChannel } from '../../../lambda/channels/chat-channel';
import type { Channel } from '../../../lambda/guard/channels';
import { investigated } from '../guard/mail-fixture';

const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:chat';
const PUBLISHED =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';
const DENIED =
  '<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>AuthorizationError</Code><Message>not authorized</Message></Error></ErrorResponse>';

let server: Server;
let requests: URLSearchParams[];
afterEach(() => new Promise((resolve) => server.close(resolve)));

/** The channel, with an SNS that answers so. */
async function channel(status: number, answer: string): Promise<Channel> {
  requests = [];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    requests.push(new URLSearchParams(Buffer.concat(chunks).toString()));
    response.writeHead(status, { 'content-type': 'text/xml', connection: 'close' }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new SNSClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  return createChatChannel(client, TOPIC);
}

test('publishes the notification and nothing else: a subject or another structure would be dropped', async () => {
  const told = investigated('user');
  const chat = await channel(200, PUBLISHED);
  await chat.send(told);
  const [request, ...more] = requests;
  expect(more).toEqual([]);
  expect(Object.fromEntries(request ?? [])).toEqual({
    Action: 'Publish',
    Version: '2010-03-31',
    TopicArn: TOPIC,
    Message: JSON.stringify(chatOf(told)),
  });
  expect(chat.name).toBe('chat');
});

test('fails if it could not be published, so that a sweep tries again', async () => {
  const chat = await channel(403, DENIED);
  await expect(chat.send(investigated('root'))).rejects.toThrow('not authorized');
});
