import type { Json } from '../../fixtures/identities';
import type { Parts } from './parts';

/** What a call does to an account, and what it answers. @throws as the service does */
export type Operations = Readonly<Record<string, (parts: Parts, input: Json) => unknown>>;
