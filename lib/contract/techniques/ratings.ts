import type { SeverityRating, Technique } from './technique';

type Ratings = Technique['ratings'];

const rated = (original: SeverityRating, current = original): Ratings => ({ original, current });

// The levels of the Elastic rules, each with its risk score.
export const LOW = rated({ severity: 'low', riskScore: 21 });
export const MEDIUM = rated({ severity: 'medium', riskScore: 47 });
export const HIGH = rated({ severity: 'high', riskScore: 73 });
/** Of what puts the guard itself out of action: nobody would put a trail back any more. */
export const CRITICAL = rated({ severity: 'critical', riskScore: 99 });
/** Of the rules for StopLogging and UpdateTrail. */
export const PROMOTED = rated(MEDIUM.original, HIGH.current);
