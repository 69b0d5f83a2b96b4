export const get = async (path, deadline) => {
  const answer = await fetch(path, { signal: AbortSignal.timeout(deadline) });
  return [answer.status, await answer.text()];
};
export const sleep = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });
// One by one: a cache that another page or worker has open takes its room until that lets go of it.
export const freePictures = async () => {
  const cache = await self.caches?.open('fairday-pictures');
  for (const picture of await cache?.keys() ?? []) await cache.delete(picture);
};
export const connection = () => {
  const line = navigator.connection ?? {};
  return [Boolean(line.saveData), line.effectiveType ?? ''];
};
export const tell = (kind, value) => { self.postMessage?.([0, kind, value]); };
