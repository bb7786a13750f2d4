// SPDX-License-Identifier: MIT
// English.

export const common = {
  "language.name": "English",
  "language.choose": "Language",

  "title.plain": "Hippodrome",

  "line.connecting": "Connecting…",
  "line.connected": "Connected",
  "line.reconnecting": "Reconnecting…",
  "line.offline": "Offline",
  "line.degraded": "Service degraded",
};

export const market = {
  "market.win": "Win",
  "market.place": "Place",
  "market.top3": "In the first three",
  "market.exacta": "Exacta",
  "market.quinella": "Quinella",
  "market.couple_place": "Pair placed",
  "market.trifecta": "Trifecta",
  "market.trio": "Trio in any order",
  "market.duel": "Head to head",
  "market.odd_even": "Winner even or odd",
  "selection.duel": "{first} ahead of {second}",
  "selection.even": "Even",
  "selection.odd": "Odd",
};

export const screen = {
  "console.connected": "WebSocket connected: {url}",
  "console.message": "{event} · race {round}",
  "console.lost": "WebSocket lost, connecting again",

  "title.countdown": "{seconds} s · Race {round} · Hippodrome",
  "title.closed": "Betting closed · {seconds} s · Race {round} · Hippodrome",
  "title.racing": "They’re off · Race {round} · Hippodrome",
  "title.result": "No. {number} {name} wins · Race {round} · Hippodrome",

  "brand.tagline": "Virtual racing · day and night",
  "round.label": "Race no.",
  "clock.label": "Time in Haiti",

  "alert.degraded": "Service degraded: betting is suspended. The game will go on by itself.",
  "alert.offline": "This screen is offline. Tickets already printed remain valid.",
  "alert.reconnecting": "Connection lost: this screen reconnects by itself.",
  "alert.pausing": "A pause was asked for: this race runs to its end, the next one will wait.",

  "countdown.label": "Off in",
  "countdown.unit": "seconds",
  "countdown.open": "Betting is open",
  "countdown.soon": "Betting is open",
  "countdown.last": "Last bets",
  "countdown.closed": "Betting closed",
  "countdown.suspended": "Betting suspended",
  "countdown.atGate": "Going into the stalls",
  "countdown.closesIn": "Betting closes in {seconds} s",
  "countdown.imminent": "About to start",
  "countdown.late": "Start delayed…",

  "card.heading": "Runners",
  "card.odds": "Odds",
  "card.chance": "{chance} chance",
  "card.number": "Number {number}",

  "race.heading": "The race, live",
  "race.ready": "Under starter’s orders",
  "race.waiting": "Waiting for the picture…",
  "race.order": "Running order",
  "race.toGo": "{metres} m to go",
  "race.arrived": "Finish",
  "race.finishLine": "FINISH",
  "race.start": "START",
  "race.behind": "+{metres} m",
  "race.canvas": "Film of race {round}",
  "race.photo": "Photo finish",

  "result.heading": "Official result",
  "result.winner": "Winner",
  "result.place": "#{place}",
  "result.time": "{seconds} s",
  "result.next": "Next race in a moment",
  "result.secret": "Secret revealed",
  "result.verified": "Matches the commitment",
  "result.mismatch": "Does not match the commitment",

  "notice.connecting": "Connecting to the live stream…",
  "notice.connecting.text": "The screen connects by itself, there is nothing to do.",
  "notice.waiting": "Waiting for the next race",
  "notice.waiting.text": "It will show here as soon as it opens.",
  "notice.paused": "Game paused",
  "notice.paused.text": "Racing will resume soon. Winning tickets can still be paid.",
  "notice.void": "Race void",
  "notice.void.text": "All tickets of race {round} are refunded at the counter.",
  "notice.reason": "Reason: {reason}",

  "void.beacon_missing": "public draw not available",
  "void.card_error": "error on the race card",
  "void.data_loss": "proven loss of data",
  "void.regulator": "decision of the authority",
  "void.technical": "technical incident",

  "winners.heading": "Last winners",
  "winners.none": "The winners of the next races will show here.",

  "proof.heading": "Commitment",
  "proof.show": "Show and copy the full commitment",
  "proof.copied": "Copied",
  "proof.short": "Sealed before the race",
  "proof.text":
    "This is the commitment published before the race: the fingerprint of a secret already drawn, which nobody can change any more. The secret is revealed at the finish, and anyone can then recompute the result.",

  "help.rules": "Rules · Check a ticket",
  "help.fullscreen": "Full screen: F or double click",
  "help.enterFullscreen": "Full screen",

  "live.open": "Race {round}: betting is open.",
  "live.closed": "Betting is closed.",
  "live.racing": "Race {round} is off.",
  "live.result": "Number {number}, {name}, wins race {round} at odds of {odds}.",
  "live.void": "Race {round} is void.",
  "live.paused": "The game is paused.",
};

export const rules = {
  "page.title": "Rules · {house}",
  "page.heading": "Betting rules",
  "page.intro": "What the house owes you, what you owe the house, and how to check every race.",
  "page.binding": "The rules in French are binding. Edition {edition}.",
  "page.print": "Print",
  "page.live": "Watch the races",
  "page.contents": "Contents",

  "check.heading": "Check a ticket",
  "check.intro": "Number and validation code are printed on the ticket. The code is worth the ticket: show it to nobody.",
  "check.number": "Ticket number",
  "check.code": "Validation code",
  "check.submit": "Check",
  "check.waiting": "Checking…",
  "check.error.number": "This is not a ticket number: one looks like 01-010002-2.",
  "check.error.code": "This is not a validation code: it has 8 letters and digits.",
  "check.error.unknown": "No ticket has this number and code. Read both again.",
  "check.error.often": "Too many attempts. Wait a while, or show the ticket at a till.",
  "check.error.away": "The house does not answer right now. Try again in a moment; your ticket remains valid.",
  "check.error.offline": "No connection. Try again in a moment; your ticket remains valid.",
  "check.ticket": "Betting ticket {number}",
  "check.round": "Race",
  "check.sold": "Sold on",
  "check.stake": "Total stake",
  "check.max": "Most to win",
  "check.prize": "Prize",
  "check.refund": "To give back",
  "check.expires": "Claim before",
  "check.closed": "Closed on",
  "check.commitment": "Commitment",
  "check.proof": "Proof of the race",
  "check.column.bet": "Bet",
  "check.column.odds": "Odds",
  "check.column.stake": "Stake",
  "check.column.prize": "To win",
  "check.column.result": "Result",
  "check.line.won": "Won",
  "check.line.lost": "Lost",
  "check.line.open": "Waiting",
  "check.line.none": "–",

  "state.sold": "Sold: the race is not settled yet.",
  "state.voided": "Voided: the stake was given back.",
  "state.lost": "Lost.",
  "state.won": "Won: {amount} to collect at the till.",
  "state.refundable": "Race void: {amount} to be given back to you at the till.",
  "state.paid": "Paid: {amount}.",
  "state.refunded": "Refunded: {amount}.",
  "state.expired": "Expired: the time to claim is over.",

  "round.heading": "How a race goes",
  "round.auto": "Race follows race, day and night, by itself. Each has a number; none is missing.",
  "round.open": "Betting open: runners and odds are shown, the tills sell and void tickets.",
  "round.locked":
    "Betting closed: just before the start, nothing is sold or voided any more. The clock of the house’s server decides.",
  "round.race": "Race: the screen shows the film. Neither tickets nor stakes go into the draw.",
  "round.finish":
    "Finish: the whole order is published, without dead heats, and all tickets of the race are settled at the same instant.",
  "round.timers":
    "At present a race takes {total} s: {open} s of open betting, {lock} s of closed betting, {film} s of racing and {finish} s of results.",

  "ticket.heading": "What a ticket is",
  "ticket.lines":
    "A ticket carries one bet or more, one a line, all on the same race. Each line has its kind of bet, its selection, its odds and its stake.",
  "ticket.printed":
    "It shows a number, a validation code, the race, the time of sale, the lines, what they can win, how long it is valid and the commitment of the race. Read it before you leave the till.",
  "ticket.stands":
    "A ticket that was sold is never changed: the odds printed are the odds paid, even if another race shows others.",
  "ticket.bearer": "The ticket belongs to its bearer: the house pays whoever presents number and code. Keep it safe.",
  "ticket.max": "The most to win is the largest total that its lines can win together. Often not all of them can win at once.",

  "markets.heading": "The bets",
  "markets.example": "The examples suppose this finish, from the first place to the last: {order}.",
  "markets.column.bet": "Bet",
  "markets.column.wins": "Wins if…",
  "markets.column.example": "Example",
  "markets.wins": "{selection} wins",
  "markets.loses": "{selection} loses",
  "markets.sold": "on sale",
  "markets.now": "In race {round}, the bets marked “on sale” can be bought. That may change from race to race.",
  "markets.ask": "Not every race sells all of these bets: the till tells which.",
  "markets.combined": "A combination of several horses is played as several lines, each with its stake.",

  "market.win.wins": "Your horse finishes first.",
  "market.place.wins": "Your horse finishes in the first 2 if 5 to 7 run; in the first 3 if 8 or more run.",
  "market.top3.wins": "Your horse finishes first, second or third.",
  "market.exacta.wins": "Your two horses finish first and second, in this order.",
  "market.quinella.wins": "Your two horses take the first two places, in any order.",
  "market.couple_place.wins": "Your two horses are both in the first 3.",
  "market.trifecta.wins": "Your three horses finish first, second and third, in this order.",
  "market.trio.wins": "Your three horses take the first three places, in any order.",
  "market.duel.wins": "The first horse named finishes ahead of the second. The others do not count.",
  "market.odd_even.wins": "The winner’s number is even, or odd, as you said.",

  "odds.heading": "Odds and prizes",
  "odds.prize":
    "Prize of a line = stake × odds, rounded down to the cent. The stake is part of the prize. A ticket’s prize is the sum of its winning lines.",
  "odds.example": "Example: a stake of {stake} at odds of {odds} wins {prize}.",
  "odds.rounding": "Example with rounding: {roundStake} at odds of {roundOdds} make {roundExact}, so {roundPrize}.",
  "odds.fixed":
    "The odds are those of the race’s card, published when betting opens; they do not move any more. They are the same at every till, and contain the house’s margin.",
  "odds.cash":
    "If the till’s smallest coin is larger than the rest to be paid, the till rounds a prize up, never down. A refund gives back exactly what was staked.",

  "limits.heading": "Limits",
  "limits.stake": "In race {round}: from {min} to {max} a line, in steps of {step}.",
  "limits.lines": "At most {lines} lines on a ticket.",
  "limits.ask": "The till tells the smallest and the largest stake, and how many lines a ticket can carry.",
  "limits.more":
    "The house also limits the stake and the prize of a ticket, and what it risks on one race. A ticket over a limit is refused before the sale; a ticket that was sold is never cut.",

  "void.heading": "Voiding a ticket",
  "void.until": "A ticket can be voided while betting on its race is open, never afterwards.",
  "void.where":
    "Present it at the till that sold it, or to a supervisor of the same shop. The whole ticket is voided and the whole stake is given back.",
  "void.limit": "A cashier voids only so many tickets a day; beyond that, a supervisor does it.",

  "refund.heading": "Void races and refunds",
  "refund.whole":
    "The house may void a whole race: an error on the card, a proven loss of data, a technical incident, a decision of the authority. Never a part of its tickets.",
  "refund.stake": "All stakes of the race are then given back, on presentation of the ticket, within the time printed on it.",
  "refund.proof":
    "The secret of the race and the order that would have been are published all the same: nobody can hide a result by voiding it.",

  "pay.heading": "Payment",
  "pay.when": "A winning ticket is payable as soon as its race is settled, once, on presentation of the ticket.",
  "pay.validity":
    "The time to claim is printed on the ticket (“Valid for … days”) and runs from the settlement of the race. After that the ticket is not paid any more.",
  "pay.where": "The till tells whether a ticket is payable in every shop or only in the one that sold it.",
  "pay.large": "A large prize is paid by a supervisor, who notes to whom.",
  "pay.receipt": "You may be asked to sign a receipt of the payment.",

  "lost.heading": "Lost or damaged tickets",
  "lost.code": "Without number and validation code nothing is paid: the house does not know who bought a ticket.",
  "lost.damaged": "A damaged ticket remains payable if both can still be read.",
  "lost.duplicate": "A duplicate says “Duplicate” and has a number. Original and duplicates are one ticket, paid once.",

  "broken.heading": "Breakdown and interruption",
  "broken.valid": "A ticket already printed remains valid, whatever happens to screens, tills or the network.",
  "broken.continues":
    "After a breakdown the race goes on where it was. As its secret was sealed beforehand, the result is the same; only the film may be missing.",
  "broken.void": "If a race cannot be finished it is void, and the stakes are given back.",
  "broken.late": "A sale that comes after betting has closed is refused: it does not exist, and nothing is due.",

  "fair.heading": "Fairness: checking a result",
  "fair.commitment":
    "Before betting opens a secret is already drawn and its fingerprint published: that is the commitment, printed on every ticket. Nobody can change the secret any more.",
  "fair.inputs":
    "The finish order is computed from the secret, the number of the race, the fingerprint of the card and the beacon, and from nothing else. No ticket goes into it.",
  "fair.address":
    "The proof of every race is at this address, also printed on the ticket; put the number of the race for {id}:",
  "fair.step.commitment": "The commitment (commitment) there is the one on your ticket, letter by letter.",
  "fair.step.secret":
    "The secret (secret), revealed at the end of the race, gives the commitment again: SHA-256 of “HR1/chain” followed by the bytes of the secret.",
  "fair.step.card": "The text of the card (card) gives its fingerprint again (cardHash); your odds are in it.",
  "fair.step.order": "With these values and the beacon (beacon), the HR1 method gives the finish order again (order).",
  "fair.grade":
    "Grade in force: {grade}. In grade C the beacon is zero; in grades B and A a public value that the house does not choose is added.",
  "fair.verify": "Do it here: your own device recomputes the race.",
  "fair.round": "Number of the race",
  "fair.submit": "Recompute",
  "fair.waiting": "Computing…",
  "fair.ok":
    "Race {round} is as committed. Finish recomputed: {order}. Compare the commitment with the one on your ticket: {commitment}",
  "fair.early": "Race {round} is not over: its secret is not revealed yet.",
  "fair.bad": "Race {round} is NOT as committed: {checks}. Keep your ticket and ask the house.",
  "fair.unknown": "There is no race with this number.",
  "fair.unable": "This browser cannot compute here: open the page on https.",

  "play.heading": "18+ · Responsible play",
  "play.adults": "Betting is forbidden under the age of 18. A till may ask for proof of age.",
  "play.money": "Play only with money that you can lose. The odds contain a margin: in the long run the house wins.",
  "play.chance":
    "Each race is drawn by itself. Past results say nothing of the next, and playing again does not win back a loss.",
  "play.stop": "If playing is no pleasure any more, stop, and talk to somebody you trust.",
};

export const cashier = {};

export const till = {};

export const tickets = {};

export const scan = {};

export const outbox = {};

export const paper = {
  "paper.ticket": "Betting ticket",
  "paper.duplicate": "Duplicate no. {number}",
  "paper.shop": "Shop",
  "paper.till": "Till",
  "paper.cashier": "Cashier",
  "paper.code": "Validation code",
  "paper.race": "Race no. {number}",
  "paper.start": "Off at",
  "paper.sold": "Sold",
  "paper.zone": "Local time",
  "paper.odds": "odds",
  "paper.stake": "Stake",
  "paper.prize": "To win",
  "paper.beats": "ahead of",
  "paper.even": "Even",
  "paper.odd": "Odd",
  "paper.totalStake": "Total stake",
  "paper.maxPrize": "Most to win",
  "paper.maxPrizeNote": "Not all lines can win together.",
  "paper.valid": { one: "Valid for {count} day", other: "Valid for {count} days" },
  "paper.rules": "Rules",
  "paper.verify": "Verify the race",
  "paper.commitment": "Commitment of the race",
  "paper.card": "Hash of the card",
  "paper.beacon": "Beacon",
  "paper.binding": "The rules in French are binding.",
  "paper.state.voided": "Voided",
  "paper.state.lost": "Lost",
  "paper.state.won": "Won · to be paid",
  "paper.state.refundable": "To be refunded",
  "paper.state.paid": "Paid",
  "paper.state.refunded": "Refunded",
  "paper.state.expired": "Expired",
  "paper.worthless": "Without value",
  "paper.slip.pay": "Payment receipt",
  "paper.slip.refund": "Refund receipt",
  "paper.slip.void": "Annulment receipt",
  "paper.result": "Finish",
  "paper.won": "Prize",
  "paper.roundVoid": "Race void: stakes returned",
  "paper.rounding": "Rounding",
  "paper.handedOut": "Paid out",
  "paper.date": "Date",
  "paper.soldAt": "Sold at",
  "paper.note": "Note",
  "paper.signature.client": "Client’s signature",
  "paper.signature.cashier": "Cashier’s signature",
  "paper.signature.supervisor": "Supervisor’s signature",
  "paper.signature.other": "Other person’s signature",
  "paper.signature.giver": "Signature (hands over)",
  "paper.signature.taker": "Signature (takes over)",
  "paper.report.x": "X report",
  "paper.report.z": "Z report",
  "paper.session": "Session no. {number}",
  "paper.opened": "Opened",
  "paper.closed": "Closed",
  "paper.closedBy": "Closed by",
  "paper.printed": "Printed",
  "paper.float": "Float",
  "paper.total.sales": "Sales",
  "paper.total.voids": "Annulments",
  "paper.total.payments": "Payments",
  "paper.total.refunds": "Refunds",
  "paper.total.rounding": "Roundings",
  "paper.total.deposits": "Deposits",
  "paper.total.withdrawals": "Withdrawals",
  "paper.total.cashIn": "Cash in",
  "paper.total.cashOut": "Cash out",
  "paper.total.supplies": "Supplies",
  "paper.total.drops": "Drops",
  "paper.total.reversals": "Reversals",
  "paper.expected": "Expected",
  "paper.counted": "Counted",
  "paper.variance": "Variance",
  "paper.corrected": "Count corrected",
  "paper.correctedBy": "Corrected by",
  "paper.reason": "Reason",
  "paper.journal": "Journal, entry {number}",
  "paper.movement.deposit": "Deposit from the bank",
  "paper.movement.withdrawal": "Withdrawal to the bank",
  "paper.movement.cash_in": "Cash in",
  "paper.movement.cash_out": "Cash out",
  "paper.movement.supply": "Supply from the safe",
  "paper.movement.drop": "Drop to the safe",
  "paper.entry": "Entry no. {number}",
  "paper.by": "By",
  "paper.reference": "Reference",
  "paper.amount": "Amount",
  "paper.handover": "Handover of the till",
  "paper.from": "Hands over",
  "paper.to": "Takes over",
  "paper.test": "Test page",
  "paper.test.letters": "Letters, code, cut, drawer",
  "paper.test.box": "Frame",
  "paper.test.scan": "Scan this code in the set-up page.",
  "paper.test.cut": "The paper is cut here.",
};

export const display = {};

export const messages = {};
