/** Where the documents are that alarms and the dashboard lead to. */
export const DOCUMENTS = 'https://github.com/cdk-trail-guard/cdk-trail-guard/blob/main/docs';
