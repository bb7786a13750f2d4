// SPDX-License-Identifier: MIT
// What a careful cashier would note on a sheet of her own: what must be in the till, by what she took and gave. Written apart from
// the house's own sums.

const SIGNS = { supply: 1, drop: -1, cash_in: 1, cash_out: -1, deposit: 1, withdrawal: -1 };
const TOTALS = { supply: "supplies", drop: "drops", cash_in: "cashIn", cash_out: "cashOut", deposit: "deposits", withdrawal: "withdrawals" };

export class Sheet {
  #sales = [];
  #voids = [];
  #payments = [];
  #moved = [];

  constructor(float) {
    this.float = float;
  }

  sold(stake) {
    this.#sales.push(stake);
  }

  voided(stake) {
    this.#voids.push(stake);
  }

  paid(cash) {
    this.#payments.push(cash);
  }

  moved(kind, amount) {
    this.#moved.push({ kind, amount });
  }

  get cash() {
    const moved = this.#moved.reduce((all, { kind, amount }) => all + SIGNS[kind] * amount, 0);
    return this.float + sum(this.#sales) - sum(this.#voids) - sum(this.#payments) + moved;
  }

  /** As the till's report has them. */
  get totals() {
    const list = (all) => ({ count: all.length, amount: sum(all) });
    const kinds = Object.entries(TOTALS).map(([kind, name]) => [name, sum(this.#moved.filter((each) => each.kind === kind).map(({ amount }) => amount))]);
    return { float: this.float, sales: list(this.#sales), voids: list(this.#voids), payments: list(this.#payments), expectedCash: this.cash, ...Object.fromEntries(kinds) };
  }
}

const sum = (amounts) => amounts.reduce((all, amount) => all + amount, 0);

/** An amount in pieces of money, as few as there can be: {piece: how many}. */
export function inPieces(amount, pieces) {
  let left = amount;
  return Object.fromEntries(pieces.map((each) => {
    const many = Math.floor(left / each);
    left -= many * each;
    return [each, many];
  }));
}
