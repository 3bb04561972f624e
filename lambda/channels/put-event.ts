import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';

/** @throws if EventBridge did not take the event: it answers that all is well, and tells of what is not */
export async function putEvent(client: EventBridgeClient, entry: PutEventsRequestEntry): Promise<void> {
  const { FailedEntryCount = 0, Entries = [] } = await client.send(new PutEventsCommand({ Entries: [entry] }));
  if (FailedEntryCount > 0) {
    const [{ ErrorCode = 'no code', ErrorMessage = 'no message' } = {}] = Entries;
    throw new Error(`EventBridge did not take the event: ${ErrorCode}: ${ErrorMessage}`);
  }
}
