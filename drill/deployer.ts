/** Who deploys the guard in the drill: `repairing-app.ts` names the same to the guard. */
export const DEPLOYER = {
  type: 'AssumedRole',
  roleName: 'deployment',
  sessionName: 'pipeline',
  sourceIp: '203.0.113.9',
} as const;
