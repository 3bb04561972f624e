import { denyDocument, revokeDocument } from '../common/containment/documents';

/** Whether an inline policy denies everything. */
export function isDenial(document: string): boolean {
  return isSame(document, denyDocument());
}

/** Whether an inline policy denies everything to the sessions that were begun before a time. */
export function isRevocation(document: string, before: Date): boolean {
  const [, issuedBefore = ''] = /"aws:TokenIssueTime"\s*:\s*"([^"]*)"/.exec(document) ?? [];
  return isSame(document, revokeDocument(issuedBefore)) && Date.parse(issuedBefore) >= before.getTime();
}

/** Blanks aside, IAM gives a document back as it was put. */
function isSame(document: string, expected: string): boolean {
  try {
    return JSON.stringify(JSON.parse(document)) === expected;
  } catch {
    return false;
  }
}
