export { ActivitySource } from './activity-source';
export type { ExpectedActivity } from './expected-activity';
export { ExpectedDeployments } from './expected-deployments';
export { Repair } from './repair';
export { TrailGuard } from './trail-guard';
export { ResponseMode, SeverityProfile, type TrailGuardProps } from './trail-guard-props';
