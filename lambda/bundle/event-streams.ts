// Stands in for the SDK's event streams. Clients that have an operation with one (S3's SelectObjectContent, CloudWatch
// Logs' StartLiveTail) set them up when they are made; the guard calls none, and they are a tenth of the bundle.
export const resolveEventStreamSerdeConfig = <Config>(config: Config): Config => config;
export const eventStreamSerdeProvider = (): never => {
  throw new Error('The bundle goes without event streams');
};
