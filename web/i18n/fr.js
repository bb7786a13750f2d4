// SPDX-License-Identifier: MIT
// French: the first language of the shops, and the reference for the keys of the others.

export default {
  "language.name": "Français",
  "language.choose": "Langue",

  "console.connected": "WebSocket connecté : {url}",
  "console.message": "{event} · course {round}",
  "console.lost": "WebSocket perdu, nouvel essai dans {seconds} s",

  "title.countdown": "{seconds} s · Course {round} · Hippodrome",
  "title.closed": "Paris fermés · {seconds} s · Course {round} · Hippodrome",
  "title.racing": "En course · Course {round} · Hippodrome",
  "title.result": "N° {number} {name} gagne · Course {round} · Hippodrome",
  "title.plain": "Hippodrome",

  "brand.tagline": "Courses virtuelles · jour et nuit",
  "round.label": "Course n°",
  "clock.label": "Heure d’Haïti",

  "line.connecting": "Connexion…",
  "line.connected": "Connecté",
  "line.reconnecting": "Reconnexion…",
  "line.reconnectingIn": "Reconnexion dans {seconds} s",
  "line.offline": "Hors ligne",
  "line.degraded": "Service dégradé",

  "alert.degraded": "Service dégradé : paris suspendus. La partie reprendra d’elle-même.",
  "alert.offline": "Cet écran est hors ligne. Les tickets déjà imprimés restent valables.",
  "alert.reconnecting": "Liaison perdue : cet écran se reconnecte tout seul.",
  "alert.pausing": "Pause demandée : cette course va à son terme, la suivante attendra.",

  "countdown.label": "Départ dans",
  "countdown.unit": "secondes",
  "countdown.open": "Paris ouverts",
  "countdown.soon": "Paris ouverts",
  "countdown.last": "Derniers paris",
  "countdown.closed": "Paris fermés",
  "countdown.suspended": "Paris suspendus",
  "countdown.atGate": "Les chevaux entrent en stalles",
  "countdown.closesIn": "Fermeture des paris dans {seconds} s",
  "countdown.imminent": "Départ imminent",
  "countdown.late": "Départ retardé…",

  "card.heading": "Partants",
  "card.odds": "Cote",
  "card.chance": "{chance} de chances",
  "card.number": "Numéro {number}",

  "race.heading": "La course en direct",
  "race.ready": "À vos marques",
  "race.waiting": "Image en attente…",
  "race.order": "En course",
  "race.toGo": "Reste {metres} m",
  "race.arrived": "Arrivée",
  "race.finishLine": "ARRIVÉE",
  "race.start": "DÉPART",
  "race.behind": "+{metres} m",
  "race.canvas": "Film de la course {round}",
  "race.photo": "Photo-finish",

  "result.heading": "Arrivée officielle",
  "result.winner": "Vainqueur",
  "result.place": "{place}e",
  "result.time": "{seconds} s",
  "result.next": "Prochaine course dans un instant",
  "result.secret": "Secret révélé",
  "result.verified": "Conforme à l’engagement",
  "result.mismatch": "Ne correspond pas à l’engagement",

  "notice.connecting": "Connexion au direct…",
  "notice.connecting.text": "L’écran se connecte tout seul, il n’y a rien à faire.",
  "notice.waiting": "En attente de la prochaine course",
  "notice.waiting.text": "Elle s’affichera ici dès son ouverture.",
  "notice.paused": "Jeu en pause",
  "notice.paused.text": "Les courses reprendront bientôt. Les tickets gagnants restent payables.",
  "notice.void": "Course annulée",
  "notice.void.text": "Tous les tickets de la course {round} sont remboursés au guichet.",
  "notice.reason": "Motif : {reason}",

  "void.beacon_missing": "tirage public indisponible",
  "void.card_error": "erreur sur la carte des partants",
  "void.data_loss": "perte de données constatée",
  "void.regulator": "décision de l’autorité",
  "void.technical": "incident technique",

  "winners.heading": "Derniers gagnants",
  "winners.none": "Les gagnants des prochaines courses s’afficheront ici.",

  "proof.heading": "Engagement",
  "proof.show": "Afficher et copier l’engagement complet",
  "proof.copied": "Copié",
  "proof.short": "Scellé avant la course",
  "proof.text":
    "C’est l’engagement publié avant la course : l’empreinte d’un secret déjà tiré, que personne ne peut plus changer. Le secret est révélé à l’arrivée, et chacun peut alors recalculer le résultat.",

  "help.rules": "Règlement · Vérifier un ticket",
  "help.fullscreen": "Plein écran : F ou double clic",
  "help.enterFullscreen": "Plein écran",

  "live.open": "Course {round} : les paris sont ouverts.",
  "live.closed": "Les paris sont fermés.",
  "live.racing": "La course {round} est partie.",
  "live.result": "Le numéro {number}, {name}, gagne la course {round} à la cote de {odds}.",
  "live.void": "La course {round} est annulée.",
  "live.paused": "Le jeu est en pause.",
};
