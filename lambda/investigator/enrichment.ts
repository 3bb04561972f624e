import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import * as v from 'valibot';
import type { Incident } from '../../lib/contract/incident';
import type { Finding, OriginFinding } from '../../lib/contract/investigation';
import type { Log } from '../common/log';
import { safeText } from '../common/text';
import { determine } from './determine';

const NOTES = 10;
const NOTE_LENGTH = 500;
const TIMEOUT_MILLISECONDS = 10_000;

const AnswerSchema = v.object({ notes: v.array(v.string()) });

/** What the user's own function knows of an address and an actor. */
export async function enrichment(
  functionArn: string,
  incident: Incident,
  lambda: LambdaClient,
  log: Log,
  timeoutMilliseconds = TIMEOUT_MILLISECONDS,
): Promise<Finding & Pick<OriginFinding, 'notes'>> {
  const { value, undetermined } = await determine(
    { what: 'what the enrichment function knows', action: 'lambda:InvokeFunction' },
    log,
    async () => answerOf(await invoke(functionArn, incident, lambda, timeoutMilliseconds)),
  );
  if (value === undefined) {
    return { undetermined };
  }
  return { notes: value.slice(0, NOTES).map((note) => safeText(note, NOTE_LENGTH)) };
}

/** The signal bounds all attempts together. */
async function invoke(functionArn: string, incident: Incident, lambda: LambdaClient, timeoutMilliseconds: number) {
  const question = {
    schemaVersion: '1.0',
    incidentId: incident.id,
    account: incident.account,
    region: incident.region,
    sourceIpAddress: incident.call?.sourceIpAddress,
    userAgent: incident.call?.userAgent,
    actor: incident.actor,
  };
  return lambda.send(
    new InvokeCommand({
      FunctionName: functionArn,
      InvocationType: 'RequestResponse',
      Payload: Buffer.from(JSON.stringify(question)),
    }),
    { abortSignal: AbortSignal.timeout(timeoutMilliseconds) },
  );
}

function answerOf({ FunctionError, Payload }: { FunctionError?: string; Payload?: Uint8Array }): string[] {
  const text = Buffer.from(Payload ?? []).toString();
  if (FunctionError !== undefined) {
    throw new Error(`the function ended with ${FunctionError}: ${safeText(text, 200)}`);
  }
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), AnswerSchema), text);
  if (!parsed.success) {
    throw new Error(`the function answered something else than {"notes": ["..."]}: ${safeText(text, 200)}`);
  }
  return parsed.output.notes;
}
