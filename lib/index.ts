export { ActivitySource } from './activity-source';
export type { ExpectedActivity } from './expected-activity';
export { TrailGuard } from './trail-guard';
export { ResponseMode, SeverityProfile, type TrailGuardProps } from './trail-guard-props';
