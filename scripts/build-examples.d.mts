/** Builds the app among the examples. It imports the package, that is dist/. */
export function buildExamples(): Promise<void>;
