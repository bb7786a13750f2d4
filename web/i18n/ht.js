// SPDX-License-Identifier: MIT
// Haitian Creole.

export const common = {
  "language.name": "Kreyòl",
  "language.choose": "Lang",

  "title.plain": "Hippodrome",

  "line.connecting": "Ap konekte…",
  "line.connected": "Konekte",
  "line.reconnecting": "Ap rekonekte…",
  "line.offline": "San koneksyon",
  "line.degraded": "Sèvis la gen pwoblèm",
};

export const market = {
  "market.win": "Senp ganyan",
  "market.place": "Senp plase",
  "market.top3": "Nan 3 premye yo",
  "market.exacta": "Koupe nan lòd",
  "market.quinella": "Koupe ganyan",
  "market.couple_place": "Koupe plase",
  "market.trifecta": "Triyo nan lòd",
  "market.trio": "Triyo san lòd",
  "market.duel": "Dyèl",
  "market.odd_even": "Ganyan pè oswa enpè",
  "selection.duel": "{first} devan {second}",
  "selection.even": "Pè",
  "selection.odd": "Enpè",
};

export const screen = {
  "console.connected": "WebSocket konekte: {url}",
  "console.message": "{event} · kous {round}",
  "console.lost": "WebSocket pèdi, n ap konekte ankò",

  "title.countdown": "{seconds} s · Kous {round} · Hippodrome",
  "title.closed": "Paryaj fèmen · {seconds} s · Kous {round} · Hippodrome",
  "title.racing": "Chwal yo pati · Kous {round} · Hippodrome",
  "title.result": "Nº {number} {name} genyen · Kous {round} · Hippodrome",

  "brand.tagline": "Kous vityèl · lajounen kou lannwit",
  "round.label": "Kous nº",
  "clock.label": "Lè Ayiti",

  "alert.degraded": "Sèvis la gen pwoblèm: paryaj yo kanpe. Jwèt la ap repran poukont li.",
  "alert.offline": "Ekran sa a pa gen koneksyon. Fich ki enprime deja yo toujou bon.",
  "alert.reconnecting": "Koneksyon an koupe: ekran sa a ap rekonekte poukont li.",
  "alert.pausing": "Yo mande yon poz: kous sa a ap fini, pwochen an ap tann.",

  "countdown.label": "Depa nan",
  "countdown.unit": "segonn",
  "countdown.open": "Paryaj louvri",
  "countdown.soon": "Paryaj louvri",
  "countdown.last": "Dènye paryaj yo",
  "countdown.closed": "Paryaj fèmen",
  "countdown.suspended": "Paryaj kanpe",
  "countdown.atGate": "Chwal yo ap antre nan ba depa yo",
  "countdown.closesIn": "Paryaj ap fèmen nan {seconds} s",
  "countdown.imminent": "Depa a touprè",
  "countdown.late": "Depa a an reta…",

  "card.heading": "Chwal k ap kouri",
  "card.odds": "Kòt",
  "card.chance": "{chance} chans",
  "card.number": "Nimewo {number}",

  "race.heading": "Kous la an dirèk",
  "race.ready": "Pare pou depa",
  "race.waiting": "N ap tann imaj la…",
  "race.order": "Nan kous la",
  "race.toGo": "Rete {metres} m",
  "race.arrived": "Arive",
  "race.finishLine": "ARIVE",
  "race.start": "DEPA",
  "race.behind": "+{metres} m",
  "race.canvas": "Fim kous {round}",
  "race.photo": "Foto arive",

  "result.heading": "Rezilta ofisyèl",
  "result.winner": "Ganyan",
  "result.place": "{place}yèm",
  "result.time": "{seconds} s",
  "result.next": "Pwochen kous la nan yon ti moman",
  "result.secret": "Sekrè a devwale",
  "result.verified": "Li koresponn ak angajman an",
  "result.mismatch": "Li pa koresponn ak angajman an",

  "notice.connecting": "Ap konekte ak dirèk la…",
  "notice.connecting.text": "Ekran an konekte poukont li, pa gen anyen pou fè.",
  "notice.waiting": "N ap tann pwochen kous la",
  "notice.waiting.text": "L ap parèt isit la depi li louvri.",
  "notice.paused": "Jwèt la an poz",
  "notice.paused.text": "Kous yo ap repran talè. Fich ki genyen yo toujou ka peye.",
  "notice.void": "Kous anile",
  "notice.void.text": "Tout fich kous {round} ap ranbouse nan gichè a.",
  "notice.reason": "Rezon: {reason}",

  "void.beacon_missing": "tiraj piblik la pa disponib",
  "void.card_error": "erè sou lis chwal yo",
  "void.data_loss": "done pèdi, sa pwouve",
  "void.regulator": "desizyon otorite a",
  "void.technical": "pwoblèm teknik",

  "winners.heading": "Dènye ganyan yo",
  "winners.none": "Ganyan pwochen kous yo ap parèt isit la.",

  "proof.heading": "Angajman",
  "proof.show": "Montre epi kopye tout angajman an",
  "proof.copied": "Kopye",
  "proof.short": "Sele anvan kous la",
  "proof.text":
    "Se angajman ki pibliye anvan kous la: anprent yon sekrè ki tire deja, pèsonn pa ka chanje l ankò. Yo devwale sekrè a lè kous la fini, epi nenpòt moun ka rekalkile rezilta a.",

  "help.rules": "Règleman · Verifye yon fich",
  "help.fullscreen": "Plen ekran: F oswa klike de fwa",
  "help.enterFullscreen": "Plen ekran",

  "live.open": "Kous {round}: paryaj yo louvri.",
  "live.closed": "Paryaj yo fèmen.",
  "live.racing": "Kous {round} pati.",
  "live.result": "Nimewo {number}, {name}, genyen kous {round} ak yon kòt {odds}.",
  "live.void": "Kous {round} anile.",
  "live.paused": "Jwèt la an poz.",
};

export const rules = {
  "page.title": "Règleman · {house}",
  "page.heading": "Règleman paryaj yo",
  "page.intro": "Sa mezon an dwe w, sa ou dwe mezon an, ak kijan pou verifye chak kous.",
  "page.binding": "Se règleman an franse a ki konte. Edisyon {edition}.",
  "page.print": "Enprime",
  "page.live": "Gade kous yo",
  "page.contents": "Sa ki ladan l",

  "check.heading": "Verifye yon fich",
  "check.intro": "Nimewo a ak kòd validasyon an enprime sou fich la. Kòd la vo fich la: pa montre pèsonn li.",
  "check.number": "Nimewo fich la",
  "check.code": "Kòd validasyon",
  "check.submit": "Verifye",
  "check.waiting": "Ap verifye…",
  "check.error.number": "Sa a pa yon nimewo fich: li ekri tankou 01-010002-2.",
  "check.error.code": "Sa a pa yon kòd validasyon: li gen 8 lèt ak chif.",
  "check.error.unknown": "Pa gen fich ki gen nimewo ak kòd sa yo. Li tou de ankò.",
  "check.error.often": "Ou eseye twòp fwa. Tann yon ti moman, oswa montre fich la nan yon kès.",
  "check.error.away": "Mezon an pa reponn pou kounye a. Eseye ankò talè; fich ou a toujou bon.",
  "check.error.offline": "Pa gen koneksyon. Eseye ankò talè; fich ou a toujou bon.",
  "check.ticket": "Fich {number}",
  "check.round": "Kous",
  "check.sold": "Vann",
  "check.stake": "Miz total",
  "check.max": "Pi gwo gen",
  "check.prize": "Genyen",
  "check.refund": "Pou remèt",
  "check.expires": "Reklame anvan",
  "check.closed": "Regle",
  "check.commitment": "Angajman",
  "check.proof": "Prèv kous la",
  "check.column.bet": "Paryaj",
  "check.column.odds": "Kòt",
  "check.column.stake": "Miz",
  "check.column.prize": "Ka genyen",
  "check.column.result": "Rezilta",
  "check.line.won": "Genyen",
  "check.line.lost": "Pèdi",
  "check.line.open": "Ap tann",
  "check.line.none": "–",

  "state.sold": "Vann: kous la poko regle.",
  "state.voided": "Anile: yo remèt miz la.",
  "state.lost": "Pèdi.",
  "state.won": "Genyen: {amount} pou touche nan kès la.",
  "state.refundable": "Kous la anile: yo dwe remèt ou {amount} nan kès la.",
  "state.paid": "Peye: {amount}.",
  "state.refunded": "Ranbouse: {amount}.",
  "state.expired": "Ekspire: tan pou reklame a pase.",

  "round.heading": "Kijan yon kous pase",
  "round.auto": "Kous yo youn dèyè lòt lajounen kou lannwit, poukont yo. Chak kous gen yon nimewo; pa gen youn ki manke.",
  "round.open": "Paryaj louvri: chwal yo ak kòt yo parèt, kès yo ap vann epi anile fich.",
  "round.locked": "Paryaj fèmen: jis anvan depa a, yo pa vann ni anile anyen ankò. Se lè sèvè mezon an ki konte.",
  "round.race": "Kous: ekran an montre fim nan. Ni fich ni miz pa antre nan tiraj la.",
  "round.finish": "Arive: yo pibliye tout lòd la, san egalite, epi tout fich kous la regle nan menm moman an.",
  "round.timers": "Kounye a yon kous dire {total} s: {open} s paryaj louvri, {lock} s paryaj fèmen, {film} s kous ak {finish} s rezilta.",

  "ticket.heading": "Kisa yon fich ye",
  "ticket.lines": "Yon fich gen youn oswa plizyè paryaj, youn sou chak liy, tout sou menm kous la. Chak liy gen kalite paryaj li, chwa li, kòt li ak miz li.",
  "ticket.printed": "Li montre yon nimewo, yon kòd validasyon, kous la, lè yo vann li, liy yo, sa yo ka genyen, konbyen tan li bon ak angajman kous la. Li l byen anvan ou kite kès la.",
  "ticket.stands": "Yon fich ki vann pa janm chanje ankò: kòt ki enprime a se li yo peye, menm si yon lòt kous montre yon lòt kòt.",
  "ticket.bearer": "Fich la se pou moun ki kenbe l: mezon an peye moun ki montre nimewo a ak kòd la. Sere l byen.",
  "ticket.max": "Pi gwo gen an se pi gwo total liy yo ka genyen ansanm. Souvan tout liy yo pa ka genyen an menm tan.",

  "markets.heading": "Paryaj yo",
  "markets.example": "Egzanp yo sipoze arive sa a, depi premye plas rive nan dènye: {order}.",
  "markets.column.bet": "Paryaj",
  "markets.column.wins": "Li genyen si…",
  "markets.column.example": "Egzanp",
  "markets.wins": "{selection} genyen",
  "markets.loses": "{selection} pèdi",
  "markets.sold": "ap vann",
  "markets.now": "Nan kous {round}, ou ka achte paryaj ki make « ap vann » yo. Sa ka chanje soti nan yon kous pou ale nan yon lòt.",
  "markets.ask": "Tout paryaj sa yo pa vann nan chak kous: kès la di ki sa ki ap vann.",
  "markets.combined": "Yon konbinezon plizyè chwal jwe sou plizyè liy, chak ak miz pa l.",

  "market.win.wins": "Chwal ou a rive premye.",
  "market.place.wins": "Chwal ou a rive nan 2 premye yo si gen 5 a 7 chwal; nan 3 premye yo si gen 8 oswa plis.",
  "market.top3.wins": "Chwal ou a rive premye, dezyèm oswa twazyèm.",
  "market.exacta.wins": "De chwal ou yo rive premye ak dezyèm, nan lòd sa a.",
  "market.quinella.wins": "De chwal ou yo pran de premye plas yo, nan nenpòt lòd.",
  "market.couple_place.wins": "De chwal ou yo tou de nan 3 premye yo.",
  "market.trifecta.wins": "Twa chwal ou yo rive premye, dezyèm ak twazyèm, nan lòd sa a.",
  "market.trio.wins": "Twa chwal ou yo pran twa premye plas yo, nan nenpòt lòd.",
  "market.duel.wins": "Premye chwal ou nonmen an rive devan dezyèm nan. Lòt yo pa konte.",
  "market.odd_even.wins": "Nimewo chwal ki genyen an pè, oswa enpè, jan ou te di l la.",

  "odds.heading": "Kòt ak gen",
  "odds.prize": "Gen yon liy = miz × kòt, awondi anba nan santim. Miz la ladan gen an. Gen fich la se total liy ki genyen yo.",
  "odds.example": "Egzanp: yon miz {stake} ak kòt {odds} genyen {prize}.",
  "odds.rounding": "Egzanp ak awondi: {roundStake} ak kòt {roundOdds} fè {roundExact}, kidonk {roundPrize}.",
  "odds.fixed": "Kòt yo se sa ki sou kat kous la, ki pibliye lè paryaj yo louvri; yo pa chanje ankò. Yo menm nan tout kès, epi pwofi mezon an ladan yo.",
  "odds.cash": "Si pi piti pyès kès la pi gwo pase rès pou peye a, kès la awondi genyen an anwo, jamè anba. Yon ranbousman bay egzakteman sa ki te mize.",

  "limits.heading": "Limit",
  "limits.stake": "Nan kous {round}: soti {min} rive {max} pou chak liy, pa {step}.",
  "limits.lines": "Pa plis pase {lines} liy sou yon fich.",
  "limits.ask": "Kès la di pi piti ak pi gwo miz la, ak konbyen liy yon fich ka genyen.",
  "limits.more": "Mezon an limite tou miz ak gen yon fich, ak sa li riske sou yon kous. Yo refize yon fich ki depase yon limit anvan yo vann li; yo pa janm diminye yon fich ki vann.",

  "void.heading": "Anile yon fich",
  "void.until": "Ou ka anile yon fich toutotan paryaj kous li a louvri, jamè apre.",
  "void.where": "Montre l nan kès ki te vann li an, oswa bay yon sipèvizè nan menm ajans la. Yo anile tout fich la epi yo remèt tout miz la.",
  "void.limit": "Yon kesye anile sèlman yon kantite fich pa jou; apre sa se yon sipèvizè ki fè l.",

  "refund.heading": "Kous anile ak ranbousman",
  "refund.whole": "Mezon an ka anile yon kous antye: erè sou kat la, done pèdi ki pwouve, pwoblèm teknik, desizyon otorite a. Jamè yon pati nan fich yo.",
  "refund.stake": "Lè sa a yo remèt tout miz kous la bay moun ki montre fich la, nan tan ki enprime sou li a.",
  "refund.proof": "Yo pibliye kanmenm sekrè kous la ak lòd li ta genyen an: pèsonn pa ka kache yon rezilta lè l anile.",

  "pay.heading": "Peman",
  "pay.when": "Yon fich ki genyen ka peye depi kous la regle, yon sèl fwa, lè ou montre fich la.",
  "pay.validity": "Tan pou reklame a enprime sou fich la (« Fich sa a valid pou … jou ») epi li kòmanse lè kous la regle. Apre tan sa a yo pa peye fich la ankò.",
  "pay.where": "Kès la di si yon fich ka peye nan tout ajans oswa sèlman nan sa ki te vann li an.",
  "pay.large": "Se yon sipèvizè ki peye yon gwo gen, epi li note kiyès li peye.",
  "pay.receipt": "Yo ka mande w siyen yon resi peman.",

  "lost.heading": "Fich pèdi oswa abime",
  "lost.code": "San nimewo a ak kòd validasyon an, yo pa peye anyen: mezon an pa konnen kiyès ki te achte yon fich.",
  "lost.damaged": "Yon fich abime toujou ka peye si ou ka li tou de.",
  "lost.duplicate": "Yon kopi make « Kopi » ak yon nimewo. Orijinal la ak kopi yo se yon sèl fich, ki peye yon sèl fwa.",

  "broken.heading": "Pàn ak entèripsyon",
  "broken.valid": "Yon fich ki enprime deja toujou bon, kèlkeswa sa k rive ekran yo, kès yo oswa rezo a.",
  "broken.continues": "Apre yon pàn, kous la kontinye kote l te ye a. Kòm sekrè a te sele davans, rezilta a menm; se fim nan sèlman ki ka manke.",
  "broken.void": "Si yon kous pa ka fini, li anile epi yo remèt miz yo.",
  "broken.late": "Yo refize yon vant ki rive apre paryaj yo fèmen: li pa egziste, epi pèsonn pa dwe anyen.",

  "fair.heading": "Jistis: verifye yon rezilta",
  "fair.commitment": "Anvan paryaj yo louvri, yon sekrè tire deja epi anprent li pibliye: se angajman an, ki enprime sou chak fich. Pèsonn pa ka chanje sekrè a ankò.",
  "fair.inputs": "Lòd arive a kalkile ak sekrè a, nimewo kous la, anprent kat la ak baliz la, epi ak anyen lòt. Okenn fich pa antre ladan l.",
  "fair.address": "Prèv chak kous nan adrès sa a, ki enprime sou fich la tou; mete nimewo kous la nan plas {id}:",
  "fair.step.commitment": "Angajman an (commitment) se menm ak sa ki sou fich ou a, lèt pa lèt.",
  "fair.step.secret": "Sekrè a (secret), ki devwale lè kous la fini, bay angajman an ankò: SHA-256 « HR1/chain » ak oktè sekrè yo dèyè l.",
  "fair.step.card": "Tèks kat la (card) bay anprent li ankò (cardHash); kòt ou yo ladan l.",
  "fair.step.order": "Ak valè sa yo epi baliz la (beacon), metòd HR1 bay lòd arive a ankò (order).",
  "fair.grade": "Nivo an vigè: {grade}. Nan nivo C baliz la se zewo; nan nivo B ak A yo ajoute yon valè piblik mezon an pa chwazi.",
  "fair.verify": "Fè l isit la: aparèy ou a rekalkile kous la li menm.",
  "fair.round": "Nimewo kous la",
  "fair.submit": "Rekalkile",
  "fair.waiting": "Ap kalkile…",
  "fair.ok": "Kous {round} kòrèk. Arive rekalkile: {order}. Konpare angajman an ak sa ki sou fich ou a: {commitment}",
  "fair.early": "Kous {round} poko fini: sekrè li poko devwale.",
  "fair.bad": "Kous {round} PA kòrèk: {checks}. Kenbe fich ou a epi pale ak mezon an.",
  "fair.unknown": "Pa gen kous ki gen nimewo sa a.",
  "fair.unable": "Navigatè sa a pa ka kalkile isit la: louvri paj la an https.",

  "play.heading": "18+ · Jwe ak moderasyon",
  "play.adults": "Jwèt la entèdi pou moun ki poko gen 18 an. Yon kès ka mande prèv laj.",
  "play.money": "Jwe sèlman lajan ou ka pèdi. Gen yon pwofi nan kòt yo: alalong, se mezon an ki genyen.",
  "play.chance": "Chak kous tire apa. Rezilta ki pase yo pa di anyen sou pwochen an, epi jwe ankò pa fè w jwenn sa ou pèdi.",
  "play.stop": "Si jwèt la pa yon plezi ankò, sispann, epi pale ak yon moun ou fè konfyans.",
};

export const cashier = {
};

export const till = {
};

export const tickets = {
};

export const scan = {
};

export const outbox = {
};

export const paper = {
};

export const display = {
};

export const messages = {
};
