// Numbers as people read them, and dates as the spans of days that they are.

/** A number as people write it: 156.1亿, 3.2万, 1,200; in English 15.61B. */
function number(value) {
  const locale = language === "zh" ? "zh-CN" : "en";
  if (Math.abs(value) < 10000) return new Intl.NumberFormat(locale, {maximumFractionDigits: 4}).format(value);
  return new Intl.NumberFormat(locale, {notation: "compact", maximumFractionDigits: 6}).format(value);
}

/** A value with its unit: 156.1亿元, 1亿美元, 80%, 7个. Currencies are the three-letter codes of ISO 4217. */
function quantity(value, unit) {
  if (unit && /^[A-Z]{3}$/.test(unit)) {
    if (language === "en") return `${number(value)} ${unit}`;
    return number(value) + (unit === "CNY" ? "元" : new Intl.DisplayNames("zh-CN", {type: "currency"}).of(unit));
  }
  return number(value) + (unit && language === "en" && unit !== "%" ? " " : "") + (unit || "");
}

/** A year-on-year change, signed: +9.4%. */
function change(fraction) {
  const percent = Math.round(fraction * 1e6) / 1e4;
  return `${percent > 0 ? "+" : percent < 0 ? "−" : ""}${Math.abs(percent)}%`;
}

const DAY = 86400000;
const dayOf = (year, month, day = 1) => {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return Math.round(date.getTime() / DAY);
};

/** The first day of a date and the day after its last, counted from 1970: of 2024 a whole year, of 2024-Q1 or 2024-01/2024-03 a quarter; null for no date. */
function interval(text) {
  if (typeof text !== "string") return null;
  const [first, last] = text.split("/");
  if (last !== undefined) {
    const [a, b] = [interval(first), interval(last)];
    return a && b && a[0] < b[1] ? [a[0], b[1]] : null;
  }
  const [, year, rest] = /^(\d{4})(?:-(.+))?$/.exec(first) || [];
  if (!year) return null;
  if (rest === undefined) return [dayOf(+year, 0), dayOf(+year + 1, 0)];
  const part = /^([QH])([1-4])$/.exec(rest);
  if (part) {
    const months = part[1] === "Q" ? 3 : 6, at = (part[2] - 1) * months;
    return at < 12 ? [dayOf(+year, at), dayOf(+year, at + months)] : null;
  }
  const [, month, day] = /^(\d{2})(?:-(\d{2}))?$/.exec(rest) || [];
  if (!month || month < 1 || month > 12 || (day && (day < 1 || day > 31))) return null;
  if (day && dayText(dayOf(+year, month - 1, +day)) !== first) return null; // the 31st of a shorter month
  return day ? [dayOf(+year, month - 1, +day), dayOf(+year, month - 1, +day + 1)] : [dayOf(+year, month - 1), dayOf(+year, +month)];
}

/** A day, or the month or year that it begins, as text. */
function dayText(day, unit = "day") {
  const iso = new Date(day * DAY).toISOString();
  return iso.slice(0, {year: 4, month: 7, day: 10}[unit]);
}
