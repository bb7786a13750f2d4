/* SPDX-License-Identifier: MIT */
/* One row per word. With accents: the page is printed as graphics, not in the printer's own character set. */
#include "print_words.h"

#include <string.h>

static const char *const codes[PRINT_LANGUAGES] = {"fr", "en", "ht"};

static const char *const words[WORD_COUNT][PRINT_LANGUAGES] = {
    [WORD_TICKET] = {"Ticket de pari", "Betting ticket", "Fich paryaj"},
    [WORD_DUPLICATE] = {"Duplicata n°", "Duplicate no.", "Kopi nº"},
    [WORD_SHOP] = {"Agence", "Shop", "Ajans"},
    [WORD_TILL] = {"Caisse", "Till", "Kès"},
    [WORD_CASHIER] = {"Caissier", "Cashier", "Kesye"},
    [WORD_CODE] = {"Code de validation", "Validation code", "Kòd validasyon"},
    [WORD_RACE] = {"Course n°", "Race no.", "Kous nº"},
    [WORD_START] = {"Départ", "Off at", "Depa"},
    [WORD_SOLD] = {"Vente", "Sold", "Vann"},
    [WORD_ZONE] = {"Heure locale", "Local time", "Lè lokal"},
    [WORD_ODDS] = {"cote", "odds", "kòt"},
    [WORD_STAKE] = {"Mise", "Stake", "Miz"},
    [WORD_PRIZE] = {"Gain possible", "To win", "Ka genyen"},
    [WORD_BEATS] = {"devant", "ahead of", "devan"},
    [WORD_EVEN] = {"Pair", "Even", "Pè"},
    [WORD_ODD] = {"Impair", "Odd", "Enpè"},
    [WORD_TOTAL_STAKE] = {"Mise totale", "Total stake", "Miz total"},
    [WORD_MAX_PRIZE] = {"Gain maximal", "Most to win", "Pi gwo gen"},
    [WORD_MAX_PRIZE_NOTE] = {"Toutes les lignes ne peuvent pas gagner ensemble.",
                             "Not all lines can win together.", "Tout liy yo pa ka genyen ansanm."},
    [WORD_VALID] = {"Valable", "Valid for", "Fich sa a valid pou"},
    [WORD_VALID_DAYS] = {"jours", "days", "jou"},
    [WORD_RULES] = {"Règlement", "Rules", "Règleman"},
    [WORD_VERIFY] = {"Vérifier la course", "Verify the race", "Verifye kous la"},
    [WORD_COMMITMENT] = {"Engagement de la course", "Commitment of the race", "Angajman kous la"},
    [WORD_CARD] = {"Empreinte de la carte", "Hash of the card", "Anprent kat la"},
    [WORD_BEACON] = {"Balise", "Beacon", "Baliz"},
    [WORD_BINDING] = {"", "The rules in French are binding.", "Se règleman an franse a ki konte."},
    [WORD_STATE_VOIDED] = {"Annulé", "Voided", "Anile"},
    [WORD_STATE_LOST] = {"Perdant", "Lost", "Pèdi"},
    [WORD_STATE_WON] = {"Gagnant · à payer", "Won · to be paid", "Genyen · pou peye"},
    [WORD_STATE_REFUNDABLE] = {"À rembourser", "To be refunded", "Pou ranbouse"},
    [WORD_STATE_PAID] = {"Payé", "Paid", "Peye"},
    [WORD_STATE_REFUNDED] = {"Remboursé", "Refunded", "Ranbouse"},
    [WORD_STATE_EXPIRED] = {"Expiré", "Expired", "Ekspire"},
    [WORD_WORTHLESS] = {"Sans valeur", "Without value", "San valè"},
    [WORD_SLIP_PAY] = {"Reçu de paiement", "Payment receipt", "Resi peman"},
    [WORD_SLIP_REFUND] = {"Reçu de remboursement", "Refund receipt", "Resi ranbousman"},
    [WORD_SLIP_VOID] = {"Reçu d’annulation", "Annulment receipt", "Resi anilasyon"},
    [WORD_RESULT] = {"Arrivée", "Finish", "Arive"},
    [WORD_WINNER] = {"Gagnant", "Winner", "Gayan"},
    [WORD_WON] = {"Gain", "Prize", "Genyen"},
    [WORD_ROUND_VOID] = {"Course annulée : mises rendues", "Race void: stakes returned",
                         "Kous anile: miz yo remèt"},
    [WORD_ROUNDING] = {"Arrondi", "Rounding", "Awondi"},
    [WORD_CASH_OUT] = {"Remis", "Paid out", "Remèt"},
    [WORD_DATE] = {"Date", "Date", "Dat"},
    [WORD_SOLD_AT] = {"Vendu à", "Sold at", "Vann nan"},
    [WORD_NOTE] = {"Note", "Note", "Nòt"},
    [WORD_SIGNATURE_CLIENT] = {"Signature du client", "Client’s signature", "Siyati kliyan an"},
    [WORD_SIGNATURE_CASHIER] = {"Signature du caissier", "Cashier’s signature", "Siyati kesye a"},
    [WORD_SIGNATURE_SUPERVISOR] = {"Signature du superviseur", "Supervisor’s signature", "Siyati sipèvizè a"},
    [WORD_REPORT_X] = {"Relevé X", "X report", "Rapò X"},
    [WORD_REPORT_Z] = {"Clôture Z", "Z report", "Rapò Z"},
    [WORD_SESSION] = {"Session n°", "Session no.", "Sesyon nº"},
    [WORD_OPENED] = {"Ouverture", "Opened", "Louvri"},
    [WORD_CLOSED] = {"Fermeture", "Closed", "Fèmen"},
    [WORD_CLOSED_BY] = {"Fermée par", "Closed by", "Fèmen pa"},
    [WORD_PRINTED] = {"Imprimé", "Printed", "Enprime"},
    [WORD_FLOAT] = {"Fonds de caisse", "Float", "Fon kès"},
    [WORD_SALES] = {"Ventes", "Sales", "Vant"},
    [WORD_VOIDS] = {"Annulations", "Annulments", "Anilasyon"},
    [WORD_PAYMENTS] = {"Paiements", "Payments", "Peman"},
    [WORD_REFUNDS] = {"Remboursements", "Refunds", "Ranbousman"},
    [WORD_ROUNDINGS] = {"Arrondis", "Roundings", "Awondi"},
    [WORD_DEPOSITS] = {"Dépôts", "Deposits", "Depo"},
    [WORD_WITHDRAWALS] = {"Retraits", "Withdrawals", "Retrè"},
    [WORD_CASH_INS] = {"Entrées", "Cash in", "Antre"},
    [WORD_CASH_OUTS] = {"Sorties", "Cash out", "Soti"},
    [WORD_SUPPLIES] = {"Approvisionnements", "Supplies", "Apwovizyonman"},
    [WORD_DROPS] = {"Prélèvements", "Drops", "Prelèvman"},
    [WORD_REVERSALS] = {"Contre-passations", "Reversals", "Kontrepase"},
    [WORD_EXPECTED] = {"Attendu", "Expected", "Atann"},
    [WORD_COUNTED] = {"Compté", "Counted", "Konte"},
    [WORD_VARIANCE] = {"Écart", "Variance", "Diferans"},
    [WORD_CORRECTED] = {"Compte rectifié", "Count corrected", "Kont korije"},
    [WORD_CORRECTED_BY] = {"Rectifié par", "Corrected by", "Korije pa"},
    [WORD_REASON] = {"Motif", "Reason", "Rezon"},
    [WORD_JOURNAL] = {"Journal, écriture", "Journal, entry", "Jounal, ekriti"},
};

bool print_language_of(const char *code, enum print_language *language)
{
    for (int i = 0; i < PRINT_LANGUAGES; i++) {
        if (strcmp(codes[i], code) != 0) continue;
        *language = (enum print_language)i;
        return true;
    }
    return false;
}

const char *print_language_code(enum print_language language)
{
    return codes[language];
}

const char *print_word(enum print_language language, enum print_word word)
{
    return words[word][language];
}
