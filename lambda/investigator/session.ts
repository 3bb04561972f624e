import * as v from 'valibot';

const text = v.fallback(v.nullish(v.string()), undefined);
const lenientObject = <T extends v.ObjectEntries>(entries: T) => v.fallback(v.nullish(v.object(entries)), undefined);

/** What a record says of the session that it was called in, besides who. The guard does without. */
const SessionSchema = v.object({
  sessionCredentialFromConsole: text,
  userIdentity: lenientObject({
    sessionContext: lenientObject({
      sourceIdentity: text,
      attributes: lenientObject({ creationDate: text }),
      webIdFederationData: lenientObject({
        federatedProvider: text,
        attributes: v.fallback(v.nullish(v.record(v.string(), v.string())), undefined),
      }),
    }),
  }),
});

export interface Session {
  /** ISO 8601. */
  readonly createdAt?: string;
  /** CloudTrail's own word for it, which no caller can choose. */
  readonly fromConsole: boolean;
  /** Whoever began the chain, as set when the role was assumed. It stays through a chain of roles. */
  readonly sourceIdentity?: string;
  /** The subject at a provider of web identities. */
  readonly webIdentity?: string;
}

/**
 * Reads the session from a record as CloudTrail wrote it.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function sessionOf(record: unknown): Session {
  const parsed = v.safeParse(SessionSchema, record);
  if (!parsed.success) {
    return { fromConsole: false };
  }
  const { sessionCredentialFromConsole, userIdentity } = parsed.output;
  const context = userIdentity?.sessionContext;
  const created = Date.parse(context?.attributes?.creationDate ?? '');
  const { federatedProvider, attributes } = context?.webIdFederationData ?? {};
  const subject = Object.entries(attributes ?? {}).find(([name]) => /:sub$/.test(name))?.[1];
  return {
    ...(Number.isNaN(created) ? {} : { createdAt: new Date(created).toISOString() }),
    fromConsole: sessionCredentialFromConsole === 'true',
    ...(context?.sourceIdentity ? { sourceIdentity: context.sourceIdentity } : {}),
    ...(subject ? { webIdentity: federatedProvider ? `${subject} (${federatedProvider})` : subject } : {}),
  };
}
