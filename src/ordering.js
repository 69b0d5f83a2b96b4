// The browser's side of the piece that orders: a script of its own, fetched with it (src/sync/ordering/mod.rs).
import * as orders from './db/orders.js';
import * as page from './sync/ordering/page.js';

Object.assign(window.fairday, { orders, page });
