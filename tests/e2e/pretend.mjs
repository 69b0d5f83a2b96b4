// Stands in for the part of the shop that signs in, delivers, prices and takes orders, as the contract says it: for tests
// of the phone alone. The goods are the real shop's.

const json = (reply, status, body, headers = {}) => {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  reply.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers });
  reply.end(body === undefined ? '' : JSON.stringify(body));
};
const problem = (reply, status, code, more = {}) =>
  json(reply, status, { type: 'about:blank', title: code, status, code, detail: code, ...more });
const hebei = { code: '13', name: '河北省', items: [{ code: '01', name: '石家庄市', items: [{ code: '02', name: '长安区', townships: '001建北街道 青园街道' }] }], readings: { chang: '长', an: '安', jian: '建', bei: '北' } };
const fee = (amount) => ({ fee: { amount, currency: 'CNY' }, days_min: 2, days_max: 4 });
const points = [{ id: 'market', name: '集市自提点', region: '130102001', address: '建设大街 1 号', hours: '8:00–18:00', offer: fee(0) }];

/** `shop` may be changed: `rate` multiplies prices, `digits` is the code, `stock` ends goods. */
export function pretend(url) {
  const shop = { rate: 1, code: '246810', wrong: 0, accounts: new Map(), sessions: new Map(), orders: new Map(), addresses: [], quotes: new Map(), busy: null };
  let counter = 0;
  const who = (asked) => shop.sessions.get(/session=(\w+)/.exec(asked.headers.cookie ?? '')?.[1]);
  const terms = async (wanted, rate = shop.rate) => {
    const ids = wanted.lines.map(({ variant }) => variant).join(',');
    const { items } = await (await fetch(`${url}/api/v1/variants?ids=${ids}`)).json();
    const lines = wanted.lines.map(({ variant, quantity }) => {
      const { handle, price } = items.find(({ id }) => id === variant);
      const one = Math.round(price.amount * rate);
      return { variant, handle, title: handle, price: one, quantity, amount: one * quantity };
    });
    const goods = lines.reduce((sum, { amount }) => sum + amount, 0);
    const discount = wanted.coupon === 'SAVE5' ? 500 : 0, delivery_fee = wanted.delivery.method === 'door' ? 600 : 0;
    return {
      currency: 'CNY', lines, goods, ...(discount && { coupon: 'SAVE5', discount }), delivery: wanted.delivery, delivery_fee,
      days_min: 2, days_max: 4, total: goods - discount + delivery_fee,
    };
  };
  const quote = async (wanted) => {
    const made = {
      id: `q${++counter}`, digest: 'd', expires_ms: Date.now() + 6e5, terms: await terms(wanted),
      ...(wanted.coupon && wanted.coupon !== 'SAVE5' && { coupon_refused: 'not_found' }),
      payments: wanted.delivery.method === 'door' ? ['cash_on_delivery', 'online'] : ['pay_at_pick_up'],
    };
    shop.quotes.set(made.id, wanted);
    return made;
  };
  const amounts = ({ currency, lines, coupon, discount, delivery, delivery_fee, total }) =>
    JSON.stringify([currency, lines.map(({ variant, quantity, price }) => [variant, quantity, price]), coupon ?? '', discount ?? 0, delivery.method, delivery_fee, total]);
  const put = async (account, id, text, reply) => {
    const kept = shop.orders.get(id), body = JSON.parse(text);
    if (kept) {
      if (kept.account !== account) return problem(reply, 404, 'order_not_found');
      return kept.text === text ? json(reply, 201, kept.order) : problem(reply, 409, 'order_id_used');
    }
    const wanted = { lines: body.agreed.lines, delivery: body.agreed.delivery, coupon: body.agreed.coupon };
    const now = await terms(wanted);
    if (amounts(now) !== amounts(body.agreed) || !shop.quotes.has(body.quote)) {
      return problem(reply, 409, 'terms_changed', { quote: await quote(wanted), differences: amounts(now) === amounts(body.agreed) ? [] : [{ what: 'total', agreed: body.agreed.total, now: now.total }] });
    }
    const isPickUp = body.agreed.delivery.method === 'pick_up';
    const order = {
      id, number: 1000 + shop.orders.size, status: 'placed', terms: now, recipient: { ...body.recipient, phone: '138****8000', region_names: ['河北省', '石家庄市', '长安区', '建北街道'] },
      ...(isPickUp && { point: points[0], pick_up_code: '27-4091' }),
      payment: { method: body.payment, status: body.payment === 'online' ? 'pending' : 'on_hand_over', ...(body.payment === 'online' && { url: '/pay/1' }) }, note: body.note,
      timeline: [{ status: 'placed', at_ms: Date.now() }], can_cancel: true, can_return: false,
    };
    shop.orders.set(id, { account, text, order });
    json(reply, 201, order);
  };
  /** Answers, or says that it is not for it to answer. */
  shop.answer = async (asked, reply, text) => {
    const { method } = asked, { pathname: path } = new URL(asked.url, url), key = `${method} ${path}`;
    const of = /^\/api\/v1\/orders\/(\w+)(\/\w+)?$/.exec(path);
    if (!/^\/api\/v1\/(sign-in|sessions|account|addresses|regions|delivery|quotes|orders)/.test(path)) return false;
    if (key === 'GET /api/v1/regions') json(reply, 200, { source: 'test', date: '2026-01-01', items: [{ code: '13', name: '河北省' }, { code: '11', name: '北京市' }] });
    else if (key === 'GET /api/v1/regions/13') json(reply, 200, hebei);
    else if (key === 'GET /api/v1/delivery') json(reply, 200, { region: '130102001', door: { ...fee(600), free_from: 99900 }, points });
    else if (key === 'POST /api/v1/sign-in/codes') {
      if (shop.busy) problem(reply, 429, 'too_many_requests', { retry_ms: shop.busy });
      else json(reply, 200, { resend_ms: 60000, valid_ms: 300000, digits: 6, demo_code: shop.code });
    } else if (key === 'POST /api/v1/sessions') {
      const { phone, code } = JSON.parse(text);
      if (code !== shop.code) return problem(reply, 401, 'wrong_code'), true;
      const account = shop.accounts.get(phone) ?? { phone: `${phone.slice(0, 3)}****${phone.slice(-4)}`, created_ms: Date.now() };
      shop.accounts.set(phone, account);
      shop.sessions.set(`s${++counter}`, account);
      json(reply, 201, account, { 'set-cookie': `session=s${counter}; HttpOnly; SameSite=Lax; Path=/; Max-Age=86400` });
    } else if (!who(asked)) problem(reply, 401, 'sign_in_required');
    else if (key === 'GET /api/v1/account') json(reply, 200, who(asked));
    else if (key === 'GET /api/v1/sessions') json(reply, 200, { items: [...shop.sessions].filter(([, one]) => one === who(asked)).map(([id]) => ({ id, device: 'Chrome, Android', created_ms: 1, seen_ms: 1, is_current: asked.headers.cookie.includes(`session=${id}`) })) });
    else if (method === 'DELETE') {
      const id = path.split('/')[4];
      if (id) shop.sessions.delete(id); else shop.sessions.clear();
      json(reply, 204);
    } else if (key === 'GET /api/v1/account/export') json(reply, 200, { phone: 'x', orders: [] });
    else if (key === 'GET /api/v1/addresses') json(reply, 200, { items: shop.addresses });
    else if (method === 'PUT' && path.startsWith('/api/v1/addresses/')) {
      shop.addresses = [{ id: path.split('/')[4], ...JSON.parse(text) }];
      json(reply, 200, shop.addresses[0]);
    } else if (key === 'POST /api/v1/quotes') json(reply, 200, await quote(JSON.parse(text)));
    else if (key === 'GET /api/v1/orders') json(reply, 200, { items: [...shop.orders.values()].filter(({ account }) => account === who(asked)).map(({ order }) => order).reverse() });
    else if (of && method === 'PUT') await put(who(asked), of[1], text, reply);
    else if (of && shop.orders.get(of[1])?.account === who(asked)) {
      const { order } = shop.orders.get(of[1]);
      if (method === 'POST') {
        order.status = of[2] === '/cancel' ? 'cancelled' : 'return_requested';
        order.can_cancel = false;
        order.timeline.push({ status: order.status, at_ms: Date.now(), note: JSON.parse(text).reason });
      }
      json(reply, 200, order);
    } else problem(reply, 404, 'order_not_found');
    return true;
  };
  return shop;
}
