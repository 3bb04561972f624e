/** The function's environment variables: written by the construct, read by `lambda/guard/index.ts`. */
export const ENV_POLICY = 'TRAIL_GUARD_POLICY';
export const ENV_ROLE_ARN = 'TRAIL_GUARD_ROLE_ARN';
export const ENV_TABLE_NAME = 'TRAIL_GUARD_TABLE_NAME';
export const ENV_TOPIC_ARN = 'TRAIL_GUARD_TOPIC_ARN';
