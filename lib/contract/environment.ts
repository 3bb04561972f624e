/** The functions' environment variables: written by the constructs, read by each function's `index.ts`. */
export const ENV_POLICY = 'TRAIL_GUARD_POLICY';
export const ENV_ROLE_ARN = 'TRAIL_GUARD_ROLE_ARN';
export const ENV_TABLE_NAME = 'TRAIL_GUARD_TABLE_NAME';
export const ENV_TOPIC_ARN = 'TRAIL_GUARD_TOPIC_ARN';
/** Names of the functions that the guard asks: absent where there is none. */
export const ENV_INVESTIGATOR = 'TRAIL_GUARD_INVESTIGATOR';
export const ENV_CONTAINMENT_FUNCTION = 'TRAIL_GUARD_CONTAINMENT_FUNCTION';

/** Where the template says what the guard consists of: `STACK_NAME/LOGICAL_ID` of the resource that has it as metadata. */
export const ENV_OWN_PARTS = 'TRAIL_GUARD_OWN_PARTS';
/** Of the package and of what was deployed, for heartbeats. */
export const ENV_VERSION = 'TRAIL_GUARD_VERSION';

/** Of the investigator. */
export const ENV_INVESTIGATION = 'TRAIL_GUARD_INVESTIGATION';

/** Of the containment function. */
export const ENV_CONTAINMENT = 'TRAIL_GUARD_CONTAINMENT';
