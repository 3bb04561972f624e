/** What one rehearsed attack came to. */
export interface DrillResult {
  readonly scenario: string;
  /** The trail logs again and that was read back. */
  readonly restored: boolean;
  /** Seconds from the StopLogging call to the trail seen logging. */
  readonly secondsToRestored?: number;
  /** Seconds from the StopLogging call to the message; where the drill can see messages. */
  readonly secondsToMessage?: number;
  readonly subject?: string;
  readonly text?: string;
  /** Why not, or what to know about the figures. */
  readonly note?: string;
}

export interface Screen {
  readonly title: (text: string) => void;
  readonly line: (seconds: number, who: string, what: string) => void;
  readonly text: (text: string) => void;
}

export interface DrillOptions {
  readonly endpoint?: string;
  readonly profile?: string;
  readonly region?: string;
  readonly yes: boolean;
  readonly timeout: string;
  readonly json: boolean;
  /** Every technique of the catalogue. */
  readonly all: boolean;
}
