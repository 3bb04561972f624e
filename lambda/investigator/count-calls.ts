/** How many requests went out, repeated ones included. */
export interface CallCounter {
  calls: number;
}

/** Any client of the SDK: what goes through its stack depends on the service, and does not matter here. */
interface AnyClient {
  readonly middlewareStack: { add(middleware: never, options: never): void };
}

type Send = (request: unknown) => Promise<unknown>;

interface AttemptStack {
  add(middleware: (next: Send) => Send, options: { step: 'deserialize'; name: string; override: boolean }): void;
}

/** Counts what a client sends, on the step that each attempt passes. */
export function countCalls<Client extends AnyClient>(client: Client, counter: CallCounter): Client {
  (client.middlewareStack as unknown as AttemptStack).add(
    (next) => (request) => {
      counter.calls += 1;
      return next(request);
    },
    { step: 'deserialize', name: 'countCalls', override: true },
  );
  return client;
}
