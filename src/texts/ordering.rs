//! The sentences of [`crate::pages::ordering`]: a table of its own, so that they come with that piece and weigh on no
//! first screen.

use fairday_contract::Locale;

texts! {
    /// Signs in.
    sign_in: "登录", "Sign in";
    /// Why.
    sign_in_why: "用手机号登录后就能下单、查订单。不用密码,新号码自动注册。", "Sign in with your phone number to order and to follow your orders. No password; a new number makes an account.";
    /// A field.
    mobile: "手机号", "Mobile number";
    /// Asks for a code.
    send_code: "获取验证码", "Send code";
    /// After that.
    code_sent: "验证码已发送到 {}", "A code was sent to {}";
    /// In a demo shop.
    demo_code: "演示商店不发短信,验证码是 {}", "This demo shop sends no SMS. Your code is {}";
    /// A field.
    code: "{} 位验证码", "Code of {} digits";
    /// Until another code can be asked for, seconds.
    resend_in: "{} 秒后可重新获取", "Send again in {} s";
    /// Asks for another one.
    resend: "重新获取验证码", "Send another code";
    /// Back to the number.
    other_number: "换个号码", "Another number";
    /// Who is signed in.
    signed_in_as: "已登录:{}", "Signed in as {}";
    /// On to where the shopper was.
    go_on: "继续", "Continue";
    /// Nobody is signed in any more.
    signed_out: "您还没有登录", "You are not signed in";
    /// A field that is wrong.
    wrong_code_form: "请输入短信里的数字", "Type the digits from the message";
    /// A refusal.
    wrong_code: "验证码不对,请再看一下短信", "This is not the code that was sent. Look at the message again";
    /// A refusal.
    code_expired: "验证码已失效,请重新获取", "This code is no longer valid. Send another one";
    /// A refusal, with a wait.
    too_many: "操作太频繁,请在 {} 后再试", "Too many attempts. Try again in {}";
    /// A wait.
    seconds: "{} 秒", "{} s";
    /// A wait.
    minutes: "{} 分钟", "{} min";

    /// The page of the account.
    account: "我的账号", "My account";
    /// Since when.
    since: "注册于 {}", "Since {}";
    /// The page of what the shopper owes.
    my_credit: "我的分期", "My credit";
    /// How an order is paid that an agreement is about, by one bill or by many.
    on_credit: "分期付款,按协议还", "On phone credit, paid back as agreed";
    /// What is owed of an order on credit.
    credit_running: "还在分期还款", "being paid back";
    /// What is owed of an order on credit.
    credit_late: "有钱过期没付", "something is overdue";
    /// What is owed of an order on credit: nothing.
    credit_paid_back: "已还清", "paid back in full";
    /// To the agreement by which an order is paid.
    agreement: "看分期协议", "See the agreement";
    /// Signs out.
    sign_out: "退出登录", "Sign out";
    /// Signs out on every phone.
    sign_out_everywhere: "在所有设备上退出", "Sign out everywhere";
    /// Where the account is signed in.
    sessions: "已登录的设备", "Signed in on";
    /// A phone that does not say what it is.
    some_device: "未知设备", "Unknown device";
    /// The phone in hand.
    this_phone: "本机", "this phone";
    /// When a session was used last.
    seen: "最近使用 {}", "Last used {}";
    /// A section.
    your_data: "我的资料", "Your data";
    /// What an export is.
    export_note: "把商店存有的您的全部资料下载为一个文件:号码、地址、订单。", "Download everything the shop keeps about you as one file: number, addresses, orders.";
    /// Downloads it.
    export: "下载我的资料", "Download my data";
    /// Deletes the account.
    delete_account: "注销账号", "Delete account";
    /// What that means.
    delete_note: "注销后,号码、地址和收货人会被删除,不能恢复。", "Your number, addresses and names are deleted for good.";
    /// A field.
    delete_type: "请输入本账号的完整手机号确认", "Type your full number to confirm";
    /// Deletes it.
    delete_for_good: "确认注销", "Delete for good";
    /// Does nothing.
    cancel: "取消", "Cancel";
    /// After signing out.
    is_signed_out: "已退出登录", "Signed out";
    /// After deleting.
    is_deleted: "账号已注销", "Account deleted";

    /// A section: who gets it.
    recipient: "收货人", "Recipient";
    /// A field.
    name: "姓名", "Name";
    /// A field.
    phone: "电话", "Phone";
    /// A field.
    region: "地区", "Region";
    /// A step of it.
    province: "省", "Province";
    /// A step of it.
    city: "市", "City";
    /// A step of it.
    county: "区县", "County";
    /// A step of it.
    township: "乡镇", "Township";
    /// The list is not on this phone.
    regions_missing: "有网络后再选地区", "Choose the region when there is network";
    /// A field.
    village: "村(可不填)", "Village (optional)";
    /// A field.
    detail: "街道、门牌号", "Street and house";
    /// Beside the addresses of the book.
    another_address: "新地址", "Another address";
    /// Above the field that finds a region.
    region_search: "输入地名或拼音查找", "Find it by name or pinyin";
    /// What was found.
    regions_found: "找到的地区", "Regions found";
    /// Nothing was found.
    region_not_found: "没有找到,请换个写法,或一级一级选", "Nothing found: write it otherwise, or choose step by step";
    /// Without being signed in.
    addresses_why: "登录后可以保存收货地址,下次不用再填。", "Sign in to keep your addresses for the next time.";
    /// An empty book.
    no_addresses: "还没有地址", "No addresses yet";
    /// Before it is known.
    addresses_loading: "正在读取地址…", "Loading your addresses…";
    /// A button.
    add_address: "添加地址", "Add an address";
    /// A button.
    edit_address: "修改", "Change";
    /// A button.
    delete: "删除", "Delete";
    /// Before it is deleted.
    really_delete: "要删除这个地址吗?", "Delete this address?";
    /// A button.
    save: "保存", "Save";
    /// What is offered first.
    default: "默认", "Default";
    /// A button, and a box.
    make_default: "设为默认", "Make it the default";
    /// A field.
    label: "标签,如“家”(可不填)", "Label, such as “home” (optional)";
    /// A refusal.
    book_full: "地址已满 50 个,请先删除不用的", "The book is full: 50 addresses. Delete one that is not needed";
    /// Leads to the book.
    manage_addresses: "管理地址", "Manage addresses";
    /// A field that is wrong.
    wrong_name: "请填写姓名,最多 40 个字", "Type a name, at most 40 characters";
    /// A field that is wrong.
    wrong_phone: "请填写手机号,或带区号的座机号", "Type a mobile number, or a landline with its area code";
    /// A field that is wrong.
    wrong_mobile: "手机号是 11 位数字,如 138 0013 8000", "A mobile number has eleven digits, such as 138 0013 8000";
    /// A field that is wrong.
    wrong_landline: "区号后面应是 7 或 8 位号码,如 0312-5021234", "After the area code come 7 or 8 digits, such as 0312-5021234";
    /// A field that is wrong.
    wrong_abroad: "请填写中国大陆的电话号码", "Type a number of mainland China";
    /// A field that is wrong.
    wrong_number: "电话里只能有数字,请去掉其他文字", "A phone number has digits only. Take out the rest";
    /// A field that is wrong.
    wrong_characters: "里面有不能用的字符,请重新输入", "There is a character in it that cannot be used. Type it again";
    /// A field that is wrong.
    wrong_region: "请选到区县或乡镇", "Choose down to the county or township";
    /// A field that is wrong.
    wrong_detail: "请填写门牌号或怎么找到,最多 120 个字", "Type the house, or how to find it, at most 120 characters";
    /// A field that is wrong.
    wrong_point: "请选择怎么送", "Choose how it is delivered";
    /// A field that is wrong.
    wrong_payment: "请选择付款方式", "Choose how to pay";
    /// A field that is wrong.
    too_long: "太长了", "This is too long";

    /// A section.
    delivery: "配送", "Delivery";
    /// A way.
    to_the_door: "送货上门", "To the door";
    /// A way.
    pick_up: "自提点", "Pick-up point";
    /// Costs nothing.
    free: "免运费", "free";
    /// From an amount on.
    free_from: "满 {} 免运费", "free from {}";
    /// How long.
    days: "{} 天送达", "{} days";
    /// Before a region is chosen.
    choose_region_first: "选好地区后显示运费和时间", "Choose the region to see fees and days";
    /// Without network.
    fee_unknown: "没有网络,运费有网络后才知道", "Offline: the fee is not known yet";
    /// Fees of before.
    fees_as_of: "运费截至 {}", "Fees as of {}";
    /// A refusal.
    no_delivery: "这个地区暂时送不到", "The shop does not deliver there";

    /// A section.
    payment: "付款", "Payment";
    /// A way.
    cash_on_delivery: "货到付款", "Cash on delivery";
    /// A way.
    pay_at_pick_up: "自提时付款", "Pay at the pick-up point";
    /// A way.
    pay_online: "在线支付", "Pay online";
    /// A way.
    phone_credit: "记入下月账单(分期额度)", "With next month's bill (phone credit)";
    /// Why that way is not among them: what of the line is free, and the order comes to more.
    credit_too_little: "分期额度还可用 {},不够付这一单,所以不能记入下月账单。", "{} of your phone credit is free. This order comes to more, so it cannot go with next month's bill.";
    /// Why that way is not among them, when the phone does not know why.
    credit_not_now: "现在不能记入下月账单。原因请看“我的分期”。", "This cannot go with next month's bill now. Look at your credit to see why.";
    /// A way of a newer shop.
    some_payment: "其他方式", "Another way";
    /// A field.
    coupon: "优惠码(可不填)", "Coupon code (optional)";
    /// Applies it.
    apply: "使用", "Apply";
    /// Without network.
    coupon_later: "优惠码有网络后才能核对,金额会再请您确认", "The code is checked when there is network; you will be asked about the amount";
    /// A refusal.
    coupon_not_found: "没有这个优惠码", "There is no such code";
    /// A refusal.
    coupon_too_early: "优惠码还没到使用时间", "This code is not valid yet";
    /// A refusal.
    coupon_expired: "优惠码已过期", "This code has expired";
    /// A refusal.
    coupon_below_minimum: "没有达到优惠码要求的金额", "The goods cost less than this code asks for";
    /// A refusal.
    coupon_used_up: "优惠码已用完", "This code has been used up";
    /// A field that is wrong.
    wrong_coupon: "优惠码里只有字母、数字和横线,请再看一下", "A code has only letters, digits and hyphens. Look again";
    /// A refusal: with the code delivery is not free any more, and the total is higher.
    coupon_raises_total: "用了反而更贵(运费不再免),没有使用,您可以留着下次用", "With this code you would pay more: delivery would no longer be free. It was not used; keep it for another time";
    /// A refusal: the total is the same with the code.
    coupon_nothing_off: "这一单用了也不会更便宜,没有使用,您可以留着下次用", "This code takes nothing off this order. It was not used; keep it for another time";
    /// A refusal of a newer shop.
    coupon_refused: "优惠码不能用", "This code cannot be used";
    /// A field.
    note: "留言(可不填)", "Note (optional)";

    /// A section.
    your_order: "商品明细", "Your order";
    /// A sum.
    goods: "商品", "Goods";
    /// A sum.
    discount: "优惠", "Discount";
    /// A sum.
    delivery_fee: "运费", "Delivery";
    /// Without network.
    estimated: "没有网络:按手机里的价格和运费估算,下单前会再核对", "Offline: reckoned with the prices and fees on this phone, and checked before it is ordered";
    /// While a total cannot be told.
    total_later: "选好地区和配送后显示合计", "The total is shown when region and delivery are chosen";
    /// The button.
    place_order: "提交订单 {}", "Place order {}";
    /// The button, without network.
    save_order: "先存下,有网再提交 {}", "Save, and send later {}";
    /// The button, before the total is known.
    place: "提交订单", "Place order";
    /// The browser did not keep a sign-in.
    sign_in_forgotten: "登录成功了,但浏览器没有记住。请在浏览器设置里允许本站的 Cookie,再登录一次。", "You signed in, but this browser did not keep it. Allow cookies for this site in the browser's settings, then sign in again.";
    /// Before that.
    sign_in_to_order: "登录后才能提交订单,填好的内容会保留。", "Sign in to place the order. What you typed is kept.";

    /// An order's state on this phone.
    state_saved: "已存下,等待提交", "Saved, waiting to be sent";
    /// An order's state on this phone.
    state_sending: "正在提交", "Sending";
    /// An order's state on this phone.
    state_sign_in: "需要您登录", "Needs you: sign in";
    /// An order's state on this phone.
    state_terms: "需要您确认", "Needs you: something changed";
    /// An order's state on this phone.
    state_change: "需要您修改", "Needs you: change something";
    /// Somebody else's order on this phone.
    state_other_owner: "有一份订单在等它的主人", "An order waits for its owner";
    /// What that means.
    explain_other_owner: "这份订单是用别的账号填的。用那个账号登录后,才能看到并提交。", "It was made with another account. Sign in with that account to see it and send it.";
    /// What that means, when somebody is signed in now.
    explain_claim: "填这份订单时没有登录,还没有发给商店。是您的订单吗?", "Nobody was signed in when this order was made, so it has not been sent. Is it yours?";
    /// Says so.
    claim_order: "是我的,提交订单", "It is mine: order it";
    /// What that means.
    explain_saved: "订单在这台手机里,还没有发给商店。有网络就自动提交,也可以修改或撤回。", "The order is on this phone and not sent yet. It is sent by itself when there is network. You can change it or take it back.";
    /// What that means.
    explain_sending: "已经发出,还没收到商店的回复。会自动再问,不会重复下单。", "It was sent, and the shop has not answered yet. The phone asks again by itself; it is never ordered twice.";
    /// What that means.
    explain_sign_in: "登录后自动提交。", "It is sent as soon as you sign in.";
    /// What that means.
    explain_terms: "和您确认时不一样了,请看清楚再决定。还没有下单。", "This is not what you agreed to any more. Nothing is ordered yet: look, then decide.";
    /// What that means.
    explain_gone: "商品不够或已下架,没有下单。请修改后再提交。", "Something is sold out or gone. Nothing is ordered: change the order and send it again.";
    /// What that means.
    explain_change: "商店不能按这个订单送货或收款,没有下单。请修改后再提交。", "The shop cannot take the order like this. Nothing is ordered: change it and send it again.";
    /// What that means.
    explain_no_credit: "分期额度不够付这一单,没有下单。请换一种付款方式,或先还一部分。", "Your phone credit does not cover this order. Nothing is ordered: choose another way to pay, or pay some of it back first.";
    /// More would be reserved and not paid than the shop lets anybody have.
    explain_reserved: "还没付款的订单太多了,这一单没有下。请先取货付款、取消一些,或者少买一点。", "Too much is ordered and not paid yet, so this is not ordered. Collect and pay, cancel an order, or order less.";
    /// Sends it at once.
    send_now: "现在提交", "Send now";
    /// Back to the checkout.
    edit: "修改", "Change";
    /// Takes it back.
    withdraw: "撤回", "Take back";
    /// After that.
    withdrawn: "已撤回,商品放回购物车", "Taken back; the goods are in your cart again";
    /// A difference.
    differs_price: "价格", "price";
    /// A difference.
    differs_stock: "可买数量", "pieces left";
    /// A difference of a newer shop.
    differs: "有变化", "changed";

    /// The way back from the checkout.
    back_to_cart: "返回购物车", "Back to cart";
    /// The page of orders, while there are none.
    no_orders: "您还没有订单", "No orders yet";
    /// What to do then.
    no_orders_detail: "您下的订单会显示在这里。", "What you order will be listed here.";
    /// An order's number.
    number: "单号 {}", "No. {}";
    /// How many things.
    pieces: "{} 件", "Items: {}";
    /// Where an order is.
    placed: "已下单", "Placed";
    /// Where an order is.
    confirmed: "商店已确认", "Confirmed";
    /// Where an order is.
    packed: "已打包", "Packed";
    /// Where an order is.
    sent: "已发货", "Sent";
    /// Where an order is.
    ready: "可以自提", "Ready for pick-up";
    /// Where an order is.
    received: "已收货", "Received";
    /// Where an order is.
    cancelled: "已取消", "Cancelled";
    /// Where an order is.
    return_requested: "申请退货中", "Return requested";
    /// Where an order is.
    returned: "已退货", "Returned";
    /// Where an order is, says a newer shop.
    some_status: "处理中", "In progress";
    /// As of when orders are.
    as_of: "截至 {} 的内容", "As of {}";
    /// Before that.
    sign_in_for_orders: "登录后查看订单", "Sign in to see your orders";
    /// A section.
    timeline: "订单进度", "Progress";
    /// Whether it is paid.
    pay_on_hand_over: "收货时付", "when you get it";
    /// Whether it is paid.
    pay_pending: "待支付", "not paid yet";
    /// Whether it is paid.
    pay_paid: "已付款", "paid";
    /// Whether it is paid.
    pay_failed: "支付没有成功", "the payment failed";
    /// Whether it is paid.
    pay_refund_due: "待退款", "to be paid back";
    /// Whether it is paid.
    pay_refunded: "已退款", "paid back";
    /// Whether it is paid.
    pay_void: "不用付款", "nothing to pay";
    /// To the provider.
    pay_now: "去支付 {}", "Pay {} now";
    /// What to show at the pick-up point.
    pick_up_code: "取货码", "Pick-up code";
    /// What to do with it.
    show_code: "到自提点出示", "Show this at the pick-up point";
    /// For screen readers.
    qr: "取货二维码", "Pick-up code as a QR code";
    /// Puts the goods into the cart.
    buy_again: "再来一单", "Buy again";
    /// After that.
    in_cart_again: "已放进购物车", "In your cart again";
    /// A page.
    receipt: "收据", "Receipt";
    /// Asks for it not to be sent.
    cancel_order: "取消订单", "Cancel order";
    /// Asks to give it back.
    return_order: "申请退货", "Return it";
    /// A field.
    why_cancel: "取消原因(可不填)", "Why do you cancel? (optional)";
    /// A field.
    why_return: "退货原因", "Why do you return it?";
    /// A field that is wrong.
    reason_needed: "请写一下原因,最多 200 个字", "Say why, in at most 200 characters";
    /// A receipt.
    print: "打印", "Print";
    /// A receipt.
    share: "分享", "Share";
    /// After sharing where a phone cannot.
    copied: "已复制", "Copied";

    /// What went wrong.
    offline: "连不上网络,请稍后再试", "No connection. Please try again";
    /// What went wrong.
    server_trouble: "商店暂时出了点问题,请稍后再试", "The shop has a problem. Please try again shortly";
    /// What went wrong.
    invalid: "有内容不对,请检查后再试", "Something is not right. Please check what you typed";
    /// What went wrong, in the shop's words.
    invalid_said: "商店没有接受:{}", "The shop did not accept this: {}";
    /// What went wrong.
    not_possible_now: "订单现在不能这样处理", "This is not possible for the order now";
    /// What went wrong.
    order_not_found: "没有这个订单", "There is no such order";
    /// What went wrong.
    not_kept: "这台手机存不下订单,请在有网络时下单。购物车还在。", "This phone cannot keep orders. Order while there is network; your cart is safe.";
    /// What went wrong.
    outbox_full: "等待提交的订单太多了,请先处理它们", "Too many orders are waiting. Deal with those first";
    /// What went wrong.
    nothing_selected: "请先在购物车里选择商品", "Select something in your cart first";
}
