import type { Repairs } from '../../../lambda/guard/delivery/repairs';

/** Repairs that find nothing to mend, unless a test says otherwise. */
export function fakeRepairs(): jest.Mocked<Repairs> {
  return {
    snapshot: jest.fn().mockResolvedValue({ bucket: { statements: [] } }),
    repair: jest.fn().mockResolvedValue([]),
    eventDataStores: jest.fn().mockResolvedValue([]),
    restoreEventDataStore: jest.fn().mockResolvedValue([]),
    trustedAccess: jest.fn().mockResolvedValue('enabled'),
    enableTrustedAccess: jest.fn().mockResolvedValue([]),
  };
}
