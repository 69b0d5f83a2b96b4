// What the app calls in the browser: `fairday` has it before the wasm runs. `extern` blocks in src/ name it.
import { followArrowKeys } from './arrow-keys';
import { formatMoment } from './clock';
import { fillMeter, formatBytes, watchTraffic } from './meter';
import { askWorker, deleteStoreCopy, firstScreen, hearWorker, updateStoreCopy } from './offline';
import { deletePictures, watchHeldPictures } from './pictures';
import { paintPlaceholders } from './placeholders';
import { applyUpdate, askToInstall, fetchScript, followShell, meansToInstall } from './shell';

Object.assign(fairday, {
  followArrowKeys,
  formatMoment,
  fillMeter, formatBytes, watchTraffic,
  askWorker, deleteStoreCopy, firstScreen, hearWorker, updateStoreCopy,
  deletePictures, watchHeldPictures,
  paintPlaceholders,
  applyUpdate, askToInstall, fetchScript, followShell, meansToInstall,
});
