import type { Json } from './json';

export type Fault =
  /** An AWS error, in the shape of the service's protocol. */
  | { readonly kind: 'error'; readonly code: string; readonly status?: number; readonly message?: string }
  /** The service's own throttling error. */
  | { readonly kind: 'throttle' }
  /** A bare HTTP status without a body, as load balancers send it. */
  | { readonly kind: 'status'; readonly status: number }
  /** No answer, ever. */
  | { readonly kind: 'hang' }
  /** The connection breaks. */
  | { readonly kind: 'reset' }
  /** The answer comes late. */
  | { readonly kind: 'delay'; readonly ms: number };

export interface FaultOptions {
  /** Signing name of the service: `cloudtrail`, `dynamodb`, `sns`, `scheduler`, `events`; `lambda` for `Invoke`. */
  readonly service: string;
  /** @default - every operation of the service */
  readonly operation?: string;
  /** @default - every call */
  readonly when?: (parameters: Json) => boolean;
  /** How many calls it hits. @default 1 */
  readonly times?: number | 'always';
  readonly fault: Fault;
  /** The call takes effect, only its answer is lost. @default false */
  readonly afterEffect?: boolean;
}

export interface FaultHandle {
  readonly hits: number;
  remove(): void;
}

class Planned implements FaultHandle {
  hits = 0;
  #removed = false;

  constructor(readonly options: FaultOptions) {}

  get active(): boolean {
    const { times = 1 } = this.options;
    return !this.#removed && (times === 'always' || this.hits < times);
  }

  fits(service: string, operation: string, parameters: Json): boolean {
    const { options } = this;
    return (
      this.active &&
      options.service === service &&
      (options.operation === undefined || options.operation === operation) &&
      (options.when === undefined || options.when(parameters))
    );
  }

  remove(): void {
    this.#removed = true;
  }
}

/** Planned failures. The first that fits a call hits it. */
export class Faults {
  readonly #planned: Planned[] = [];

  add(options: FaultOptions): FaultHandle {
    const planned = new Planned(options);
    this.#planned.push(planned);
    return planned;
  }

  clear(): void {
    for (const planned of this.#planned) planned.remove();
  }

  hit(service: string, operation: string, parameters: Json): FaultOptions | undefined {
    const planned = this.#planned.find((candidate) => candidate.fits(service, operation, parameters));
    if (!planned) return undefined;
    planned.hits += 1;
    return planned.options;
  }
}
