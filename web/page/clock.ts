// Moments in words, which the browser knows for each language.
const SHOWN = { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const;

/** A moment in words, for the eye. */
export const formatMoment = (ms: number, language: string) => new Date(ms).toLocaleString(language, SHOWN);
