// How figures, rates and dates are written. Amounts are exact decimal texts and go to Intl as texts: nothing is
// calculated here, and nothing is rounded.

/**
 * @typedef {`${number}`} Decimal
 * @typedef {{kind: "percent", fraction: Decimal}} Percent
 * @typedef {{kind: "pointsPer", points: Decimal, programme: string}} PointsPer
 * @typedef {{kind: "amount", amount: Decimal, currency: string}} Amount
 * @typedef {{kind: "points", points: Decimal, programme: string}} Points
 * @typedef {Percent | PointsPer | Amount | Points} Figure
 * @typedef {Figure & {upTo: boolean}} Rate
 * @typedef {{spend: Figure, cash: Figure, points: Figure | null}} Example
 * @typedef {(key: string, ...values: string[]) => string} Translate
 * @typedef {ReturnType<typeof figuresFor>} Figures
 */

/**
 * The writers for one language.
 * @param {string} locale
 * @param {Translate} t
 */
export function figuresFor(locale, t) {
  /** @param {Decimal} text @param {Intl.NumberFormatOptions} [options] */
  const number = (text, options) => new Intl.NumberFormat(locale, options).format(text);

  /**
   * A mark after a trailing `US$` keeps it from coming out as `$US` in right-to-left text.
   * @param {Amount} figure @param {"auto" | "stripIfInteger"} zeros
   */
  const money = (figure, zeros) =>
    number(figure.amount, { style: "currency", currency: figure.currency, trailingZeroDisplay: zeros })
      .replace(/[A-Z]\p{Sc}$/u, "$&\u200e");

  /** A portal may name a day that there is not. @param {number} time @param {Intl.DateTimeFormatOptions} options */
  const date = (time, options) =>
    Math.abs(time) <= 8.64e15 ? new Intl.DateTimeFormat(locale, options).format(time) : "?";

  const writers = {
    /** The bare figure of a rate: `10%`, `10x`, `$25`, `2,500`. @param {Figure} figure */
    headline(figure) {
      switch (figure.kind) {
        case "percent":
          return number(figure.fraction, { style: "percent", maximumFractionDigits: 2 });
        case "pointsPer":
          return t("pointsPer", number(figure.points, { maximumFractionDigits: 4 }));
        case "amount":
          return money(figure, "stripIfInteger");
        default:
          return number(figure.points);
      }
    },

    /** What the headline is of. @param {Figure} figure */
    label(figure) {
      return "programme" in figure ? t("labelPoints", figure.programme) : t("labelCash");
    },

    /** An exact sum: `$10.00`, `1,000 points`. @param {Figure} figure */
    sum(figure) {
      if (figure.kind === "amount") return money(figure, "auto");
      return figure.kind === "points" ? writers.counted("points", figure.points) : writers.headline(figure);
    },

    /** A rate as part of a sentence. @param {Rate} rate */
    rate(rate) {
      const figure = writers.headline(rate);
      const whole = "programme" in rate ? t("ratePoints", figure, rate.programme) : t("rateCash", figure);
      return rate.upTo ? t("upTo", whole) : whole;
    },

    /** What a purchase earns. @param {Example} example */
    example({ spend, cash, points }) {
      const sums = [spend.kind === "amount" ? money(spend, "stripIfInteger") : writers.sum(spend), writers.sum(cash)];
      return points ? t("exampleBoth", ...sums, writers.sum(points)) : t("exampleCash", ...sums);
    },

    /** A sum with its programme: `$24.99`, `2,499 Bilt points`. @param {Figure} figure */
    programme(figure) {
      if (figure.kind !== "points") return writers.sum(figure);
      return t("pointsOf", number(figure.points), figure.programme);
    },

    /** One of several: `$24.99 or 2,499 points`. @param {string[]} words */
    either(words) {
      return new Intl.ListFormat(locale, { type: "disjunction" }).format(words);
    },

    /** A percentage as the shopper set it. @param {string} text */
    percent(text) {
      const exact = /** @type {Decimal} */ (`${text}E-2`);
      return number(exact, { style: "percent", maximumFractionDigits: 2 });
    },

    /** Cents a point: `1.50`. @param {string} text */
    cents(text) {
      return number(/** @type {Decimal} */ (text), { minimumFractionDigits: 2 });
    },

    /** How long until a moment: `2 h 10 min`, never less than a minute. @param {number} until milliseconds */
    left(until) {
      const minutes = Math.max(1, Math.floor((until - Date.now()) / 60_000));
      const parts = [[Math.floor(minutes / 1440), "day"], [Math.floor(minutes / 60) % 24, "hour"], [minutes % 60, "minute"]];
      const words = parts
        .filter(([count]) => count)
        .slice(0, 2)
        .map(([count, unit]) => new Intl.NumberFormat(locale, { style: "unit", unit: String(unit) }).format(Number(count)));
      return new Intl.ListFormat(locale, { type: "unit", style: "narrow" }).format(words);
    },

    /** A month such as `2026-01`. @param {string} month */
    month(month) {
      return date(Date.parse(month), { year: "numeric", month: "long", timeZone: "UTC" });
    },

    /** A calendar day, named by its beginning in UTC. @param {number} time milliseconds */
    utcDay(time) {
      return date(time, { dateStyle: "medium", timeZone: "UTC" });
    },

    /** A day in the shopper's time zone. @param {number} time milliseconds */
    day(time) {
      return date(time, { dateStyle: "medium" });
    },

    /** A moment in the shopper's time zone. @param {number} time milliseconds */
    moment(time) {
      return date(time, { dateStyle: "medium", timeStyle: "short" });
    },

    /** A calendar day such as `2026-02-15`, the same in every time zone. @param {string} day */
    calendarDay(day) {
      return date(Date.parse(day), { dateStyle: "medium", timeZone: "UTC" });
    },

    /** A month of a year, 1 to 12. @param {number} year @param {number} month */
    monthOf(year, month) {
      return date(Date.UTC(year, month - 1), { month: "long", year: "numeric", timeZone: "UTC" });
    },

    /**
     * A message about a number, in the plural form that the language has for it: `points_one`, `points_other`.
     * @param {string} key @param {number | Decimal} count
     */
    counted(key, count) {
      const form = new Intl.PluralRules(locale).select(Number(count));
      return t(`${key}_${form}`, new Intl.NumberFormat(locale).format(count));
    },

    /** How much was sent, came or is kept. @param {number} bytes */
    bytes(bytes) {
      const [unit, size] = bytes < 1_000 ? ["byte", 1] : bytes < 1_000_000 ? ["kilobyte", 1_000] : ["megabyte", 1_000_000];
      return writers.unit(Math.round(bytes / Number(size)), String(unit));
    },

    /** @param {number} value @param {string} unit as `Intl` names it */
    unit(value, unit) {
      const maximumFractionDigits = value < 10 ? 2 : 0;
      return new Intl.NumberFormat(locale, { style: "unit", unit, maximumFractionDigits }).format(value);
    },

    /** A whole number. @param {number} count */
    count(count) {
      return new Intl.NumberFormat(locale).format(count);
    },
  };
  return writers;
}
