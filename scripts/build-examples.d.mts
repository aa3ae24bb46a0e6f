/** Builds the example `bundle`. It imports the package, so dist/ has to be built before. */
export function buildExamples(): Promise<void>;
