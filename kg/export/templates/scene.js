// The canvas: vis-network draws nodes and edges from pyvis's data; labels are drawn here, the important first, none over another.
const INK = "#1b1f24", FONT = '-apple-system, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif';
const REST = 0.42, FAINT = 0.05, STRONG = 0.95; // how strongly edges are drawn: usually, beside a selection, in a selection

class Scene {
  constructor(container, data) {
    this.container = container;
    this.nodes = new Map(data.nodes.map(node => [node.id, {...node, degree: LINKS.get(node.id).length}]));
    this.turn();
    this.edges = new Map(data.edges.map(edge => [edge.id, edge]));
    this.shown = {nodes: new Set(), edges: new Set()};
    this.widths = new Map();
    this.line = 1.2; // width of a line in canvas units, wider where much is drawn small
    this.focus = null; // {nodes, edges} that stand out, or null
    this.ranked = [...this.nodes.values()].sort((a, b) => b.degree - a.degree || (a.id < b.id ? -1 : 1));
    this.sets = {nodes: new vis.DataSet([...this.nodes.values()].map(node => this.visNode(node))), edges: new vis.DataSet([...this.edges.values()].map(edge => ({...edge, hidden: true, color: this.edgeColour(edge, REST)})))};
    const many = data.edges.length > 1500;
    const options = {...data.options, interaction: {...data.options.interaction, hideEdgesOnDrag: many, hideEdgesOnZoom: many}};
    this.network = new vis.Network(container, this.sets, options);
    this.roundEllipses();
    this.network.on("afterDrawing", context => this.drawLabels(context));
    const follow = event => { for (const id of event.nodes) Object.assign(this.nodes.get(id), this.network.getPosition(id)); };
    this.network.on("dragging", follow);
    this.network.on("dragEnd", follow);
  }

  /** Fit the places, which were made for a wide screen, to a tall one: sides change, and both are stretched a little to fill it. */
  turn() {
    const {clientWidth, clientHeight} = this.container, all = [...this.nodes.values()];
    if (clientHeight > clientWidth * 1.15) for (const node of all) [node.x, node.y] = [node.y, node.x];
    const linked = all.filter(node => node.degree), extent = key => Math.max(...linked.map(n => n[key])) - Math.min(...linked.map(n => n[key])) + 1;
    if (!linked.length) return;
    const ratio = clientWidth / Math.max(clientHeight, 1) / (extent("x") / extent("y"));
    for (const node of all) {
      node.x = Math.round(node.x * Math.min(Math.max(ratio, 1), 1.3));
      node.y = Math.round(node.y * Math.min(Math.max(1 / ratio, 1), 1.7));
    }
  }

  /** A node as vis-network takes it: hidden at first, without its label; an ellipse has no room for one at every zoom, so it is drawn here. */
  visNode({degree, label, ...node}) {
    if (node.shape === "ellipse") Object.assign(node, {shape: "custom", ctxRenderer: arg => this.ellipse(node.id, arg)});
    return {...node, label: undefined, hidden: true};
  }

  ellipse(id, {ctx, x, y}) {
    const {size, color} = this.nodes.get(id), [rx, ry] = [size * 1.25, size * 0.82];
    const drawNode = () => {
      ctx.save();
      ctx.globalAlpha = !this.focus || this.focus.nodes.has(id) ? 1 : 0.12;
      ctx.beginPath();
      ctx.ellipse(x, y, rx, ry, 0, 0, 2 * Math.PI);
      ctx.fillStyle = color.background;
      ctx.fill();
      ctx.lineWidth = 1.5;
      ctx.strokeStyle = color.border;
      ctx.stroke();
      ctx.restore();
    };
    return {drawNode, nodeDimensions: {width: rx * 2, height: ry * 2}};
  }

  /** vis-network takes a shape of our own for a rectangle; let edges end at the ellipse instead. */
  roundEllipses() {
    for (const {id, shape, size} of this.nodes.values()) {
      const own = this.network.body.nodes[id]?.shape, [a, b] = [size * 1.25 + 1, size * 0.82 + 1];
      if (shape === "ellipse" && own) own.distanceToBorder = (_, angle) => (a * b) / Math.hypot(b * Math.cos(angle), a * Math.sin(angle));
    }
  }

  edgeColour(edge, opacity) {
    return {color: edge.color, highlight: edge.color, hover: edge.color, opacity, inherit: false};
  }

  /** Show exactly these nodes and edges, and let those of ``focus`` stand out. */
  update(nodes, edges, focus) {
    const strength = (key, sets) => (!sets ? REST : sets.edges.has(key) ? STRONG : FAINT);
    const light = (key, sets) => (!sets || sets.nodes.has(key) ? 1 : 0.12);
    const [before, was] = [this.focus, this.shown];
    const changedNodes = [...this.nodes.keys()].filter(id => nodes.has(id) !== was.nodes.has(id) || light(id, focus) !== light(id, before));
    const changedEdges = [...this.edges.keys()].filter(id => edges.has(id) !== was.edges.has(id) || strength(id, focus) !== strength(id, before));
    this.focus = focus;
    this.shown = {nodes, edges};
    if (changedNodes.length) this.sets.nodes.update(changedNodes.map(id => ({id, hidden: !nodes.has(id), opacity: light(id, focus)})));
    if (changedEdges.length) {
      this.sets.edges.update(changedEdges.map(id => ({id, hidden: !edges.has(id), width: focus?.edges.has(id) ? 2 : this.line, color: this.edgeColour(this.edges.get(id), strength(id, focus))})));
    }
  }

  /** The whole of what is shown, with room for the labels at the rim, which keep their size at every zoom. */
  fit(animate) {
    const shown = [...this.shown.nodes].map(id => this.nodes.get(id));
    if (shown.length) this.frame(shown, {x: 0, y: 0, width: this.container.clientWidth, height: this.container.clientHeight}, 0.02, 1.3, animate);
  }

  /** Bring points into a part of the canvas, no smaller than ``least`` and no larger than ``most``. */
  frame(points, free, least, most, animate) {
    const [xs, ys] = [points.map(p => p.x), points.map(p => p.y)];
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const margin = Math.min(70, free.width / 8);
    const room = Math.min((free.width - 2 * margin) / (right - left + 1), (free.height - 90) / (bottom - top + 1));
    const offset = {x: free.x + (free.width - this.container.clientWidth) / 2, y: free.y + (free.height - this.container.clientHeight) / 2 - 6};
    this.moveTo({x: (left + right) / 2, y: (top + bottom) / 2}, Math.min(Math.max(room, least), most), offset, animate);
  }

  moveTo(position, scale, offset, animate) {
    const still = !animate || matchMedia("(prefers-reduced-motion: reduce)").matches || this.nodes.size > 800;
    this.network.moveTo({position, scale, offset, animation: still ? false : {duration: 350, easingFunction: "easeInOutCubic"}});
  }

  zoom(factor) {
    this.moveTo(this.network.getViewPosition(), Math.min(Math.max(this.network.getScale() * factor, 0.03), 4), {x: 0, y: 0}, true);
  }

  /** A point in the middle of an edge, on its curve, in canvas units. */
  middle(key) {
    const line = this.network.body.edges[key]?.edgeType;
    if (line) return line.getPoint(0.5);
    const {from, to} = this.edges.get(key);
    return {x: (this.nodes.get(from).x + this.nodes.get(to).x) / 2, y: (this.nodes.get(from).y + this.nodes.get(to).y) / 2};
  }

  drawLabels(context) {
    const matrix = context.getTransform(), scale = this.network.getScale(), ratio = matrix.a / scale;
    const screen = p => ({x: (p.x * matrix.a + matrix.e) / ratio, y: (p.y * matrix.d + matrix.f) / ratio});
    const [wide, high] = [this.container.clientWidth, this.container.clientHeight];
    const inside = p => p.x > -20 && p.x < wide + 20 && p.y > -20 && p.y < high + 20;
    const placed = new Grid([0, 0, wide, high]);
    const wanted = this.focus ? this.ranked.filter(n => this.focus.nodes.has(n.id)) : this.ranked;
    const seen = wanted.filter(n => this.shown.nodes.has(n.id)).map(node => ({node, at: screen(node), r: node.size * scale})).filter(({at}) => inside(at));
    for (const {at, r} of seen.slice(0, 400)) placed.add([at.x - r * 0.8, at.y - r * 0.8, at.x + r * 0.8, at.y + r * 0.8]);
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    let room = this.focus ? 400 : Math.max(24, wide * high / (this.shown.nodes.size > 250 ? 16000 : 8500)); // labels that a screen bears
    for (const {node, at, r} of seen) if (room > 0 && this.drawLabel(context, placed, node, at, r)) room--;
    if (this.focus) for (const key of [...this.focus.edges].slice(0, 40)) this.drawRelation(context, placed, key, screen(this.middle(key)));
    context.restore();
  }

  drawLabel(context, placed, node, at, r) {
    const chosen = this.focus?.main === node.id;
    const size = chosen ? 14 : Math.round(11 + Math.min(node.degree, 24) / 8), weight = chosen || node.degree >= 12 ? 600 : 400;
    context.font = `${weight} ${size}px ${FONT}`;
    const width = this.width(context, node.label), [w, h] = [width / 2 + 2, size / 2 + 1];
    const spots = [[at.x, at.y + r + h + 1], [at.x + r + w + 2, at.y], [at.x, at.y - r - h - 1], [at.x - r - w - 2, at.y]];
    const spot = spots.find(([x, y]) => placed.free([x - w, y - h, x + w, y + h])) || (chosen ? spots[0] : null);
    if (spot) this.write(context, placed, node.label, spot, [w, h], INK);
    return Boolean(spot);
  }

  drawRelation(context, placed, key, at) {
    const text = relationOf(FACTS.get(key))[language];
    context.font = `400 11px ${FONT}`;
    const [w, h] = [this.width(context, text) / 2 + 2, 7];
    if (placed.free([at.x - w, at.y - h, at.x + w, at.y + h])) this.write(context, placed, text, [at.x, at.y], [w, h], this.edges.get(key).color);
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
  add(box) { for (const key of this.keys(box)) this.cells.set(key, [...(this.cells.get(key) || []), box]); }
  free(box) {
    const [left, top, right, bottom] = this.bounds;
    if (box[0] < left || box[1] < top || box[2] > right || box[3] > bottom) return false;
    for (const key of this.keys(box)) for (const o of this.cells.get(key) || []) if (box[0] < o[2] && o[0] < box[2] && box[1] < o[3] && o[1] < box[3]) return false;
    return true;
  }
}
