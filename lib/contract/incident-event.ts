/**
 * An incident on the default event bus: an OCSF Detection Finding. Whoever may put events there can forge one, as any
 * custom event; act on it only after asking AWS how the trail stands.
 */
export const INCIDENT_EVENT_SOURCE = 'cdk-trail-guard';
export const INCIDENT_DETAIL_TYPE = 'TrailGuard Detection Finding';
