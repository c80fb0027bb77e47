// Saving what is shown: rows as CSV, the picture as PNG.
const RISKY = /^[=+\-@＝＋－＠\t\r\n']/; // what a spreadsheet might take for a formula, as in kg/export/facts_csv.py

function csvCell(value) {
  if (typeof value === "number") return String(value);
  const text = RISKY.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows of a tab as CSV for a spreadsheet: UTF-8 with its mark, a line a row, no cell that begins like a formula. */
function toCsv(tab, rows) {
  const columns = COLUMNS[tab].filter(column => !column.screenOnly), head = columns.map(column => csvCell(say()[column.id]));
  const lines = rows.map(row => columns.map(column => csvCell(column.of(row) ?? "")).join(","));
  return "\uFEFF" + [head.join(","), ...lines].join("\r\n") + "\r\n";
}

function save(name, blob) {
  const link = el("a", {href: URL.createObjectURL(blob), download: name});
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/** The picture as it stands, twice as fine as the screen, on white, with a line beneath that says what it is. */
async function toPng(scene, caption) {
  const {network, container} = scene, inner = network.canvas, [wide, high] = [container.clientWidth, container.clientHeight];
  const ratio = inner.pixelRatio, fine = Math.max(2, ratio), frame = inner.frame.canvas;
  const sized = scale => { inner.pixelRatio = scale; frame.width = wide * scale; frame.height = high * scale; network.renderer._redraw(); };
  sized(fine);
  const canvas = el("canvas", {width: wide * fine, height: (high + 28) * fine}), context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(frame, 0, 0);
  sized(ratio);
  context.scale(fine, fine);
  context.font = `12px ${FONT}`;
  context.fillStyle = SOFT;
  context.fillText(caption, 12, high + 18, wide - 24);
  return new Promise(done => canvas.toBlob(done, "image/png"));
}
