import { en, type Words } from './en';

/** The texts in the person's language. */
export const words: Words = en;

export type { ProblemWords, Severity } from './problems';
