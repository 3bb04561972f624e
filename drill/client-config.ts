/** Where the command line calls AWS, or an emulator. */
export interface Place {
  readonly endpoint?: string;
  readonly profile?: string;
  readonly region?: string;
}

export function clientConfig({ endpoint, profile, region }: Place) {
  // An emulator takes any credentials, and needs some.
  const anyCredentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return {
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
    ...(endpoint === undefined
      ? {}
      : {
          endpoint,
          region: region ?? 'us-east-1',
          ...(process.env.AWS_ACCESS_KEY_ID ? {} : { credentials: anyCredentials }),
        }),
  };
}
