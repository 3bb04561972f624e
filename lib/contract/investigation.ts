import type { Severity } from './techniques';

/**
 * What the investigator found out about an incident: each point of Elastic's investigation guide, with evidence, or with
 * why it could not be determined. All texts may come from an attacker; the guard makes them harmless before it keeps them.
 */
export interface Investigation {
  readonly stage: InvestigationStage;
  /** When it was finished. ISO 8601. */
  readonly at: string;
  readonly seconds: number;
  /** How many API calls it took. */
  readonly apiCalls: number;
  readonly who: IdentityFinding;
  readonly origin: OriginFinding;
  readonly expected: ExpectationFinding;
  readonly alerts: AlertsFinding;
  readonly activity: ActivityFinding;
  /** Missing where nothing was dark. */
  readonly dark?: DarkFinding;
  readonly criticality: Criticality;
}

/**
 * `first`: at once, with what event history shows by then. `complete`: when it has caught up, about 15 minutes after the
 * dark window was closed.
 */
export type InvestigationStage = 'first' | 'complete';

/** Part of an answer. */
export interface Finding {
  /** What could not be determined, each with its reason: "the age of the access key: iam:ListAccessKeys was denied". */
  readonly undetermined?: readonly string[];
}

/** Who: the identity as a person would recognise it. */
export interface IdentityFinding extends Finding {
  /** `root`, a key of a user (`long-lived`), a session's (`temporary`), a service. */
  readonly credential?: 'root' | 'long-lived' | 'temporary' | 'service';
  /** Whether the session came from the console. */
  readonly console?: boolean;
  readonly mfaAuthenticated?: boolean;
  /** When the access key, or the session, was made. ISO 8601. */
  readonly credentialCreatedAt?: string;
  /** The human behind the session: of IAM Identity Center, of a federation, or at the beginning of the chain. */
  readonly person?: string;
  readonly accountAlias?: string;
  /** The account's name in the organization. */
  readonly accountName?: string;
  /** From the organization's root to the account, as `aws:PrincipalOrgPaths` has it. */
  readonly organizationPath?: string;
  /** Who assumed the role, and who had assumed theirs: the latest first. */
  readonly chain?: readonly RoleAssumption[];
}

/** One step of a role chain, from the AssumeRole record. */
export interface RoleAssumption {
  readonly eventId: string;
  readonly eventName: string;
  /** ISO 8601. */
  readonly at: string;
  readonly roleArn?: string;
  readonly sessionName?: string;
  /** Who assumed it. */
  readonly by: string;
  readonly byArn?: string;
  readonly byAccessKeyId?: string;
  readonly sourceIpAddress?: string;
  readonly userAgent?: string;
}

/** From where. */
export interface OriginFinding extends Finding {
  readonly kind?:
    | 'ec2-instance'
    | 'elastic-ip'
    | 'nat-gateway'
    | 'network-interface'
    | 'vpc-endpoint'
    | 'aws-service'
    | 'outside';
  /** The instance, gateway, interface or endpoint. */
  readonly resourceId?: string;
  /** The role of the instance. */
  readonly roleArn?: string;
  /** The resource's Name tag. */
  readonly name?: string;
  /** How many of the actor's calls of the last 24 hours came from the same address, and from how many others. */
  readonly callsFromHere?: number;
  readonly otherAddresses?: readonly Counted[];
  /** What the user's own enrichment says. */
  readonly notes?: readonly string[];
}

/** Approved or not. */
export interface ExpectationFinding extends Finding {
  readonly exceptions?: readonly { readonly reason: string; readonly applies: boolean; readonly why: string }[];
  /** CloudTrail write calls that the same actor made before, in the time that event history keeps. */
  readonly earlierCalls?: {
    readonly count: number;
    /** How far back was looked. ISO 8601. */
    readonly since: string;
    readonly latest?: CallFinding;
  };
  readonly calendars?: readonly { readonly name: string; readonly state: 'OPEN' | 'CLOSED' }[];
}

/** What other detectors say of the actor. */
export interface AlertsFinding extends Finding {
  /** Which were asked. */
  readonly sources?: readonly string[];
  /** ISO 8601. */
  readonly since?: string;
  readonly findings?: readonly {
    readonly source: 'GuardDuty' | 'Security Hub';
    readonly id: string;
    readonly title: string;
    readonly severity: string;
    /** ISO 8601. */
    readonly at: string;
    readonly names: 'principal' | 'access key' | 'address';
  }[];
}

/** What the actor did before and after, in 24 hours. */
export interface ActivityFinding extends Finding {
  readonly from?: string;
  readonly to?: string;
  readonly total?: number;
  readonly errors?: number;
  readonly services?: readonly Counted[];
  readonly regions?: readonly Counted[];
  /** Roles that were assumed, of which accounts. */
  readonly assumedRoles?: readonly { readonly roleArn: string; readonly accountId: string; readonly at: string }[];
  readonly sensitive?: readonly CallFinding[];
  readonly credentials?: readonly CredentialFinding[];
}

/** What happened in the dark: event history does not depend on trails. */
export interface DarkFinding extends Finding {
  readonly windows: readonly DarkWindowFinding[];
  /** Regions that were asked. */
  readonly regions: readonly string[];
  /** Whether history had caught up and every page of it was read. */
  readonly complete: boolean;
  readonly total: number;
  readonly errors: number;
  /** Everybody, the suspected actor first. */
  readonly actors: readonly {
    readonly name: string;
    readonly arn?: string;
    readonly isSuspect: boolean;
    readonly calls: number;
    readonly errors: number;
    readonly sensitive: number;
  }[];
  readonly services: readonly Counted[];
  /** In full, the suspected actor's first, then by time. */
  readonly sensitive: readonly CallFinding[];
  readonly credentials: readonly CredentialFinding[];
  /** Every record as JSON Lines. */
  readonly list?: { readonly bucket: string; readonly key: string; readonly records: number };
}

/** Exact bounds, from the trail's own times or from the records of the calls. ISO 8601. */
export interface DarkWindowFinding {
  readonly from: string;
  /** Missing while it is open. */
  readonly to?: string;
  readonly seconds?: number;
  /** `stopped`: nothing was recorded. `changed`: not all was. */
  readonly kind: 'stopped' | 'changed';
}

export interface CallFinding {
  readonly eventId: string;
  readonly eventName: string;
  /** `iam.amazonaws.com`. */
  readonly eventSource: string;
  /** ISO 8601. */
  readonly at: string;
  readonly region: string;
  readonly by: string;
  readonly errorCode?: string;
  /** What it was made on, in short. */
  readonly on?: string;
}

/** A new way in. */
export interface CredentialFinding {
  readonly kind: string;
  /** Key id, user or role. */
  readonly id: string;
  readonly of?: string;
  readonly eventId: string;
  /** ISO 8601. */
  readonly at: string;
  readonly by: string;
}

export interface Counted {
  readonly name: string;
  readonly count: number;
}

/** How bad, and why. */
export interface Criticality {
  readonly severity: Severity;
  readonly riskScore: number;
  readonly reasons: readonly string[];
}
