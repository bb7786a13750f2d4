// SPDX-License-Identifier: MIT
// Haitian Creole.

export default {
  "language.name": "Kreyòl",
  "language.choose": "Lang",

  "console.connected": "WebSocket konekte: {url}",
  "console.message": "{event} · kous {round}",
  "console.lost": "WebSocket pèdi, nou eseye ankò nan {seconds} s",

  "title.countdown": "{seconds} s · Kous {round} · Hippodrome",
  "title.closed": "Paryaj fèmen · {seconds} s · Kous {round} · Hippodrome",
  "title.racing": "Chwal yo pati · Kous {round} · Hippodrome",
  "title.result": "Nº {number} {name} genyen · Kous {round} · Hippodrome",
  "title.plain": "Hippodrome",

  "brand.tagline": "Kous vityèl · lajounen kou lannwit",
  "round.label": "Kous nº",
  "clock.label": "Lè Ayiti",

  "line.connecting": "Ap konekte…",
  "line.connected": "Konekte",
  "line.reconnecting": "Ap rekonekte…",
  "line.reconnectingIn": "Ap rekonekte nan {seconds} s",
  "line.offline": "San koneksyon",
  "line.degraded": "Sèvis la gen pwoblèm",

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
