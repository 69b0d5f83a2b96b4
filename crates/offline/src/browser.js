export const get = async (path, deadline) => {
  const answer = await fetch(path, { signal: AbortSignal.timeout(deadline) });
  return [answer.status, await answer.text()];
};
export const sleep = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });
export const freePictures = () => self.caches ? caches.delete('fairday-pictures') : Promise.resolve(false);
export const connection = () => {
  const line = navigator.connection ?? {};
  return [Boolean(line.saveData), line.effectiveType ?? ''];
};
export const tell = (kind, value) => { self.postMessage?.([0, kind, value]); };
