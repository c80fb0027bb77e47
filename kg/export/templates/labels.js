// Labels on the canvas: the important first, none over another, and the ring around what is selected.
const INK = "#1b1f24", SOFT = "#4a5361", ACCENT = "#2f5bd0", LONG = 12; // LONG: characters of a name that stand in the picture; the card has the whole
const FONT = '-apple-system, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif';
const BOLD = 15, FIRST = 8; // names that stand out, at most; names that may cover nodes of less weight
const shortened = name => (name.length <= LONG + 1 ? name : name.slice(0, LONG) + "…");

class Labels {
  constructor(scene) {
    this.scene = scene;
    this.widths = new Map();
  }

  draw(context) {
    const {network, container, shown, focus, ranked} = this.scene;
    const matrix = context.getTransform(), scale = network.getScale(), ratio = matrix.a / scale;
    const screen = p => ({x: (p.x * matrix.a + matrix.e) / ratio, y: (p.y * matrix.d + matrix.f) / ratio});
    const [wide, high] = [container.clientWidth, container.clientHeight];
    const inside = p => p.x > -20 && p.x < wide + 20 && p.y > -20 && p.y < high + 20;
    const placed = new Grid([0, 0, wide, high]);
    this.foremost = new Set(ranked.slice(0, BOLD));
    const wanted = focus ? ranked.filter(n => focus.nodes.has(n.id)) : ranked;
    const seen = wanted.filter(n => shown.nodes.has(n.id)).map(node => ({node, at: screen(node), r: this.scene.size(node.id) * scale})).filter(({at}) => inside(at));
    const cover = ({at, r}) => placed.add([at.x - r * 0.8, at.y - r * 0.8, at.x + r * 0.8, at.y + r * 0.8]);
    seen.slice(0, FIRST).forEach(cover);
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    const main = seen.find(({node}) => node.id === focus?.main);
    if (main) {
      this.ring(context, main);
      this.label(context, placed, main.node, main.at, main.r);
    }
    let room = focus ? 400 : Math.max(24, wide * high / (shown.nodes.size > 250 ? 16000 : 8500)); // labels that a screen bears
    const put = ({node, at, r}) => { if (room > 0 && node !== main?.node && this.label(context, placed, node, at, r)) room--; };
    seen.slice(0, FIRST).forEach(put);
    seen.slice(FIRST, 400).forEach(cover);
    seen.slice(FIRST).forEach(put);
    if (focus) for (const key of [...focus.edges].slice(0, 40)) this.relation(context, placed, key, screen(this.scene.middle(key)));
    context.restore();
  }

  ring(context, {at, r}) {
    context.beginPath();
    context.arc(at.x, at.y, Math.max(r * 1.3, 5) + 4, 0, 2 * Math.PI);
    context.lineWidth = 2;
    context.strokeStyle = ACCENT;
    context.stroke();
  }

  label(context, placed, node, at, r) {
    const chosen = this.scene.focus?.main === node.id, text = shortened(entityOf(node.id).name);
    const size = chosen ? 14 : Math.round(11 + Math.min(node.degree, 24) / 8), weight = chosen || node.degree >= 12 && this.foremost.has(node) ? 600 : 400;
    context.font = `${weight} ${size}px ${FONT}`;
    const width = this.width(context, text), [w, h] = [width / 2 + 2, size / 2 + 1], gap = chosen ? 7 : 1;
    const [right, below, side] = [r + w + gap + 1, r + h + gap, r * 0.7 + w];
    const spots = [[0, below], [right, 0], [0, -below], [-right, 0], [side, below * 0.8], [-side, below * 0.8], [side, -below * 0.8], [-side, -below * 0.8]].map(([x, y]) => [at.x + x, at.y + y]);
    const spot = spots.find(([x, y]) => placed.free([x - w, y - h, x + w, y + h])) || (chosen ? spots[0] : null);
    if (spot) this.write(context, placed, text, spot, [w, h], INK);
    return Boolean(spot);
  }

  relation(context, placed, key, at) {
    const text = relationOf(factOf(key))[language];
    context.font = `400 11px ${FONT}`;
    const [w, h] = [this.width(context, text) / 2 + 2, 7];
    if (placed.free([at.x - w, at.y - h, at.x + w, at.y + h])) this.write(context, placed, text, [at.x, at.y], [w, h], SOFT);
  }

  write(context, placed, text, [x, y], [w, h], colour) {
    placed.add([x - w, y - h, x + w, y + h]);
    context.lineWidth = 3.5;
    context.strokeStyle = "rgba(255, 255, 255, .92)";
    context.strokeText(text, x, y);
    context.fillStyle = colour;
    context.fillText(text, x, y);
  }

  width(context, text) {
    const key = context.font + text;
    if (!this.widths.has(key)) this.widths.set(key, context.measureText(text).width);
    return this.widths.get(key);
  }
}

/** Boxes on the screen, found again by the cells that they touch. */
class Grid {
  constructor(bounds) { Object.assign(this, {bounds, cells: new Map()}); }

  *keys([left, top, right, bottom]) {
    for (let x = Math.floor(left / 64); x <= right / 64; x++) for (let y = Math.floor(top / 64); y <= bottom / 64; y++) yield x * 100003 + y;
  }

  add(box) {
    for (const key of this.keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }

  free(box) {
    const [left, top, right, bottom] = this.bounds;
    if (box[0] < left || box[1] < top || box[2] > right || box[3] > bottom) return false;
    for (const key of this.keys(box)) {
      for (const o of this.cells.get(key) || []) if (box[0] < o[2] && o[0] < box[2] && box[1] < o[3] && o[1] < box[3]) return false;
    }
    return true;
  }
}
