// The browser's side of the piece that orders: a script of its own, fetched with it (src/sync/ordering/mod.rs).
import * as controls from './controls';
import * as device from './device';
import * as focus from './focus';
import * as orders from './orders';
import { adopt, show } from './page';

Object.assign(fairday, { orders, ordering: { ...controls, ...device, ...focus, adopt, show } });
