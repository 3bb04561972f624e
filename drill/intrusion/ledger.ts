import type { Caller, CloudTrailRecord, StandIn } from '../stand-in';

/** When something was done, seen from the trail. `stop` is the call that makes it dark. */
export type Phase = 'before' | 'stop' | 'dark' | 'after';

/** One call that was really made, as its record tells it. */
export interface Deed {
  readonly eventId: string;
  readonly phase: Phase;
  readonly by: 'attacker' | 'bystander';
  readonly record: CloudTrailRecord;
}

type Recorded = Parameters<StandIn['cloudTrail']['recordCall']>[0];

/** Keeps the truth that a report is compared with: who did what, and when. */
export class Ledger {
  readonly deeds: Deed[] = [];
  phase: Phase = 'before';

  constructor(private readonly standIn: StandIn) {}

  /** Who calls, as one of the parties: their calls are noted by their key. */
  party(by: Deed['by'], caller: Caller): Party {
    return new Party(caller, by, this, this.standIn);
  }

  note(by: Deed['by'], record: CloudTrailRecord): void {
    this.deeds.push({ eventId: record.eventID, phase: this.phase, by, record });
  }
}

/** Somebody with a key. */
export class Party {
  constructor(
    readonly caller: Caller,
    private readonly by: Deed['by'],
    private readonly ledger: Ledger,
    private readonly standIn: StandIn,
  ) {}

  /** What an SDK client needs to call as they do. */
  config(region = this.standIn.world.region) {
    const { endpoint } = this.standIn;
    return { endpoint, region, credentials: this.caller.credentials, maxAttempts: 1 };
  }

  /** Makes a call. One that fails was made as well. */
  async call<T>(make: () => Promise<T>): Promise<T | undefined> {
    const before = this.standIn.cloudTrail.records.length;
    const answer = await make().catch((error: unknown) => {
      if (!isOfAws(error)) throw error;
      return undefined;
    });
    const { accessKeyId } = this.caller.credentials;
    const made = this.standIn.cloudTrail.records.slice(before);
    for (const record of made.filter(({ userIdentity }) => userIdentity.accessKeyId === accessKeyId)) {
      this.ledger.note(this.by, record);
    }
    return answer;
  }

  /** A call to a service that the stand-in does not have. */
  record(call: Omit<Recorded, 'caller'>): void {
    const recorded = this.standIn.cloudTrail.recordCall({ spelledAsRecorded: true, ...call, caller: this.caller });
    this.ledger.note(this.by, recorded);
  }

  /** Somebody else of the same party, by a key that was made. */
  as(accessKeyId: string | undefined): Party {
    const caller = this.standIn.callers.find(accessKeyId);
    if (!caller) throw new Error(`no such key: ${accessKeyId}`);
    return new Party(caller, this.by, this.ledger, this.standIn);
  }
}

const isOfAws = (error: unknown): boolean => error instanceof Error && '$metadata' in error;
