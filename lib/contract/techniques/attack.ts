import type { AttackReference } from './technique';

/** @see https://attack.mitre.org/techniques/T1562/008/ */
export const DISABLE_OR_MODIFY_CLOUD_LOG: AttackReference = {
  id: 'T1685.002',
  name: 'Disable or Modify Cloud Log',
  tactic: 'Defense Impairment (TA0112)',
  formerId: 'T1562.008',
};

/** @see https://attack.mitre.org/techniques/T1485/ */
export const DATA_DESTRUCTION = unchanged('T1485', 'Data Destruction', 'Impact (TA0040)');

/** @see https://attack.mitre.org/techniques/T1485/001/ */
export const LIFECYCLE_TRIGGERED_DELETION = unchanged('T1485.001', 'Lifecycle-Triggered Deletion', 'Impact (TA0040)');

/** @see https://attack.mitre.org/techniques/T1490/ */
export const INHIBIT_SYSTEM_RECOVERY = unchanged('T1490', 'Inhibit System Recovery', 'Impact (TA0040)');

/** @see https://attack.mitre.org/techniques/T1530/ */
export const DATA_FROM_CLOUD_STORAGE = unchanged('T1530', 'Data from Cloud Storage', 'Collection (TA0009)');

/** @see https://attack.mitre.org/techniques/T1537/ */
export const TRANSFER_DATA_TO_CLOUD_ACCOUNT = unchanged(
  'T1537',
  'Transfer Data to Cloud Account',
  'Exfiltration (TA0010)',
);

function unchanged(id: string, name: string, tactic: string): AttackReference {
  return { id, name, tactic, formerId: id };
}
