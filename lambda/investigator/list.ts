import { createHash } from 'node:crypto';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Incident } from '../../lib/contract/incident';
import type { DarkFinding, DarkWindowFinding } from '../../lib/contract/investigation';
import { errorText } from '../common/error-text';
import type { HistoryRecord } from './history';

export interface ListOptions {
  readonly client: S3Client;
  readonly bucket: string;
  readonly prefix: string;
}

/** Where the list is or, in `undetermined`, why it is not. */
export interface KeptList {
  readonly list?: NonNullable<DarkFinding['list']>;
  readonly undetermined: readonly string[];
}

export type KeepList = (
  incident: Incident,
  windows: readonly DarkWindowFinding[],
  records: readonly HistoryRecord[],
) => Promise<KeptList>;

/**
 * Keeps every record of the dark in the user's bucket, as CloudTrail wrote it, one a line, oldest first. The complete
 * investigation of an incident takes the place of the first.
 */
export function createList({ client, bucket, prefix }: ListOptions): KeepList {
  return async (incident, windows, records) => {
    const key = `${prefix}${keyOf(incident, windows)}`;
    try {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: records.map(({ raw }) => `${oneLine(raw)}\n`).join(''),
          ContentType: 'application/x-ndjson',
        }),
      );
      return { list: { bucket, key, records: records.length }, undetermined: [] };
    } catch (error) {
      return { undetermined: [`the complete list: s3:PutObject to ${bucket} failed (${errorText(error)})`] };
    }
  };
}

/** By trail and time, for people who look for it; the same for both investigations of an incident. */
function keyOf({ account, region, trail, id }: Incident, [first]: readonly DarkWindowFinding[]): string {
  const name = (trail.name ?? 'unknown-trail').replace(/[^A-Za-z0-9._-]/g, '_');
  const from = (first?.from ?? '').replace(/[-:]/g, '');
  const digest = createHash('sha256').update(id).digest('hex').slice(0, 16);
  return `${account}/${region}/${name}/${from}-${digest}.jsonl`;
}

/** Line breaks of JSON are between its parts, never within a text. */
function oneLine(json: string): string {
  return json.replace(/[\r\n]+/g, ' ');
}
