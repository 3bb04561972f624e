import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Channel } from '../guard/channels';
import { chatOf } from './chat';

/** Tells incidents in the chat applications that read the topic, through Amazon Q Developer. */
export function createChatChannel(client: SNSClient, topicArn: string): Channel {
  return {
    name: 'chat',
    send: async (incident) => {
      await client.send(new PublishCommand({ TopicArn: topicArn, Message: JSON.stringify(chatOf(incident)) }));
    },
  };
}
