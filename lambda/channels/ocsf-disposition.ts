import type { Incident, Outcome } from '../../lib/contract/incident';

const ALLOWED = { action_id: 1, action: 'Allowed' } as const;
const DENIED = { action_id: 2, action: 'Denied' } as const;
const OBSERVED = { action_id: 3, action: 'Observed' } as const;
const MODIFIED = { action_id: 4, action: 'Modified' } as const;

const UNKNOWN = { disposition_id: 0, disposition: 'Unknown' } as const;
const APPROVED = { disposition_id: 8, disposition: 'Approved' } as const;
const CORRECTED = { disposition_id: 11, disposition: 'Corrected' } as const;
const UNCORRECTED = { disposition_id: 13, disposition: 'Uncorrected' } as const;
const DETECTED = { disposition_id: 15, disposition: 'Detected' } as const;
const ALERT = { disposition_id: 19, disposition: 'Alert' } as const;
const UNAUTHORIZED = { disposition_id: 26, disposition: 'Unauthorized' } as const;
const ERROR = { disposition_id: 27, disposition: 'Error' } as const;

/** What became of the change, in OCSF's words of security controls. */
const DISPOSITIONS: Readonly<Record<Exclude<Outcome, 'attempted'>, object>> = {
  restored: { ...MODIFIED, ...CORRECTED },
  'already-logging': { ...OBSERVED, ...CORRECTED },
  'restore-failed': { ...OBSERVED, ...UNCORRECTED },
  // Accepted, and not seen: nothing is claimed that was not read back.
  'restore-unverified': { ...MODIFIED, ...UNKNOWN },
  observed: { ...OBSERVED, ...DETECTED },
  expected: { ...ALLOWED, ...APPROVED },
  'not-permitted': { ...OBSERVED, ...UNCORRECTED },
  'stopped-before-guard': { ...OBSERVED, ...DETECTED },
  'trail-missing': { ...OBSERVED, ...UNCORRECTED },
  adopted: { ...ALLOWED, ...APPROVED },
  'delivery-failing': { ...OBSERVED, ...ALERT },
  'delivery-recovered': { ...OBSERVED, ...CORRECTED },
  reported: { ...OBSERVED, ...ALERT },
};

export function dispositionOf({ outcome, call }: Incident): object {
  if (outcome !== 'attempted') {
    return DISPOSITIONS[outcome];
  }
  return /denied|unauthorized|notauthorized/i.test(call?.errorCode ?? '')
    ? { ...DENIED, ...UNAUTHORIZED }
    : { ...OBSERVED, ...ERROR };
}
