import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import type { Engine } from './engine';

/** A CloudTrail record, as far as these tests look into it. */
export interface CloudTrailRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventSource: string;
  readonly eventTime: string;
  readonly awsRegion: string;
  readonly recipientAccountId: string;
  readonly readOnly: boolean;
  readonly requestParameters: Readonly<Record<string, unknown>> | null;
  readonly userIdentity: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** What CloudTrail does with a record and ministack's does not: event history and, if delivered, EventBridge (serve.py). */
export function recordInCloudTrail(
  ministack: Engine,
  record: CloudTrailRecord,
  { deliver }: { readonly deliver: boolean },
): Promise<void> {
  const ca = ministack.certificate && readFileSync(ministack.certificate);
  return new Promise((resolve, reject) => {
    request(`${ministack.url}/_engines/cloudtrail`, { method: 'POST', ca }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const answer = Buffer.concat(chunks).toString();
        const accepted = response.statusCode === 200 && (!deliver || answer.includes('"FailedEntryCount": 0'));
        if (accepted) resolve();
        else reject(new Error(`ministack took no record of ${record.eventName}: ${response.statusCode} ${answer}`));
      });
    })
      .on('error', reject)
      .end(JSON.stringify({ record, deliver }));
  });
}
