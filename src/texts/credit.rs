//! The sentences of phone credit: a table of its own, so that they come with that piece. Plain words: whoever reads them may
//! borrow for the first time.

use fairday_contract::Locale;
use fairday_credit::Date;

/// A sentence with its `{}` filled in, one after the other.
pub fn say(sentence: &str, values: &[&str]) -> String {
    let mut parts = sentence.split("{}");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for (n, part) in parts.enumerate() {
        text += values.get(n).copied().unwrap_or_default();
        text += part;
    }
    text
}

/// A day as people read it.
pub fn day(texts: &Texts, date: Date) -> String {
    let month = texts.month_names.split(' ').nth(usize::from(date.month()) - 1).unwrap_or_default();
    let (year, day) = (date.year().to_string(), date.day().to_string());
    texts.date.replace("YEAR", &year).replace("MONTH", month).replace("DAY", &day)
}

texts! {
    /// A day.
    date: "YEAR年MONTHDAY日", "DAY MONTH YEAR";
    /// The months.
    month_names: "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月", "January February March April May June July August September October November December";

    /// Above the choice.
    by_the_month: "分期购机:按月付,今天不用付钱", "By the month: nothing to pay today";
    /// A choice.
    variant: "款式", "Version";
    /// A choice.
    plan: "套餐", "Plan";
    /// One of them.
    no_plan: "不要套餐,只分期买手机", "No plan, the handset alone";
    /// What a plan costs and for how long it binds.
    plan_cost: "每月 {},签 {} 个月", "{} a month, for {} months";
    /// What is in it.
    minutes: "每月通话 {} 分钟", "{} minutes of calls";
    /// What is in it.
    data: "流量 {}", "{} of data";
    /// What is in it.
    messages: "短信 {} 条", "{} messages";
    /// What the operator adds.
    subsidy: "运营商替您付手机款 {}", "The operator pays {} of the handset";
    /// A choice.
    months: "分几个月付", "Over how many months";
    /// One of them.
    n_months: "{} 个月", "{} months";
    /// A choice.
    number: "手机号", "Phone number";
    /// One of them.
    keep_number: "保留我现在的号码", "Keep my number";
    /// One of them.
    new_number: "办一个新号码", "Get a new number";
    /// What is paid at the hand-over.
    deposit: "首付", "Deposit";
    /// Takes it away.
    no_deposit: "不付首付", "Without a deposit";
    /// A choice that gives no sheet.
    no_sheet: "这样选不能分期:要么套餐已经付清手机,要么每月不到一分钱。请换一个选择。", "This cannot be paid by the month: nothing is left to lend. Choose something else.";
    /// A variant that is sold out.
    sold_out: "缺货", "sold out";
    /// As of when terms are.
    terms_as_of: "没有网络。条件截至 {},签之前会再核对。", "Offline. Terms as of {}; they are checked before you sign.";
    /// The terms are not on this phone.
    terms_missing: "这台手机还没有分期的条件,有网络后再看。", "The terms are not on this phone yet. Look again when there is network.";
    /// A shop without credit.
    closed: "这家店不办分期", "This shop sells nothing by the month";
    /// A product that is not sold so.
    not_by_the_month: "这件商品不办分期", "This is not sold by the month";
    /// To the product.
    to_product: "回到商品", "Back to the product";

    /// The sheet's heading.
    is_loan: "这是一笔借款", "This is a loan";
    /// From whom, how much, for how long.
    loan: "{} 借给您 {} 买手机,您分 {} 个月还清。", "{} lends you {} for the handset. You pay it back over {} months.";
    /// From whom and how much, for other goods.
    loan_for_goods: "{} 借给您 {} 买这些商品,随下个月的账单一次还清。", "{} lends you {} for these goods. You pay it back at once, with next month's bill.";
    /// A row.
    today: "今天付", "Paid today";
    /// A row.
    each_month: "每月付", "Each month";
    /// A row.
    last_month: "最后一个月付", "The last month";
    /// What a month is for.
    split: "手机 {} + 套餐 {}", "handset {} + plan {}";
    /// A row.
    first_due: "第一次付", "First due";
    /// A row.
    last_due: "最后一次付", "Last due";
    /// A row.
    in_all: "一共付", "Paid in all";
    /// A row.
    for_cash: "现在一次付清是", "For cash it would be";
    /// What cash is with a plan.
    cash_with_plan: "手机 {},同样的套餐单独办 {}", "handset {}, and the same plan by itself {}";
    /// A row.
    difference: "差多少", "The difference";
    /// It costs more.
    more: "比现金多付 {}", "{} more than cash";
    /// It costs less.
    less: "比现金少付 {},由运营商补贴", "{} less than cash, paid by the operator";
    /// It costs the same.
    same: "和现金一样,不多付", "the same as cash";
    /// A row.
    rate: "年利率", "Annual rate";
    /// How it is worked out.
    rate_method: "实际年化利率,已算进全部费用。算法:欧盟指令 2008/48/EC 附件一(与中国人民银行公告〔2021〕第 3 号的复利算法相同)。", "Effective annual percentage rate, all fees included; method: Directive 2008/48/EC, Annex I (the compound rate of People's Bank of China Announcement 2021 No. 3).";
    /// Opens the list.
    every_month: "看每个月付多少、哪天付", "Every month and its due date";
    /// Its caption.
    months_caption: "每个月要付的钱", "What is due each month";
    /// A column.
    no: "期", "No.";
    /// A column.
    due: "最晚付款日", "Due by";
    /// A column.
    handset: "手机", "Phone";
    /// A column.
    sum: "合计", "Sum";
    /// A section.
    if_late: "晚付了会怎样", "If you pay late";
    /// Days that cost nothing.
    grace: "晚 {} 天以内不收钱。", "Up to {} days late cost nothing.";
    /// What a day costs.
    late_share: "之后每天收欠款的 {}%。比如欠 {},晚 {} 天收 {}。", "After that, {}% of what is overdue for each day: {} overdue for {} days costs {}.";
    /// What a day costs.
    late_fixed: "之后每天收 {}。比如欠 {},晚 {} 天收 {}。", "After that, {} for each day: {} overdue for {} days costs {}.";
    /// The limit.
    late_cap: "利率和滞纳金加起来,一年不超过 {}%。", "Rate and late fee together are never above {}% a year.";
    /// Nothing is charged.
    late_nothing: "晚付不收钱,但要还清。", "Being late costs nothing, but it stays owed.";
    /// What to do.
    late_help: "有困难请早点告诉我们,可以申请缓一缓。", "In hard times tell us early: you can ask for patience.";
    /// A section.
    end_early: "想提前结束", "Ending early";
    /// Paying off.
    early_free: "随时可以还清手机,不收手续费,以后的费用也不再收。套餐可以继续用。", "You can pay off the handset at any time without a fee; later fees fall away. The plan can go on.";
    /// Without a plan.
    early_free_alone: "随时可以还清,不收手续费,以后的费用也不再收。", "You can pay it off at any time without a fee; later fees fall away.";
    /// Leaving the plan.
    exit: "提前退套餐,运营商另外收违约金。", "For leaving the plan early the operator asks a fee.";
    /// Leaving the plan.
    exit_nothing: "提前退套餐不收钱。", "Leaving the plan early costs nothing.";
    /// Giving it back.
    give_back_share: "手机完好退回,可抵剩下手机款的 {}%。", "A phone given back in working order pays {}% of what is left for it.";
    /// Opens the list.
    every_end: "看哪个月结束要付多少", "What ending costs in any month";
    /// Its caption.
    ends_caption: "提前结束还要付多少", "What it takes to end early";
    /// A column.
    paid_months: "已付几个月", "Months paid";
    /// A column.
    settle: "还清手机", "Pay off the phone";
    /// A column, for other goods.
    settle_goods: "还清", "Pay it off";
    /// A column.
    settle_and_leave: "还清并退套餐", "Pay off and leave the plan";
    /// A column.
    give_back: "退回手机和套餐", "Give both back";
    /// A column.
    give_back_alone: "退回手机", "Give the phone back";
    /// A section.
    after_term: "到期以后", "After the term";
    /// What happens.
    ends_by_itself: "套餐到期自动结束,不再收钱。手机是您的。", "The plan ends by itself and costs nothing more. The handset is yours.";
    /// What happens.
    goes_on: "套餐每月 {},随时可以停。手机是您的。", "The plan goes on at {} a month, and you can stop at any time. The handset is yours.";
    /// Without a plan.
    is_yours: "付完最后一个月,什么都不欠了。", "After the last month nothing is owed any more.";
    /// A section.
    guarantor: "谁担保", "Who stands in";
    /// Who.
    guaranteed_by: "{} 替您担保,不另外收钱。您还的钱仍然还给出借人。", "{} stands in for you and asks nothing for it. You still owe the money to the lender.";
    /// A section.
    cooling_off: "可以反悔", "You can withdraw";
    /// How long.
    cooling_off_days: "收到手机后 {} 天内可以退,已付的钱全部退还。", "Within {} days after the hand-over: the phone goes back, and so does all you paid.";
    /// When it is handed over.
    hand_over: "最晚 {} 交到您手上;如果更晚,付款日也跟着往后,不会更贵。", "It is handed over by {} at the latest; if it is later, the due dates move too, and nothing becomes dearer.";

    /// A section.
    compare: "和一次付清比一比", "Compared with paying at once";
    /// Its caption.
    compare_caption: "分期和一次付清", "By the month, and at once";
    /// A column.
    credit: "分期", "By the month";
    /// A column.
    outright: "一次付清", "At once";
    /// A row.
    plan_months: "套餐 {} 个月", "Plan, {} months";
    /// A row.
    together: "总共", "In all";
    /// A row.
    bound: "约束", "Bound";
    /// The loan.
    bound_until: "到 {}", "until {}";
    /// Cash.
    not_bound: "没有", "not at all";
    /// Honest both ways.
    outright_better: "现在付得起、又不需要这个套餐,一次付清最简单:{},之后什么都不欠。", "If you can pay now and do not need the plan, paying at once is simplest: {}, and nothing is owed afterwards.";
    /// Honest both ways.
    credit_better: "手头要留钱、又本来就要用这样的套餐,分期也许更合适,但每个月都要付。", "If you want to keep your cash and would have such a plan anyway, by the month may suit you better; but something is due every month.";
    /// Honest both ways, without a plan.
    credit_better_alone: "手头要留钱,分期也许更合适,但每个月都要付。", "If you want to keep your cash, by the month may suit you better; but something is due every month.";

    /// A section.
    check: "先问问能不能办", "Ask first whether you can";
    /// What is asked.
    check_note: "只问年龄,问过不留记录,也不算申请。", "Only your age is asked. Nothing is kept of it, and it is no application.";
    /// A field.
    age: "您的年龄(周岁)", "Your age in years";
    /// The button.
    ask: "问一问", "Ask";
    /// Without network.
    check_offline: "这一步要有网络。选好的都在手机里。", "This step needs network. What you chose is kept on the phone.";
    /// An answer.
    approved: "可以办。您还没有签任何东西。", "Yes. You have not signed anything yet.";
    /// An answer.
    referred: "我们要核对一下,现在还不算同意。可以先申请,以后在“我的分期”里看结果。", "We are checking: somebody has to look at it first, and this is not a yes yet. You can apply, and later look under “My credit” for the answer.";
    /// An answer.
    declined: "这次不能办", "Not this time";
    /// A reason.
    too_young: "年龄还没到可以借款的岁数。", "You are not old enough to borrow yet.";
    /// A reason.
    too_old: "年龄超过了担保方能接受的岁数。可以请家人来办。", "You are above the age this guarantor accepts. Somebody of your family may apply.";
    /// A reason.
    overdue: "有一笔钱已经过期没付。先付上,再来办。", "Something is overdue. Pay it first, then come back.";
    /// A reason.
    too_many: "正在还的分期已经够多了。还清一笔再来办。", "You have enough agreements running. Finish one, then come back.";
    /// A reason, with the amount that is free.
    asked_too_much: "要借的超过现在能借的。现在能借 {}。", "This is more than can be lent now, which is {}.";
    /// A reason.
    asked_too_much_bare: "要借的超过现在能借的。", "This is more than can be lent now.";
    /// A reason.
    line_used_up: "能借的已经借完了。先还一部分,再来办。", "All that can be lent is lent. Pay some of it back first.";
    /// A reason.
    not_known: "我们对您还不够了解。先在店里买东西、收货,过些时候再来办。", "The shop does not know you well enough yet. Order, receive it, and come back later.";
    /// A reason.
    refused: "有订单送到了没有收。下次收了货再来办。", "Orders were refused at the door. Receive the next ones, then come back.";
    /// A reason of a newer shop.
    some_reason: "担保方这次没有同意。", "The guarantor does not agree this time.";
    /// What else there is.
    instead: "您还可以这样", "What you can do instead";
    /// One of them.
    with_deposit: "付首付 {},其余按月付", "Pay a deposit of {}, the rest by the month";
    /// One of them.
    with_plan: "换成“{}”", "Take “{}”";
    /// One of them.
    cheaper: "换便宜一点的:", "Something cheaper:";
    /// One of them.
    buy_outright: "一次付清 {},也可以货到付款", "Buy it at once for {}, also cash on delivery";
    /// To what is owed.
    to_credit: "看我的分期", "See what I owe";

    /// Goes on.
    apply: "申请", "Apply";
    /// Goes on later.
    apply_later: "存下,有网络再办", "Keep it, and go on with network";
    /// What is kept.
    is_kept: "您选的存在这台手机里,还没有发出去,也没有签。有网络后在这里接着办。", "What you chose is kept on this phone. Nothing is sent or signed. Go on here when there is network.";
    /// What was sent and not answered.
    is_sent: "申请已经发出去了,还没收到答复,也没有签。有网络后会去问。", "Your application was sent. No answer has come yet, and nothing is signed. It is asked for when there is network.";
    /// Where it is.
    begun: "没有办完的申请", "Begun, not finished";
    /// To it.
    go_on: "接着办", "Go on";
    /// Away with it.
    drop: "不办了", "Drop it";
    /// The page of who applies.
    application: "填写申请", "Your application";
    /// Before that.
    sign_in_first: "申请要先登录。选好的会留着。", "Sign in to apply. What you chose is kept.";
    /// A field.
    name: "姓名(和身份证上一样)", "Name, as in your resident ID";
    /// A field.
    resident_id: "身份证号", "Resident ID number";
    /// What becomes of it.
    id_note: "只发给商店一次,加密保存;这台手机上不留。", "Sent to the shop once and kept there encrypted. Nothing of it stays on this phone.";
    /// Sends it.
    send: "发送,看协议单", "Send, and read the terms";
    /// Back to the choice.
    other_choice: "改选择", "Change the choice";
    /// A field that is wrong.
    wrong_age: "请填 1 到 120 的周岁", "Type your age in years";
    /// A field that is wrong.
    wrong_name: "请填和身份证上一样的姓名", "Type your name as in your resident ID";
    /// A field that is wrong.
    wrong_format: "身份证号是 17 位数字加 1 位数字或 X", "A resident ID has 17 digits and then a digit or X";
    /// A field that is wrong.
    wrong_region: "身份证号开头不对,请再看一下", "The first digits are not right. Look again";
    /// A field that is wrong.
    wrong_birth: "身份证号里的生日不对,请再看一下", "The birth date in it is not right. Look again";
    /// A field that is wrong.
    wrong_check: "身份证号有一位写错了,请再看一下", "One of the digits is wrong. Look again";
    /// A field that is wrong.
    wrong_under_age: "满 18 周岁才能借款", "You have to be 18 to borrow";
    /// A refusal.
    other_person: "这个身份证号在别的账号,或这个账号是别人的。请到柜台处理。", "This resident ID belongs to another account, or this account to another person. Ask at the counter.";
    /// No answer came.
    no_answer: "没有收到答复,请再试一次。同样的内容不会算两次。", "No answer came. Please try again; the same is never counted twice.";
    /// The shop, or the guarantor, cannot answer.
    away: "担保方或商店现在没法答复,请过一会儿再试。您填的都还在,同样的内容不会算两次。", "The guarantor or the shop cannot answer just now. Please try again in a while. What you typed is still here, and the same is never counted twice.";
    /// A refusal.
    id_used: "这份申请已经发过。请重新申请。", "This application was sent before. Please apply again.";

    /// The page of the offered terms.
    read_first: "看清楚再签", "Read it, then sign";
    /// Until when.
    sign_until: "最晚 {} 当天可以签,不签就作废,不用付钱。", "You can sign until {}, that day included. If you do not, it lapses and costs nothing.";
    /// Opens the text.
    full_text: "协议全文", "The whole text of the agreement";
    /// While it is on its way.
    text_comes: "正在取协议全文…", "Fetching the text…";
    /// It is not on this phone.
    text_missing: "全文还没存到这台手机,有网络时再打开。", "The text is not on this phone yet. Open it when there is network.";
    /// Who gets it.
    recipient: "谁来收", "Who gets it";
    /// The box.
    consent: "我看过上面的条件和协议全文,知道这是借款,要按月还。", "I have read the terms above and the agreement's text. I know that this is a loan to be paid back every month.";
    /// A box that is not ticked.
    wrong_consent: "看过以后请打勾", "Tick the box when you have read it";
    /// Asks for a code.
    send_code: "获取签字验证码", "Send the code to sign";
    /// After that.
    code_sent: "验证码已发到您的手机,只能签上面的条件。", "A code was sent to your phone. It signs these terms and no others.";
    /// Signs.
    sign: "签字并下单", "Sign and order";
    /// The terms changed.
    changed: "条件变了,还没有签", "The terms have changed. Nothing is signed";
    /// What to do.
    changed_note: "下面是不一样的地方。要办的话请重新申请,看新的协议单。", "This is what differs. To go on, apply again and read the new terms.";
    /// Asks again.
    ask_again: "重新申请", "Apply again";
    /// A line that differs, of which nothing else is said.
    other_terms: "其他条件", "Other terms";
    /// A line that was not there.
    nothing: "没有", "none";
    /// The offer is over.
    lapsed: "这份协议已作废,没有签,不用付钱。", "This offer has lapsed. Nothing was signed and nothing is owed.";

    /// The page of all agreements.
    my_credit: "我的分期", "My credit";
    /// Without any.
    none: "您没有分期", "You have no credit";
    /// What to do then.
    none_detail: "签过的分期会显示在这里,没有网络也能看。", "What you sign will be listed here, and can be read without network.";
    /// Before that.
    sign_in_to_see: "登录后查看您的分期。", "Sign in to see your credit.";
    /// What can be borrowed.
    line: "最多可欠 {},还可用 {}", "You may owe up to {}; {} of it is free";
    /// As of when.
    as_of: "截至 {} 的内容", "As of {}";
    /// A section.
    reminders: "还款提醒", "Reminders";
    /// When there is one.
    reminders_when: "选了才会提醒:{}。随时可以关掉。", "Only if you choose it: {}. You can stop it at any time.";
    /// Between those.
    reminders_and: "、", ", ";
    /// One of them.
    days_before: "还款日前 {} 天", "{} days before something is due";
    /// One of them.
    a_day_before: "还款日前一天", "the day before something is due";
    /// One of them.
    on_the_day: "还款当天", "on the day";
    /// One of them.
    a_day_after: "过了还款日还没付的第二天", "the day after if it is not paid";
    /// A way.
    by_sms: "发短信到我的手机号", "By SMS to my phone number";
    /// A way.
    by_push: "在这部手机上弹出通知", "By notification on this phone";
    /// Where that is not to be had.
    push_impossible: "这部手机的浏览器不能收通知。把赶集装到桌面,也许就可以。", "The browser of this phone cannot get notifications. It may once the shop is installed.";
    /// They ended without the shopper; there are messages all the same.
    push_lost_sms: "这部手机的通知失效了,之后用短信提醒您。还想收通知,请再选一次。", "Notifications on this phone have ended. You get messages instead. To have notifications again, choose them once more.";
    /// They ended without the shopper.
    push_lost: "这部手机的通知失效了。请再选一次通知,或改用短信提醒。", "Notifications on this phone have ended. Choose them once more, or choose messages instead.";
    /// The browser may not.
    push_denied: "浏览器没有允许通知。要收通知:在浏览器的网站设置里,把这个网站的“通知”改成允许,再回来选。", "The browser does not allow notifications. To get them, allow “Notifications” for this site in the browser's site settings, then choose again.";
    /// The browser could not.
    push_failed: "现在开不了通知。请过一会儿再试。", "Notifications could not be turned on. Please try again later.";
    /// No more phones.
    push_too_many: "已经有 5 部手机收通知。请先在“我的账户”里退出一部不用的。", "Five phones get notifications already. Sign one out that you do not use, in your account.";
    /// Phones beside this one.
    other_phones: "另外收通知的手机:{} 部。", "Other phones that get notifications: {}.";
    /// Nothing can be changed.
    reminders_offline: "没有网络,现在不能改提醒。", "No network: reminders cannot be changed now.";
    /// A number.
    agreement_no: "协议号 {}", "Agreement no. {}";
    /// A state.
    offered: "等您看完再签", "Waiting for you to read and sign";
    /// A state.
    signed: "已签,商店在核对,还不算同意", "Signed; the shop is checking it. Not a yes yet";
    /// A state.
    agreed: "已同意", "Agreed";
    /// A state: not sent yet.
    preparing: "已同意,商店在备货", "Agreed; the shop is getting it ready";
    /// A state: with the carrier.
    on_its_way: "已同意,手机在路上", "Agreed; your phone is on its way";
    /// A state, of other goods: with the carrier.
    goods_on_their_way: "已同意,商品在路上", "Agreed; the goods are on their way";
    /// A state: at the pick-up point.
    to_pick_up: "已同意,可以去取了", "Agreed; it can be picked up";
    /// A state: the loan has begun.
    handed_over: "已收货,开始分期", "Handed over; the loan has begun";
    /// A state.
    active: "正在还", "Running";
    /// A state.
    late: "有钱过期没付", "Something is overdue";
    /// A state.
    cancelled: "已反悔,结束了", "Withdrawn; it has ended";
    /// A state.
    settled_early: "提前还清了", "Paid off early";
    /// A state.
    settled: "还清了", "Paid off";
    /// A state.
    returned: "手机已退回,结束了", "The phone was given back; it has ended";
    /// A state, of other goods.
    goods_returned: "商品已退回,结束了", "The goods were given back; it has ended";
    /// A state.
    written_off: "商店不再追讨,结束了", "The shop gave up the rest; it has ended";
    /// A state.
    is_lapsed: "作废了,没有签", "Lapsed, never signed";
    /// A state: its order was cancelled before the hand-over.
    no_loan: "没有办成,什么都不欠", "Did not go ahead; nothing is owed";
    /// A state of a newer shop.
    some_state: "处理中", "In progress";

    /// What is due next.
    next_due: "下一次付", "Next due";
    /// It.
    next_due_on: "{},最晚 {}", "{} by {}";
    /// What is overdue.
    was_due_on: "{},原定最晚 {} 当天付", "{}, was due by {}";
    /// What is overdue.
    owed_now: "现在要付", "To pay now";
    /// Of it.
    with_late_fees: "其中滞纳金 {}", "late fees of {} among it";
    /// Nothing is due.
    nothing_due: "现在没有要付的", "Nothing is due now";
    /// The picture.
    paid_of: "已付 {},还剩 {}", "{} paid, {} left";
    /// What the shop owes.
    owed_back: "商店要退您 {}", "The shop owes you {}";
    /// To the order.
    order: "看订单", "See the order";
    /// A section.
    calendar: "付款日", "Due dates";
    /// Saves it.
    to_calendar: "存到手机日历", "Add to the phone's calendar";
    /// An entry of the calendar.
    calendar_entry: "付分期 {}", "Pay {} for the phone";
    /// An entry of the calendar, for other goods.
    goods_entry: "付商品的账单 {}", "Pay {} for the goods";
    /// A column.
    standing: "情况", "Standing";
    /// An instalment.
    is_paid: "已付", "paid";
    /// An instalment.
    partly: "还差 {}", "{} missing";
    /// An instalment.
    is_overdue: "过期,还差 {}", "overdue, {} missing";
    /// An instalment.
    to_come: "还没到", "to come";
    /// A section.
    pay: "付钱", "Pay";
    /// A way.
    pay_due: "付到期的 {}", "What is due: {}";
    /// A way.
    pay_next: "付下一期 {}", "The next instalment: {}";
    /// A way.
    pay_any: "付一个数目", "Another amount";
    /// A way.
    pay_all: "还清手机 {},套餐继续", "Pay off the handset, {}; the plan goes on";
    /// A way, without a plan.
    pay_all_alone: "全部还清 {}", "Pay everything off: {}";
    /// A way.
    pay_all_and_leave: "还清并退套餐 {}", "Pay off and leave the plan: {}";
    /// A field.
    amount: "金额(元)", "Amount";
    /// A field that is wrong.
    wrong_amount: "请填要付的金额,比如 50 或 50.5", "Type an amount, such as 50 or 50.5";
    /// How.
    online: "网上付", "Online";
    /// How.
    counter: "到柜台付", "At the counter";
    /// Without the first of these ways.
    counter_only: "到柜台付", "Paid at the counter";
    /// When one was tried online all the same.
    no_online: "这家店不能网上付,请到柜台付。还没有付。", "This shop takes no payments online: pay at the counter. Nothing was paid.";
    /// The button.
    begin_payment: "付 {}", "Pay {}";
    /// The button, before an amount is typed.
    begin_payment_bare: "付款", "Pay";
    /// A payment on its way.
    payment_waits: "等待收款 {}", "Waiting for {}";
    /// At the counter.
    say_number: "到柜台报付款号", "Say this number at the counter";
    /// Online.
    to_provider: "去付款页", "Go to the payment page";
    /// What holds then.
    booked_when_there: "钱到了才入账,入账后这里会更新。", "It counts when the money is there; this page then says so.";
    /// Asks again.
    payment_look: "看看到账没有", "Has it arrived?";
    /// It has come in.
    payment_booked: "{} 已入账", "{} was received";
    /// It has come in, and the amount for settling was another one by then.
    payment_counted: "{} 已入账,但还清要的数目已经变了,算作普通还款。", "{} was received, but settling takes another amount by now: it counts as an ordinary payment.";
    /// It has not.
    payment_failed: "这笔没有付成,可以再付一次。", "This payment failed. You can pay again.";
    /// Not heard of.
    payment_unknown: "还没收到商店的回复,会用同一个付款号再问,不会付两次。", "The shop has not answered yet. The same payment is asked for again; it is never paid twice.";
    /// Gives it up.
    other_payment: "换一种付法", "Pay another way";
    /// A section.
    receipts: "记录", "Receipts";
    /// A record.
    e_captured: "手机交给您", "The phone was handed over";
    /// A record, of other goods.
    e_goods_captured: "商品交给您", "The goods were handed over";
    /// A record.
    e_billed: "到期应付", "Came to be due";
    /// A record.
    e_repaid: "您付了", "You paid";
    /// A record.
    e_late_fee: "滞纳金", "Late fee";
    /// A record: the payment counts from an earlier day.
    e_late_fee_reversed: "退回滞纳金(您当时已付款)", "Late fee taken back (you had paid)";
    /// A record.
    e_waived: "商店免了", "The shop waived";
    /// A record.
    e_written_off: "商店不再追讨", "The shop gave up the rest";
    /// A record.
    e_settled_early: "提前还清", "Paid off early";
    /// A record.
    e_returned: "退回手机", "The phone came back";
    /// A record, of other goods.
    e_goods_returned: "商品退回", "The goods came back";
    /// A record.
    e_cancelled: "反悔结束", "Withdrawn";
    /// A record.
    e_refunded: "退给您", "Paid back to you";
    /// A record of a newer shop.
    e_other: "其他", "Something else";
    /// A section.
    withdraw: "反悔,不要了", "Withdraw";
    /// How.
    withdraw_note: "最晚 {} 当天可以反悔。手机完好退回柜台,已付的钱全部退还,这笔借款就结束了。", "You can withdraw until {}, that day included. The phone goes back to the counter, all you paid comes back, and the loan ends.";
    /// Really?
    withdraw_really: "确定反悔,结束这笔借款?", "Withdraw, and end this loan?";
    /// Yes.
    withdraw_yes: "确定反悔", "Yes, withdraw";
    /// No.
    keep: "不,保留", "No, keep it";
    /// Before the hand-over.
    cancel_order: "手机还没交到您手上:取消订单就可以,不用付钱。", "The phone is not handed over yet: cancel the order, and nothing is owed.";
    /// Before the hand-over of other goods.
    cancel_goods: "商品还没交到您手上:取消订单就可以,不用付钱。", "The goods are not handed over yet: cancel the order, and nothing is owed.";
    /// A section.
    hardship: "付不上了", "When you cannot pay";
    /// What it is.
    hardship_note: "告诉我们发生了什么。同意后不再收滞纳金,我们一起想办法。", "Tell us what has happened. If the shop agrees, no more late fees are charged, and we look for a way.";
    /// Opens the field.
    hardship_ask: "告诉商店", "Tell the shop";
    /// A field.
    hardship_reason: "发生了什么", "What has happened";
    /// A field that is wrong.
    wrong_reason: "请写一下,最多 400 个字", "Say what, in at most 400 characters";
    /// Sends it.
    hardship_send: "发给商店", "Send it to the shop";
    /// What came of it.
    hardship_asked: "已经告诉商店,等答复。", "The shop knows, and has not answered yet.";
    /// What came of it.
    hardship_accepted: "商店同意了:不再收滞纳金。", "The shop agrees: no more late fees are charged.";
    /// What came of it.
    hardship_declined: "商店这次没有同意。", "The shop does not agree this time.";
    /// A section.
    give_phone_back: "退回手机结束", "Give the phone back";
    /// How.
    give_back_how: "带上手机和证件到柜台。手机完好的话,再付 {} 就全部结束,套餐也停。", "Bring the phone and your ID to the counter. In working order, it takes {} more, and everything ends, the plan too.";
    /// How.
    give_back_how_free: "带上手机和证件到柜台。手机完好的话,不用再付钱就全部结束,套餐也停。", "Bring the phone and your ID to the counter. In working order, nothing more is to be paid, and everything ends, the plan too.";
    /// How, without a plan.
    give_back_alone_how: "带上手机和证件到柜台。手机完好的话,再付 {} 就全部结束。", "Bring the phone and your ID to the counter. In working order, it takes {} more, and everything ends.";
    /// How, without a plan.
    give_back_alone_how_free: "带上手机和证件到柜台。手机完好的话,不用再付钱就全部结束。", "Bring the phone and your ID to the counter. In working order, nothing more is to be paid, and everything ends.";
    /// The terms.
    signed_sheet: "签过的协议单", "The terms you signed";
    /// The terms of other goods, which are agreed to with their order.
    agreed_sheet: "下单时同意的条件", "The terms you agreed to with the order";
    /// When.
    signed_on: "签于 {}", "Signed {}";
    /// When, for other goods.
    agreed_on: "下单时同意:{}", "Agreed to with the order, {}";
    /// Passes it on.
    share: "分享协议单", "Share the terms";
    /// After sharing where a phone cannot.
    copied: "已复制", "Copied";
    /// A sheet that this app cannot read.
    other_form: "这份协议单请到柜台看", "Ask for these terms at the counter";
    /// What stands for the same bytes.
    digest: "校验码 {}", "Digest {}";
    /// The agreement's page, of one that is not the shopper's.
    unknown: "没有这份协议", "There is no such agreement";
    /// A refusal.
    not_as_it_is: "这份协议现在不能这样办,请看它现在的情况。", "This cannot be done with the agreement as it is now. Look at how it stands.";
    /// A refusal.
    amount_differs: "要付的数目变了,还没有付。请看现在的数目。", "What is owed has changed; nothing was paid. Look at the amounts now.";
}
