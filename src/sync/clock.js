const SHOWN = { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' };
export const moment = (ms, language) => new Date(ms).toLocaleString(language, SHOWN);
