import * as v from 'valibot';

const text = v.optional(v.nullish(v.string()));
const lenientText = v.fallback(text, undefined);
const lenientObject = v.fallback(v.nullish(v.record(v.string(), v.unknown())), null);

/**
 * The parts of a CloudTrail record that the functions read. AWS adds fields in minor versions, so unknown fields pass, and
 * a field of an unexpected type counts as missing: only what identifies the call is required.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export const RecordSchema = v.object({
  eventID: v.string(),
  eventName: v.string(),
  eventSource: v.string(),
  eventTime: v.pipe(
    v.string(),
    v.isoTimestamp(),
    v.check((time) => !Number.isNaN(Date.parse(time)), 'Invalid time'),
  ),
  awsRegion: lenientText,
  recipientAccountId: lenientText,
  errorCode: lenientText,
  errorMessage: lenientText,
  sourceIPAddress: lenientText,
  vpcEndpointId: lenientText,
  userAgent: lenientText,
  requestParameters: lenientObject,
  responseElements: lenientObject,
  readOnly: v.fallback(v.nullish(v.boolean()), undefined),
  /** `true`, as text, where the session came from the console. */
  sessionCredentialFromConsole: lenientText,
  userIdentity: v.fallback(
    v.object({
      type: lenientText,
      arn: lenientText,
      accountId: lenientText,
      principalId: lenientText,
      userName: lenientText,
      accessKeyId: lenientText,
      invokedBy: lenientText,
      onBehalfOf: v.fallback(v.nullish(v.object({ userId: lenientText })), null),
      sessionContext: v.fallback(
        v.nullish(
          v.object({
            attributes: v.fallback(
              v.nullish(v.object({ mfaAuthenticated: lenientText, creationDate: lenientText })),
              null,
            ),
            sourceIdentity: lenientText,
            sessionIssuer: v.fallback(v.nullish(v.object({ arn: lenientText, userName: lenientText })), null),
          }),
        ),
        null,
      ),
    }),
    {},
  ),
  resources: v.fallback(v.nullish(v.array(v.object({ ARN: lenientText }))), null),
  addendum: v.fallback(v.nullish(v.object({ originalEventID: lenientText })), null),
});

export type CloudTrailRecord = v.InferOutput<typeof RecordSchema>;

/** Those of the candidates that are records. */
export function readRecords(candidates: readonly unknown[]): CloudTrailRecord[] {
  return candidates.flatMap((candidate) => {
    const parsed = v.safeParse(RecordSchema, candidate);
    return parsed.success ? [parsed.output] : [];
  });
}

/** Whether a session of the role made the call. */
export function isByRole({ userIdentity }: CloudTrailRecord, roleArn: string): boolean {
  return userIdentity.sessionContext?.sessionIssuer?.arn === roleArn;
}

/** The envelope in which EventBridge delivers a record. */
export const EnvelopeSchema = v.object({
  source: v.string(),
  'detail-type': v.string(),
  account: v.string(),
  detail: v.unknown(),
});

/** Where and how a value differs from its schema, for the log. */
export function schemaIssues(issues: readonly v.BaseIssue<unknown>[]): string {
  return issues.map((issue) => `${v.getDotPath(issue) ?? 'input'}: ${issue.message}`).join('; ');
}
