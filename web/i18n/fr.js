// SPDX-License-Identifier: MIT
// French: the first language of the shops, and the reference for the keys of the others. One section a subject: a bundle has
// only those that its application imports.

export const common = {
  "language.name": "Français",
  "language.choose": "Langue",

  "title.plain": "Hippodrome",

  "line.connecting": "Connexion…",
  "line.connected": "Connecté",
  "line.reconnecting": "Reconnexion…",
  "line.offline": "Hors ligne",
  "line.degraded": "Service dégradé",
};

/** Names of bets. */
export const market = {
  "market.win": "Simple gagnant",
  "market.place": "Simple placé",
  "market.top3": "Dans les 3 premiers",
  "market.exacta": "Couplé ordre",
  "market.quinella": "Couplé gagnant",
  "market.couple_place": "Couplé placé",
  "market.trifecta": "Trio ordre",
  "market.trio": "Trio désordre",
  "market.duel": "Duel",
  "market.odd_even": "Gagnant pair ou impair",
  "selection.duel": "{first} devant {second}",
  "selection.even": "Pair",
  "selection.odd": "Impair",
};

export const screen = {
  "console.connected": "WebSocket connecté : {url}",
  "console.message": "{event} · course {round}",
  "console.lost": "WebSocket perdu, reconnexion en cours",

  "title.countdown": "{seconds} s · Course {round} · Hippodrome",
  "title.closed": "Paris fermés · {seconds} s · Course {round} · Hippodrome",
  "title.racing": "En course · Course {round} · Hippodrome",
  "title.result": "N° {number} {name} gagne · Course {round} · Hippodrome",

  "brand.tagline": "Courses virtuelles · jour et nuit",
  "round.label": "Course n°",
  "clock.label": "Heure d’Haïti",

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

/** The house's rules: the text that counts. */
export const rules = {
  "page.title": "Règlement · {house}",
  "page.heading": "Règlement des paris",
  "page.intro": "Ce que la maison vous doit, ce que vous lui devez, et comment vérifier chaque course.",
  "page.binding": "Le règlement en français fait foi. Édition {edition}.",
  "page.print": "Imprimer",
  "page.live": "Voir les courses",
  "page.contents": "Sommaire",

  "check.heading": "Vérifier un ticket",
  "check.intro":
    "Le numéro et le code de validation sont imprimés sur le ticket. Le code vaut le ticket : ne le montrez à personne.",
  "check.number": "Numéro du ticket",
  "check.code": "Code de validation",
  "check.submit": "Vérifier",
  "check.waiting": "Vérification…",
  "check.error.number": "Ce n’est pas un numéro de ticket : il s’écrit comme 01-010002-2.",
  "check.error.code": "Ce n’est pas un code de validation : il a 8 lettres et chiffres.",
  "check.error.unknown": "Aucun ticket n’a ce numéro et ce code. Relisez les deux.",
  "check.error.often": "Trop d’essais. Attendez un moment, ou montrez le ticket à une caisse.",
  "check.error.away": "La maison ne répond pas pour l’instant. Réessayez dans un moment ; votre ticket reste valable.",
  "check.error.offline": "Pas de connexion. Réessayez dans un moment ; votre ticket reste valable.",
  "check.ticket": "Ticket {number}",
  "check.round": "Course",
  "check.sold": "Vendu le",
  "check.stake": "Mise totale",
  "check.max": "Gain maximal",
  "check.prize": "Gain",
  "check.refund": "À rendre",
  "check.expires": "À réclamer avant le",
  "check.closed": "Réglé le",
  "check.commitment": "Engagement",
  "check.proof": "Preuve de la course",
  "check.column.bet": "Pari",
  "check.column.odds": "Cote",
  "check.column.stake": "Mise",
  "check.column.prize": "Gain possible",
  "check.column.result": "Résultat",
  "check.line.won": "Gagné",
  "check.line.lost": "Perdu",
  "check.line.open": "En attente",
  "check.line.none": "–",

  "state.sold": "Vendu : la course n’est pas encore réglée.",
  "state.voided": "Annulé : la mise a été rendue.",
  "state.lost": "Perdant.",
  "state.won": "Gagnant : {amount} à toucher à la caisse.",
  "state.refundable": "Course annulée : {amount} à vous rendre à la caisse.",
  "state.paid": "Payé : {amount}.",
  "state.refunded": "Remboursé : {amount}.",
  "state.expired": "Expiré : le délai pour réclamer est passé.",

  "round.heading": "Comment se passe une course",
  "round.auto": "Les courses se suivent jour et nuit, d’elles-mêmes. Chacune porte un numéro ; il n’en manque aucun.",
  "round.open": "Paris ouverts : les partants et leurs cotes sont affichés, les caisses vendent et annulent des tickets.",
  "round.locked":
    "Paris fermés : juste avant le départ, plus aucune vente ni annulation. L’heure du serveur de la maison fait foi.",
  "round.race": "Course : l’écran montre le film. Ni les tickets ni les mises n’entrent dans le tirage.",
  "round.finish":
    "Arrivée : l’ordre complet est publié, sans ex æquo, et tous les tickets de la course sont réglés au même instant.",
  "round.timers":
    "En ce moment, une course dure {total} s : {open} s de paris ouverts, {lock} s de paris fermés, {film} s de course et {finish} s de résultats.",

  "ticket.heading": "Ce qu’est un ticket",
  "ticket.lines":
    "Un ticket porte un ou plusieurs paris, un par ligne, tous sur la même course. Chaque ligne a son type de pari, sa sélection, sa cote et sa mise.",
  "ticket.printed":
    "Il porte un numéro, un code de validation, la course, l’heure de la vente, les lignes, le gain possible, la durée de validité et l’engagement de la course. Relisez-le avant de quitter la caisse.",
  "ticket.stands":
    "Un ticket vendu n’est plus jamais changé : la cote imprimée est celle qui est payée, même si une autre course en affiche une autre.",
  "ticket.bearer": "Le ticket est au porteur : la maison paie qui présente le numéro et le code. Gardez-le bien.",
  "ticket.max":
    "Le gain maximal est le plus grand total que les lignes peuvent gagner ensemble. Souvent, toutes ne peuvent pas gagner à la fois.",

  "markets.heading": "Les paris",
  "markets.example": "Les exemples supposent cette arrivée, de la première place à la dernière : {order}.",
  "markets.column.bet": "Pari",
  "markets.column.wins": "Gagne si…",
  "markets.column.example": "Exemple",
  "markets.wins": "{selection} gagne",
  "markets.loses": "{selection} perd",
  "markets.sold": "vendu",
  "markets.now":
    "À la course {round}, les paris marqués « vendu » sont ouverts à la vente. Cela peut changer d’une course à l’autre.",
  "markets.ask": "Tous ces paris ne sont pas vendus à chaque course : la caisse dit lesquels le sont.",
  "markets.combined": "Une combinaison de plusieurs chevaux se joue en plusieurs lignes, chacune avec sa mise.",

  "market.win.wins": "Votre cheval arrive premier.",
  "market.place.wins":
    "Votre cheval arrive dans les 2 premiers, s’il y a 5 à 7 partants ; dans les 3 premiers, s’il y en a 8 ou plus.",
  "market.top3.wins": "Votre cheval arrive premier, deuxième ou troisième.",
  "market.exacta.wins": "Vos deux chevaux arrivent premier et deuxième, dans cet ordre.",
  "market.quinella.wins": "Vos deux chevaux prennent les deux premières places, dans n’importe quel ordre.",
  "market.couple_place.wins": "Vos deux chevaux sont tous deux dans les 3 premiers.",
  "market.trifecta.wins": "Vos trois chevaux arrivent premier, deuxième et troisième, dans cet ordre.",
  "market.trio.wins": "Vos trois chevaux prennent les trois premières places, dans n’importe quel ordre.",
  "market.duel.wins": "Le premier cheval nommé arrive devant le second. Les autres ne comptent pas.",
  "market.odd_even.wins": "Le numéro du cheval gagnant est pair, ou impair, comme vous l’avez dit.",

  "odds.heading": "Cotes et gains",
  "odds.prize":
    "Gain d’une ligne = mise × cote, arrondi vers le bas au centime. La mise est comprise dans le gain. Le gain du ticket est la somme de ses lignes gagnantes.",
  "odds.example": "Exemple : une mise de {stake} à la cote {odds} gagne {prize}.",
  "odds.rounding": "Exemple avec arrondi : {roundStake} à la cote {roundOdds} font {roundExact}, donc {roundPrize}.",
  "odds.fixed":
    "Les cotes sont celles de la carte de la course, publiée à l’ouverture ; elles ne bougent plus. Elles sont les mêmes à toutes les caisses, et contiennent la marge de la maison.",
  "odds.cash":
    "Si la plus petite pièce de la caisse est plus grande que le reste à payer, la caisse arrondit le gain vers le haut, jamais vers le bas. Un remboursement rend exactement la mise.",

  "limits.heading": "Limites",
  "limits.stake": "À la course {round} : de {min} à {max} par ligne, par pas de {step}.",
  "limits.lines": "Au plus {lines} lignes par ticket.",
  "limits.ask": "La caisse dit la plus petite et la plus grande mise, et combien de lignes un ticket peut porter.",
  "limits.more":
    "La maison limite aussi la mise et le gain d’un ticket, et ce qu’elle risque sur une course. Un ticket qui dépasse une limite est refusé avant la vente ; un ticket vendu n’est jamais réduit.",

  "void.heading": "Annuler un ticket",
  "void.until": "Un ticket s’annule tant que les paris de sa course sont ouverts, jamais après.",
  "void.where":
    "Présentez-le à la caisse qui l’a vendu, ou à un superviseur de la même agence. Le ticket est annulé en entier et toute la mise est rendue.",
  "void.limit": "Un caissier n’annule qu’un certain nombre de tickets par jour ; au-delà, c’est un superviseur qui le fait.",

  "refund.heading": "Course annulée et remboursement",
  "refund.whole":
    "La maison peut annuler une course entière : erreur sur la carte, perte de données constatée, incident technique, décision de l’autorité. Jamais une partie des tickets.",
  "refund.stake": "Toutes les mises de la course sont alors rendues, sur présentation du ticket, dans le délai imprimé dessus.",
  "refund.proof":
    "Le secret de la course et l’ordre qu’elle aurait eu sont publiés quand même : personne ne peut cacher un résultat en annulant.",

  "pay.heading": "Paiement",
  "pay.when": "Un ticket gagnant est payable dès que sa course est réglée, une seule fois, sur présentation du ticket.",
  "pay.validity":
    "Le délai pour réclamer est imprimé sur le ticket (« Valable … jours ») et court à partir du règlement de la course. Passé ce délai, le ticket n’est plus payé.",
  "pay.where": "La caisse dit si un ticket est payable dans toutes les agences ou seulement dans celle qui l’a vendu.",
  "pay.large": "Un gros gain est payé par un superviseur, qui note à qui.",
  "pay.receipt": "Un reçu de paiement peut vous être demandé à signer.",

  "lost.heading": "Ticket perdu ou abîmé",
  "lost.code": "Sans le numéro et le code de validation, rien n’est payé : la maison ne sait pas qui a acheté un ticket.",
  "lost.damaged": "Un ticket abîmé reste payable si les deux se lisent encore.",
  "lost.duplicate":
    "Un duplicata porte la mention « Duplicata » et un numéro. Original et duplicata sont un seul ticket, payé une seule fois.",

  "broken.heading": "Panne et interruption",
  "broken.valid": "Un ticket déjà imprimé reste valable, quoi qu’il arrive aux écrans, aux caisses ou au réseau.",
  "broken.continues":
    "Après une panne, la course reprend où elle en était. Le secret étant scellé d’avance, le résultat est le même ; seul le film peut manquer.",
  "broken.void": "Si une course ne peut pas se terminer, elle est annulée et les mises sont rendues.",
  "broken.late": "Une vente arrivée après la fermeture des paris est refusée : elle n’existe pas, et rien n’est dû.",

  "fair.heading": "Équité : vérifier un résultat",
  "fair.commitment":
    "Avant l’ouverture des paris, un secret est déjà tiré et son empreinte publiée : c’est l’engagement, imprimé sur chaque ticket. Personne ne peut plus changer le secret.",
  "fair.inputs":
    "L’ordre d’arrivée se calcule du secret, du numéro de la course, de l’empreinte de la carte et de la balise, et de rien d’autre. Aucun ticket n’y entre.",
  "fair.address":
    "La preuve de chaque course est à cette adresse, imprimée aussi sur le ticket ; remplacez {id} par le numéro de la course :",
  "fair.step.commitment": "L’engagement (commitment) y est le même que sur votre ticket, lettre pour lettre.",
  "fair.step.secret":
    "Le secret (secret), révélé à la fin de la course, redonne l’engagement : SHA-256 de « HR1/chain » suivi des octets du secret.",
  "fair.step.card": "Le texte de la carte (card) redonne son empreinte (cardHash) ; vos cotes y figurent.",
  "fair.step.order": "Avec ces valeurs et la balise (beacon), la méthode HR1 redonne l’ordre d’arrivée (order).",
  "fair.grade":
    "Niveau en vigueur : {grade}. Au niveau C la balise vaut zéro ; aux niveaux B et A une valeur publique que la maison ne choisit pas s’y ajoute.",
  "fair.verify": "Faites-le ici : votre appareil recalcule la course lui-même.",
  "fair.round": "Numéro de la course",
  "fair.submit": "Recalculer",
  "fair.waiting": "Calcul…",
  "fair.ok":
    "Course {round} conforme. Arrivée recalculée : {order}. Comparez l’engagement avec celui de votre ticket : {commitment}",
  "fair.early": "La course {round} n’est pas terminée : son secret n’est pas encore révélé.",
  "fair.bad": "Course {round} NON conforme : {checks}. Gardez votre ticket et adressez-vous à la maison.",
  "fair.unknown": "Il n’y a pas de course de ce numéro.",
  "fair.unable": "Ce navigateur ne peut pas calculer ici : ouvrez la page en https.",
  "fair.steps": "Voir chaque étape du calcul, avec votre ticket",

  "play.heading": "18+ · Jeu responsable",
  "play.adults": "Le jeu est interdit aux moins de 18 ans. Une caisse peut demander une preuve d’âge.",
  "play.money": "Ne jouez que l’argent que vous pouvez perdre. Les cotes contiennent une marge : à la longue, la maison gagne.",
  "play.chance":
    "Chaque course est tirée à part. Les résultats passés ne disent rien du suivant, et rejouer ne rattrape pas une perte.",
  "play.stop": "Si le jeu n’est plus un plaisir, arrêtez et parlez-en à quelqu’un en qui vous avez confiance.",
};

/** What recomputes a race, on the page and in the saved file. */
export const verify = {
  "verify.page.title": "Vérifier · {house}",
  "verify.page.heading": "Vérifier un ticket ou une course",
  "verify.page.intro":
    "Cet appareil refait tout le calcul lui-même, à partir de ce qui était scellé avant la course. Vous n’avez personne à croire.",
  "verify.page.saved": "Ce fichier refait tout le calcul sans réseau, avec les données que vous lui donnez.",
  "verify.page.rules": "Règlement des paris",
  "verify.waiting": "Calcul…",

  "verify.ask.ticket": "Mon ticket",
  "verify.ask.number": "Numéro du ticket, ou contenu de son code QR",
  "verify.ask.code": "Code de validation",
  "verify.ask.keep": "Le code vaut le ticket : ne le montrez à personne.",
  "verify.ask.submit": "Vérifier",
  "verify.ask.camera": "Scanner le code QR",
  "verify.ask.stop": "Arrêter la caméra",
  "verify.ask.noCamera": "La caméra n’est pas disponible ici : tapez le numéro et le code.",
  "verify.ask.round": "Une course",
  "verify.ask.roundNumber": "Numéro de la course",
  "verify.ask.recent": "Les dernières courues",
  "verify.ask.file": "Données enregistrées",
  "verify.ask.fileHint":
    "Le fichier enregistré depuis la page de vérification, la preuve d’une course, ou les lignes d’un export signé. La signature d’un export se vérifie avec hippo-verify.",
  "verify.ask.open": "Ouvrir un fichier",
  "verify.ask.paste": "Ou coller son contenu",

  "verify.problem.ticket": "Ce n’est ni un numéro de ticket avec son code, ni le contenu d’un code QR. Relisez les deux.",
  "verify.problem.round": "Un numéro de course n’a que des chiffres.",
  "verify.problem.code": "Ce code n’est pas celui d’un ticket.",
  "verify.problem.unknown.ticket": "Aucun ticket n’a ce numéro et ce code. Relisez les deux.",
  "verify.problem.unknown.round": "Il n’y a pas de course de ce numéro.",
  "verify.problem.often": "Trop d’essais. Attendez un moment, ou montrez le ticket à une caisse.",
  "verify.problem.away": "La maison ne répond pas pour l’instant. Réessayez dans un moment ; votre ticket reste valable.",
  "verify.problem.offline": "Pas de connexion. Réessayez dans un moment ; votre ticket reste valable.",
  "verify.problem.unable":
    "Ce navigateur ne peut pas calculer ici : ouvrez la page en https, ou prenez un navigateur plus récent.",
  "verify.problem.json": "Ce texte n’est pas du JSON : il est coupé ou abîmé.",
  "verify.problem.empty": "Il n’y a aucune preuve de course là-dedans.",

  "verify.subject.ticket": "Ticket {number} · course {round}",
  "verify.subject.round": "Course {round}",
  "verify.verdict.ok": "Tout concorde",
  "verify.verdict.ok.text": "Cet appareil a trouvé la même chose que la maison, à chaque étape.",
  "verify.verdict.wait": "Scellé, pas encore couru",
  "verify.verdict.wait.text":
    "Voici ce qui est déjà fixé et que personne ne peut plus changer. Le reste se calcule dès la fin de la course ; cette page attend.",
  "verify.verdict.bad": "Ne concorde pas",
  "verify.verdict.bad.text":
    "À revoir : {steps}. Gardez le ticket et cette page, et adressez-vous à la maison ou à l’autorité.",
  "verify.verdict.never": "Jamais révélé",
  "verify.verdict.never.text":
    "Le secret de cette course annulée est perdu : rien ne peut être recalculé. Les mises sont rendues.",
  "verify.verdict.void": "La course est annulée ; l’ordre qu’elle aurait eu est publié quand même.",

  "verify.outcome.won": "Gagnant : {amount}",
  "verify.outcome.paid": "Gagnant, payé : {amount}",
  "verify.outcome.expired": "Gagnant : {amount}, mais le délai est passé",
  "verify.outcome.lost": "Perdant",
  "verify.outcome.voided": "Ticket annulé, mise rendue : {amount}",
  "verify.outcome.refund": "Mise à rendre : {amount}",
  "verify.outcome.refunded": "Mise rendue : {amount}",

  "verify.order": "Arrivée recalculée",
  "verify.order.void": "L’ordre que la course aurait eu",
  "verify.lines": "Les paris du ticket",
  "verify.line": "Mise {stake} × cote {odds} = {prize}",
  "verify.line.won": "Gagné",
  "verify.line.lost": "Perdu",
  "verify.line.open": "En attente",

  "verify.part.before": "Fixé avant la course",
  "verify.part.before.text": "Touchez une étape pour voir ses octets.",
  "verify.part.after": "Recalculé après la course",
  "verify.part.after.wait": "Cela attend le secret, qui est révélé avec le résultat.",
  "verify.part.after.text": "Du secret révélé jusqu’à l’ordre d’arrivée, puis aux gains.",
  "verify.state.ok": "conforme",
  "verify.state.bad": "différent",
  "verify.state.wait": "pas encore révélé",
  "verify.state.none": "à comparer",

  "verify.step.card": "La carte des partants",
  "verify.step.card.text":
    "Un texte fixe : course, engagement, heure de fermeture, chevaux avec leur poids dans le tirage, cotes. Il ne peut s’écrire que d’une seule façon.",
  "verify.step.cardHash": "L’empreinte de la carte",
  "verify.step.cardHash.text":
    "SHA-256 des {length} octets de la carte. Une seule lettre changée donnerait une tout autre empreinte.",
  "verify.step.round": "C’est bien cette course",
  "verify.step.round.text":
    "Le numéro, la session, la place dans la chaîne et l’engagement que la maison annonce sont ceux de la carte.",
  "verify.step.round.lock": "Les paris fermaient à {time}.",
  "verify.step.beacon": "La balise",
  "verify.step.beacon.text": "Une valeur publique que la maison ne choisit pas, si la carte en nomme une.",
  "verify.step.beacon.none": "La carte n’en nomme pas : elle vaut zéro.",
  "verify.step.beacon.drand": "La carte en nomme une ; sa signature n’est pas vérifiée ici.",
  "verify.step.before": "L’engagement du papier",
  "verify.step.before.text":
    "L’engagement imprimé sur votre ticket avant la course doit être celui-ci, signe pour signe. C’est ce qui empêche de changer de secret après coup.",
  "verify.step.before.seen": "Cet appareil l’a déjà vu avant l’arrivée, le {time} : comparé.",
  "verify.step.before.type": "Tapez-en au moins les 8 premiers signes",
  "verify.step.ticket": "Le ticket est de cette course",
  "verify.step.ticket.text":
    "Il porte l’engagement et l’empreinte de la carte ; ses cotes sont celles de la carte, ses gains possibles mise × cote.",
  "verify.step.secret": "Le secret donne l’engagement",
  "verify.step.secret.text":
    "SHA-256 de « HR1/chain » suivi du secret révélé. Le résultat doit être l’engagement d’avant la course.",
  "verify.step.anchor": "Le secret mène à l’ancre",
  "verify.step.anchor.text":
    "Le même calcul, répété {count} fois, remonte toute la chaîne jusqu’à l’ancre publiée avant la première course de la session.",
  "verify.step.outcomeSeed": "La graine du tirage",
  "verify.step.outcomeSeed.text":
    "HMAC-SHA256 : le secret est la clé ; le message est fait de ces quatre morceaux, et de rien d’autre. Aucun ticket n’y entre.",
  "verify.step.order": "Le tirage de l’ordre",
  "verify.step.order.text":
    "La graine donne une suite de mots de 64 bits. Chaque mot est divisé par la somme des poids des chevaux qui restent : le reste de la division désigne le suivant. Un mot trop grand est refusé, pour n’avantager personne.",
  "verify.step.filmSeed": "La graine du film",
  "verify.step.filmSeed.text": "Le film est fait après l’ordre ; sa graine vient de celle du tirage.",
  "verify.step.prize": "Le gain",
  "verify.step.prize.text": "L’ordre recalculé dit quelles lignes gagnent ; leurs gains s’additionnent.",
  "verify.step.prize.sum": "Gain recalculé : {amount}",

  "verify.word.word": "Mot",
  "verify.word.sum": "Somme",
  "verify.word.rest": "Reste",
  "verify.word.runner": "Cheval",
  "verify.word.refused": "refusé",
  "verify.word.last": "Le dernier cheval qui reste est le {number}.",

  "verify.bytes.card": "Texte",
  "verify.bytes.cardHash": "Empreinte de la carte",
  "verify.bytes.beacon": "Balise",
  "verify.bytes.commitment": "Engagement",
  "verify.bytes.prefix": "Préfixe",
  "verify.bytes.secret": "Secret",
  "verify.bytes.anchor": "Ancre",
  "verify.bytes.key": "Clé",
  "verify.bytes.round": "Numéro de la course",
  "verify.bytes.outcomeSeed": "Graine du tirage",
  "verify.bytes.filmSeed": "Graine du film",

  "verify.check.given": "Annoncé :",
  "verify.check.computed": "Trouvé ici :",
  "verify.check.nothing": "rien, une donnée manque ou est malformée",
  "verify.check.line": "ligne {line}",
  "verify.check.card": "Texte de la carte",
  "verify.check.cardHash": "Empreinte de la carte",
  "verify.check.roundId": "Numéro de la course",
  "verify.check.number": "Numéro répété",
  "verify.check.session": "Session",
  "verify.check.chainIndex": "Place dans la chaîne",
  "verify.check.commitment": "Engagement",
  "verify.check.asked": "Course demandée",
  "verify.check.phase": "Phase de la course",
  "verify.check.beacon": "Balise",
  "verify.check.paper": "Engagement du papier",
  "verify.check.seenCommitment": "Engagement vu avant la course",
  "verify.check.seenCard": "Carte vue avant la course",
  "verify.check.ticketRound": "Course du ticket",
  "verify.check.ticketCommitment": "Engagement du ticket",
  "verify.check.ticketCard": "Carte du ticket",
  "verify.check.lineOdds": "Cote",
  "verify.check.linePrize": "Gain possible",
  "verify.check.stake": "Mise totale",
  "verify.check.secret": "Engagement, recalculé du secret",
  "verify.check.anchor": "Ancre",
  "verify.check.outcomeSeed": "Graine du tirage",
  "verify.check.order": "Ordre d’arrivée",
  "verify.check.filmSeed": "Graine du film",
  "verify.check.lineWon": "Ligne gagnée",
  "verify.check.prize": "Gain",
  "verify.check.state": "État du ticket",
  "verify.check.missing": "Course introuvable",
  "verify.check.place": "Autre session ou autre place",
  "verify.check.link": "Son secret n’est pas l’engagement de la course suivante",

  "verify.walk": "Toute la session",
  "verify.walk.text":
    "Chaque course d’avant est recalculée, et son secret comparé à l’engagement de la suivante, jusqu’à l’ancre : aucune n’a pu être changée, ôtée ou ajoutée.",
  "verify.walk.start": { one: "Remonter {count} course", other: "Remonter {count} courses" },
  "verify.walk.stop": "Arrêter",
  "verify.walk.going": "{count} sur {total} : conformes jusqu’ici",
  "verify.walk.ok": { one: "{count} course recalculée, conforme", other: "{count} courses recalculées, toutes conformes" },
  "verify.walk.bad": "{count} sur {total} recalculées, {bad} NON conformes",

  "verify.keep": "Sans réseau",
  "verify.keep.text":
    "Gardez cette page comme un fichier, et les données d’une course : les deux suffisent pour vérifier plus tard, hors ligne.",
  "verify.keep.page": "Enregistrer la page",
  "verify.keep.data": "Enregistrer les données",
};

export const cashier = {};

export const till = {};

export const tickets = {};

export const scan = {};

export const outbox = {};

export const paper = {
  "paper.ticket": "Ticket de pari",
  "paper.duplicate": "Duplicata n° {number}",
  "paper.shop": "Agence",
  "paper.till": "Caisse",
  "paper.cashier": "Caissier",
  "paper.code": "Code de validation",
  "paper.race": "Course n° {number}",
  "paper.start": "Départ",
  "paper.sold": "Vente",
  "paper.zone": "Heure locale",
  "paper.odds": "cote",
  "paper.stake": "Mise",
  "paper.prize": "Gain possible",
  "paper.beats": "devant",
  "paper.even": "Pair",
  "paper.odd": "Impair",
  "paper.totalStake": "Mise totale",
  "paper.maxPrize": "Gain maximal",
  "paper.maxPrizeNote": "Toutes les lignes ne peuvent pas gagner ensemble.",
  "paper.valid": { one: "Valable {count} jour", other: "Valable {count} jours" },
  "paper.rules": "Règlement",
  "paper.verify": "Vérifier la course",
  "paper.commitment": "Engagement de la course",
  "paper.card": "Empreinte de la carte",
  "paper.beacon": "Balise",
  "paper.binding": "Le règlement en français fait foi.",
  "paper.state.voided": "Annulé",
  "paper.state.lost": "Perdant",
  "paper.state.won": "Gagnant · à payer",
  "paper.state.refundable": "À rembourser",
  "paper.state.paid": "Payé",
  "paper.state.refunded": "Remboursé",
  "paper.state.expired": "Expiré",
  "paper.worthless": "Sans valeur",
  "paper.slip.pay": "Reçu de paiement",
  "paper.slip.refund": "Reçu de remboursement",
  "paper.slip.void": "Reçu d’annulation",
  "paper.result": "Arrivée",
  "paper.won": "Gain",
  "paper.roundVoid": "Course annulée : mises rendues",
  "paper.rounding": "Arrondi",
  "paper.handedOut": "Remis",
  "paper.date": "Date",
  "paper.soldAt": "Vendu à",
  "paper.note": "Note",
  "paper.signature.client": "Signature du client",
  "paper.signature.cashier": "Signature du caissier",
  "paper.signature.supervisor": "Signature du superviseur",
  "paper.signature.other": "Signature de l’autre personne",
  "paper.signature.giver": "Signature (remet)",
  "paper.signature.taker": "Signature (reçoit)",
  "paper.report.x": "Relevé X",
  "paper.report.z": "Clôture Z",
  "paper.session": "Session n° {number}",
  "paper.opened": "Ouverture",
  "paper.closed": "Fermeture",
  "paper.closedBy": "Fermée par",
  "paper.printed": "Imprimé",
  "paper.float": "Fonds de caisse",
  "paper.total.sales": "Ventes",
  "paper.total.voids": "Annulations",
  "paper.total.payments": "Paiements",
  "paper.total.refunds": "Remboursements",
  "paper.total.rounding": "Arrondis",
  "paper.total.deposits": "Dépôts",
  "paper.total.withdrawals": "Retraits",
  "paper.total.cashIn": "Entrées",
  "paper.total.cashOut": "Sorties",
  "paper.total.supplies": "Approvisionnements",
  "paper.total.drops": "Prélèvements",
  "paper.total.reversals": "Contre-passations",
  "paper.expected": "Attendu",
  "paper.counted": "Compté",
  "paper.variance": "Écart",
  "paper.corrected": "Compte rectifié",
  "paper.correctedBy": "Rectifié par",
  "paper.reason": "Motif",
  "paper.journal": "Journal, écriture {number}",
  "paper.movement.deposit": "Dépôt de la banque",
  "paper.movement.withdrawal": "Retrait vers la banque",
  "paper.movement.cash_in": "Entrée de caisse",
  "paper.movement.cash_out": "Sortie de caisse",
  "paper.movement.supply": "Approvisionnement du coffre",
  "paper.movement.drop": "Prélèvement vers le coffre",
  "paper.entry": "Écriture n° {number}",
  "paper.by": "Par",
  "paper.reference": "Référence",
  "paper.amount": "Montant",
  "paper.handover": "Passation de caisse",
  "paper.from": "Remet",
  "paper.to": "Reçoit",
  "paper.test": "Page d’essai",
  "paper.test.letters": "Lettres, code, coupe, tiroir",
  "paper.test.box": "Cadre",
  "paper.test.scan": "Scannez ce code dans la page de réglage.",
  "paper.test.cut": "Le papier se coupe ici.",
};

export const display = {};

export const messages = {};
