// The canvas: vis-network draws the nodes and edges that are drawn so far; labels are drawn by labels.js.
const REST = 0.42, FAINT = 0.05, STRONG = 0.95; // how strongly edges are drawn: usually, beside a selection, in a selection
const MANY_EDGES = 1500; // from so many on, lines are fainter, and left out while the picture moves
const LEAST = [1.6, 0.11]; // pixels of radius that a node keeps at any zoom: so many, and a share of its size
const FURTHEST = 0.006; // the zoom at which the largest graph is seen whole on a phone
const THIN = 1.1, THICK = 1.9; // pixels that a line is wide, usually and in a selection

class Scene {
  constructor(container, options) {
    this.container = container;
    this.nodes = new Map();
    this.edges = new Map();
    this.shown = {nodes: new Set(), edges: new Set()};
    this.line = 1; // a pixel in canvas units, as far as lines go: they keep their width when the picture is made smaller
    this.scale = 1; // the zoom for which lines and nodes have been sized
    this.focus = null; // {main, nodes, edges} that stand out, or null
    this.ranked = [];
    this.sets = {nodes: new vis.DataSet(), edges: new vis.DataSet()};
    this.options = options;
    this.stretch = null;
  }

  /** Begin with all that has been added and updated so far: vis-network gets it once, as it is to be. */
  start() {
    const [nodes, edges] = [[...this.nodes.values()], [...this.edges.values()]];
    this.sets.nodes.add(nodes.map(node => this.visNode(node)));
    this.sets.edges.add(edges.map(edge => this.visEdge(edge)));
    this.network = new vis.Network(this.container, this.sets, {...this.options, interaction: {...this.options.interaction, ...this.sparing()}});
    this.roundShapes(nodes);
    this.labels = new Labels(this);
    this.network.on("beforeDrawing", () => this.rule());
    this.network.on("afterDrawing", context => this.labels.draw(context));
    const follow = event => { for (const id of event.nodes) Object.assign(this.nodes.get(id), this.network.getPosition(id)); };
    this.network.on("dragging", follow);
    this.network.on("dragEnd", follow);
  }

  /** Draw more: entities by id, facts by key, hidden until ``update`` shows them. */
  add(ids, keys) {
    const nodes = ids.filter(id => !this.nodes.has(id)).map(id => ({id, ...this.placed(entityOf(id)), degree: degreeOf(id)}));
    const edges = keys.filter(key => !this.edges.has(key)).map(key => ({id: key, from: factOf(key).s, to: factOf(key).t, ...factOf(key).style}));
    for (const node of nodes) this.nodes.set(node.id, node);
    for (const edge of edges) this.edges.set(edge.id, edge);
    this.ranked = [...this.nodes.values()].sort((a, b) => b.degree - a.degree || (a.id < b.id ? -1 : 1));
    if (!this.network) return;
    this.sets.nodes.add(nodes.map(node => this.visNode(node)));
    this.sets.edges.add(edges.map(edge => this.visEdge(edge)));
    this.roundShapes(nodes);
    this.network.setOptions({interaction: this.sparing()});
  }

  /** With many lines they are left out while the picture moves. */
  sparing() { return {hideEdgesOnDrag: this.edges.size > MANY_EDGES, hideEdgesOnZoom: this.edges.size > MANY_EDGES}; }

  /** Where an entity goes: places were made for a wide screen, so for a tall one sides change, and both are stretched a little to fill it. */
  placed({x, y, size, style}) {
    const [a, b] = this.stretch.turned ? [y, x] : [x, y];
    return {x: Math.round(a * this.stretch.x), y: Math.round(b * this.stretch.y), size, ...style};
  }

  /** Choose how places are turned and stretched, from the entities that the picture opens on. */
  shape(ids) {
    const {clientWidth, clientHeight} = this.container, turned = clientHeight > clientWidth * 1.15;
    const linked = ids.filter(degreeOf).map(entityOf), extent = key => {
      const all = linked.map(e => e[key]);
      return Math.max(...all) - Math.min(...all) + 1;
    };
    const [wide, high] = !linked.length ? [1, 1] : turned ? [extent("y"), extent("x")] : [extent("x"), extent("y")];
    const ratio = linked.length ? clientWidth / Math.max(clientHeight, 1) / (wide / high) : 1;
    this.stretch = {turned, x: Math.min(Math.max(ratio, 1), 1.3), y: Math.min(Math.max(1 / ratio, 1), 1.7)};
  }

  /** A node as vis-network takes it, without a label; the shapes that it would draw around a label are drawn here. */
  visNode({degree, ...node}) {
    const draw = SHAPES[node.shape];
    if (draw) Object.assign(node, {shape: "custom", ctxRenderer: arg => this.own(node.id, draw, arg)});
    return {...node, hidden: !this.shown.nodes.has(node.id), opacity: this.light(node.id), size: this.size(node.id)};
  }

  visEdge(edge) {
    return {...edge, hidden: !this.shown.edges.has(edge.id), width: this.width(edge.id), color: {color: edge.color, highlight: edge.color, hover: edge.color, opacity: this.strength(edge.id), inherit: false}};
  }

  light(id) { return !this.focus || this.focus.nodes.has(id) ? 1 : 0.12; }

  strength(key) {
    const many = this.shown.edges.size > MANY_EDGES ? 0.5 : 1;
    return !this.focus ? REST * many : this.focus.edges.has(key) ? STRONG : FAINT * many;
  }

  width(key) { return (this.focus?.edges.has(key) ? THICK : THIN) * this.line; }

  /** Before each drawing: lines keep about their width in pixels at any zoom, and nodes do not shrink to nothing. */
  rule() {
    const scale = this.network.getScale();
    if (Math.abs(scale / this.scale - 1) < 0.06) return;
    this.scale = scale;
    this.line = 1 / Math.min(Math.max(scale, 0.3), 1.5);
    for (const [key, edge] of Object.entries(this.network.body.edges)) edge.options.width = this.width(key);
    for (const [id, node] of Object.entries(this.network.body.nodes)) {
      if (!this.nodes.has(id)) continue;
      node.options.size = this.size(id);
      node.needsRefresh();
    }
  }

  /** A node's radius in canvas units as it is drawn at this zoom. */
  size(id) {
    const {size} = this.nodes.get(id);
    return Math.max(size, (LEAST[0] + LEAST[1] * size) / this.scale);
  }

  own(id, shape, {ctx, x, y}) {
    const {color} = this.nodes.get(id), [rx, ry] = shape.radii(this.size(id));
    const drawNode = () => {
      ctx.save();
      ctx.globalAlpha = this.light(id);
      ctx.beginPath();
      shape.trace(ctx, x, y, rx, ry);
      ctx.fillStyle = color.background;
      ctx.fill("evenodd");
      ctx.lineWidth = 1.5;
      ctx.strokeStyle = color.border;
      ctx.stroke();
      ctx.restore();
    };
    return {drawNode, nodeDimensions: {width: rx * 2, height: ry * 2}};
  }

  /** vis-network takes a shape of our own for a rectangle of its size; let edges end at its rim instead. */
  roundShapes(nodes) {
    for (const {id, shape} of nodes) {
      const own = this.network.body.nodes[id]?.shape;
      if (SHAPES[shape] && own) own.distanceToBorder = (_, angle) => SHAPES[shape].rim(...SHAPES[shape].radii(this.size(id) + 1), angle);
    }
  }

  /**
   * Show exactly these nodes and edges, and let those of ``focus`` stand out. What is drawn is told so itself, not through the data sets:
   * these would measure and check all of thousands of lines anew for each click.
   */
  update(nodes, edges, focus) {
    this.focus = focus;
    this.shown = {nodes, edges};
    if (!this.network) return;
    const {body} = this.network;
    for (const [id, node] of Object.entries(body.nodes)) if (this.nodes.has(id)) Object.assign(node.options, {hidden: !nodes.has(id), opacity: this.light(id)});
    for (const [key, edge] of Object.entries(body.edges)) {
      Object.assign(edge.options, {hidden: !edges.has(key), width: this.width(key)});
      edge.options.color.opacity = this.strength(key);
    }
    this.network._updateVisibleIndices();
    this.redraw();
  }

  /** Draw in the next frame, however often it is asked for until then. */
  redraw() { this.network?.body.emitter.emit("_requestRedraw"); }

  /** The whole of what is shown, with room for the labels at the rim, which keep their size at every zoom. */
  fit(free, animate) {
    const shown = [...this.shown.nodes].map(id => this.nodes.get(id));
    if (shown.length) this.frame(shown, free, FURTHEST, 1.3, animate);
  }

  /** Bring points into a part of the canvas, no smaller than ``least`` and no larger than ``most``. */
  frame(points, free, least, most, animate) {
    const [xs, ys] = [points.map(p => p.x), points.map(p => p.y)];
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const margin = Math.min(70, free.width / 8);
    const room = Math.min((free.width - 2 * margin) / (right - left + 1), (free.height - 80) / (bottom - top + 1));
    const offset = {x: free.x + (free.width - this.container.clientWidth) / 2, y: free.y + (free.height - this.container.clientHeight) / 2 - 6};
    this.moveTo({x: (left + right) / 2, y: (top + bottom) / 2}, Math.min(Math.max(room, least), most), offset, animate);
  }

  moveTo(position, scale, offset, animate) {
    const still = !animate || matchMedia("(prefers-reduced-motion: reduce)").matches || this.nodes.size > 800;
    this.network.moveTo({position, scale, offset, animation: still ? false : {duration: 350, easingFunction: "easeInOutCubic"}});
  }

  zoom(factor) {
    this.moveTo(this.network.getViewPosition(), Math.min(Math.max(this.network.getScale() * factor, FURTHEST), 4), {x: 0, y: 0}, true);
  }

  /** A point in the middle of an edge, on its curve, in canvas units. */
  middle(key) {
    const line = this.network.body.edges[key]?.edgeType;
    if (line) return line.getPoint(0.5);
    const {from, to} = this.edges.get(key);
    return {x: (this.nodes.get(from).x + this.nodes.get(to).x) / 2, y: (this.nodes.get(from).y + this.nodes.get(to).y) / 2};
  }
}

const ellipseRim = (a, b, angle) => (a * b) / Math.hypot(b * Math.cos(angle), a * Math.sin(angle));

/** Shapes that vis-network draws only around a label: their radii, their outline, and how far their rim is at an angle. */
const SHAPES = {
  ellipse: {radii: size => [size * 1.25, size * 0.82], rim: ellipseRim, trace: (ctx, x, y, a, b) => ctx.ellipse(x, y, a, b, 0, 0, 2 * Math.PI)},
  box: {
    radii: size => [size * 1.25, size * 0.66], trace: (ctx, x, y, a, b) => ctx.rect(x - a, y - b, 2 * a, 2 * b),
    rim: (a, b, angle) => Math.min(a / Math.abs(Math.cos(angle) || 1e-9), b / Math.abs(Math.sin(angle) || 1e-9)),
  },
  circle: {
    radii: size => [size * 0.95, size * 0.95], rim: ellipseRim,
    trace: (ctx, x, y, a) => {
      ctx.arc(x, y, a, 0, 2 * Math.PI);
      ctx.moveTo(x + a * 0.48, y);
      ctx.arc(x, y, a * 0.48, 0, 2 * Math.PI);
    },
  },
};
