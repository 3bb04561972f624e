// Stands in for what the SDK would import only for features that the guard does not use: event streams, and the parsing
// of browsers' user agents. Nothing is exported, so using them fails.
export {};
