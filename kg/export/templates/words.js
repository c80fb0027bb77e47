// Interface words, numbers as people read them, and elements built from text alone: no string is ever parsed as HTML.
const WORDS = {
  zh: {
    other: "English", search: "搜索名称或别名", filters: "筛选", close: "关闭", none: "没有匹配的实体", types: "实体类型", relations: "关系类型",
    all: "全选", nothing: "全不选", only: "只看", lone: "显示没有关系的实体", solid: "已发生", planned: "计划中", ended: "已结束", supplied: "地名库补充",
    aliases: "又称", facts: "关系", figures: "数据", mentions: "原文提及", evidence: "原文依据", title: "职务", amount: "金额", date: "日期", rank: "名次", rankOf: n => `第${n}名`,
    status: "状态", confidence: "可信度", rule: "规则", planned_figure: "目标", offsets: (a, b) => `第 ${a}–${b} 字`, noEvidence: "来自地名库，不是报纸所言。",
    nothingSaid: "没有关系和数据。", more: n => `再显示 ${n} 条`, zoomIn: "放大", zoomOut: "缩小", fit: "看全图", canvas: "知识图谱", source: "来源", change: "同比",
    totals: t => [["实体", t.entities], ["关系", t.facts], ["数据", t.observations], ["版面", t.pages]], comma: " · ", facts_of: n => `${n} 条关系`,
    note: "每条关系都附有报纸原句，点线即见。", supplied_note: n => `另有 ${n} 条来自地名库，以灰色点线表示。`, cut: n => `实体众多，图中只有关系最多的 ${n} 个。`,
    level: {country: "国家", province: "省级", prefecture: "地级", county: "县级", town: "乡级", village: "村级", region: "区域", site: "场所"},
  },
  en: {
    other: "中文", search: "Search a name or alias", filters: "Filters", close: "Close", none: "No entity of that name", types: "Entity types", relations: "Relations",
    all: "all", nothing: "none", only: "only", lone: "Show entities without relations", solid: "stated", planned: "planned", ended: "ended", supplied: "from the gazetteer",
    aliases: "Also", facts: "Relations", figures: "Figures", mentions: "Mentions", evidence: "Evidence", title: "Title", amount: "Amount", date: "Date", rank: "Rank", rankOf: n => `No. ${n}`,
    status: "Status", confidence: "Confidence", rule: "Rule", planned_figure: "target", offsets: (a, b) => `characters ${a}–${b}`, noEvidence: "From the gazetteer; no page says it.",
    nothingSaid: "No relations or figures.", more: n => `Show ${n} more`, zoomIn: "Zoom in", zoomOut: "Zoom out", fit: "Fit", canvas: "Knowledge graph", source: "Source", change: "year on year",
    totals: t => [["entities", t.entities], ["relations", t.facts], ["figures", t.observations], ["pages", t.pages]], comma: " · ", facts_of: n => n === 1 ? "1 relation" : `${n} relations`,
    note: "Every relation has its sentence; click a line to read it.", supplied_note: n => `${n} more come from the gazetteer, dotted in grey.`, cut: n => `Only the ${n} entities with the most relations are drawn.`,
    level: {country: "country", province: "province", prefecture: "prefecture", county: "county", town: "town", village: "village", region: "region", site: "site"},
  },
};
let language = "zh";
const say = () => WORDS[language];
const other = () => (language === "zh" ? "en" : "zh");

/** An element with attributes, listeners (keys that begin with "on") and children; strings become text. */
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false || value === null) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "class") element.className = value;
    else if (key in element && typeof value === "boolean") element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";
const POLYGONS = {
  square: "2.5,2.5 11.5,2.5 11.5,11.5 2.5,11.5", diamond: "7,1 13,7 7,13 1,7", triangle: "7,1.5 13,12 1,12", triangleDown: "1,2 13,2 7,12.5",
  hexagon: "4,1.8 10,1.8 13,7 10,12.2 4,12.2 1,7", star: "7,.8 8.8,5 13.3,5.3 9.9,8.2 11,12.6 7,10.2 3,12.6 4.1,8.2 .7,5.3 5.2,5",
};

function drawn(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** The shape and colour of an entity type, as the legend and the cards show it. */
function icon(type) {
  const svg = drawn("svg", {viewBox: "0 0 14 14", class: "icon", "aria-hidden": "true"});
  const fill = {fill: type.colour};
  if (POLYGONS[type.shape]) svg.append(drawn("polygon", {points: POLYGONS[type.shape], ...fill}));
  else svg.append(drawn("ellipse", {cx: 7, cy: 7, rx: type.shape === "ellipse" ? 6.5 : 5.5, ry: type.shape === "ellipse" ? 4.2 : 5.5, ...fill}));
  return svg;
}

/** A short line in a relation's colour, dashed as in the picture. */
function stroke(colour, dashes) {
  const svg = drawn("svg", {viewBox: "0 0 20 8", class: "stroke", "aria-hidden": "true"});
  svg.append(drawn("line", {x1: 1, y1: 4, x2: 19, y2: 4, stroke: colour, "stroke-width": 2, "stroke-dasharray": dashes || "none"}));
  return svg;
}

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

/** A sentence in which every one of the names is marked, the longest first where they overlap. */
function marked(sentence, names) {
  const found = [];
  for (const name of [...new Set(names)].filter(Boolean).sort((a, b) => b.length - a.length)) {
    for (let at = sentence.indexOf(name); at >= 0; at = sentence.indexOf(name, at + 1)) {
      if (found.every(([start, end]) => at + name.length <= start || at >= end)) found.push([at, at + name.length]);
    }
  }
  const parts = [];
  let done = 0;
  for (const [start, end] of found.sort((a, b) => a[0] - b[0])) {
    parts.push(sentence.slice(done, start), el("mark", {}, sentence.slice(start, end)));
    done = end;
  }
  return [...parts, sentence.slice(done)].filter(part => part !== "");
}
