// The canvas: vis-network draws the nodes and edges that are drawn so far; labels are drawn by labels.js.
const REST = 0.42, FAINT = 0.05, STRONG = 0.95; // how strongly edges are drawn: usually, beside a selection, in a selection
const MANY_EDGES = 1500; // from so many on, lines are left out while the picture moves

class Scene {
  constructor(container, options) {
    this.container = container;
    this.nodes = new Map();
    this.edges = new Map();
    this.shown = {nodes: new Set(), edges: new Set()};
    this.line = 1.2; // width of a line in canvas units, wider where much is drawn small
    this.focus = null; // {main, nodes, edges} that stand out, or null
    this.ranked = [];
    this.sets = {nodes: new vis.DataSet(), edges: new vis.DataSet()};
    this.options = options;
    this.stretch = null;
  }

  /** Begin: vis-network takes what has been added; before, only the sets have it. */
  start() {
    this.network = new vis.Network(this.container, this.sets, this.options);
    this.roundShapes([...this.nodes.keys()]);
    this.spare();
    this.labels = new Labels(this);
    this.network.on("afterDrawing", context => this.labels.draw(context));
    const follow = event => { for (const id of event.nodes) Object.assign(this.nodes.get(id), this.network.getPosition(id)); };
    this.network.on("dragging", follow);
    this.network.on("dragEnd", follow);
  }

  /** Draw more: entities by id, facts by key, hidden until ``update`` shows them. */
  add(ids, keys) {
    const nodes = ids.filter(id => !this.nodes.has(id)).map(id => ({id, ...this.placed(entityOf(id)), degree: linksOf(id).length}));
    for (const node of nodes) this.nodes.set(node.id, node);
    const edges = keys.filter(key => !this.edges.has(key)).map(key => ({id: key, from: factOf(key).s, to: factOf(key).t, ...factOf(key).style}));
    for (const edge of edges) this.edges.set(edge.id, edge);
    this.ranked = [...this.nodes.values()].sort((a, b) => b.degree - a.degree || (a.id < b.id ? -1 : 1));
    this.sets.nodes.add(nodes.map(node => this.visNode(node)));
    this.sets.edges.add(edges.map(edge => ({...edge, hidden: true, color: this.edgeColour(edge, REST)})));
    if (this.network) {
      this.roundShapes(nodes.map(node => node.id));
      this.spare();
    }
  }

  /** Lines as wide as this from now on: a large graph is drawn small. */
  thicken(line) {
    if (line !== this.line) this.sets.edges.update([...this.edges.keys()].map(id => ({id, width: this.focus?.edges.has(id) ? line * 1.6 : line})));
    this.line = line;
  }

  spare() {
    const many = this.edges.size > MANY_EDGES;
    if (many !== Boolean(this.sparing)) this.network.setOptions({interaction: {hideEdgesOnDrag: many, hideEdgesOnZoom: many}});
    this.sparing = many;
  }

  /** Where an entity goes: places were made for a wide screen, so for a tall one sides change, and both are stretched a little to fill it. */
  placed({x, y, size, style}) {
    const [a, b] = this.stretch.turned ? [y, x] : [x, y];
    return {x: Math.round(a * this.stretch.x), y: Math.round(b * this.stretch.y), size: size * this.stretch.size, ...style};
  }

  /** Choose how places are turned and stretched, from the entities that the picture opens on. */
  shape(ids) {
    const {clientWidth, clientHeight} = this.container, turned = clientHeight > clientWidth * 1.15;
    const linked = ids.filter(id => linksOf(id).length).map(entityOf), extent = key => {
      const all = linked.map(e => e[key]);
      return Math.max(...all) - Math.min(...all) + 1;
    };
    const [wide, high] = !linked.length ? [1, 1] : turned ? [extent("y"), extent("x")] : [extent("x"), extent("y")];
    const ratio = linked.length ? clientWidth / Math.max(clientHeight, 1) / (wide / high) : 1;
    this.stretch = {turned, size: clientWidth < 600 ? 1.5 : 1, x: Math.min(Math.max(ratio, 1), 1.3), y: Math.min(Math.max(1 / ratio, 1), 1.7)};
  }

  /** A node as vis-network takes it: hidden at first, without a label; the shapes that it would draw around a label are drawn here. */
  visNode({degree, ...node}) {
    const draw = SHAPES[node.shape];
    if (draw) Object.assign(node, {shape: "custom", ctxRenderer: arg => this.own(node.id, draw, arg)});
    return {...node, hidden: true};
  }

  own(id, shape, {ctx, x, y}) {
    const {size, color} = this.nodes.get(id), [rx, ry] = shape.radii(size);
    const drawNode = () => {
      ctx.save();
      ctx.globalAlpha = !this.focus || this.focus.nodes.has(id) ? 1 : 0.12;
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
  roundShapes(ids) {
    for (const id of ids) {
      const {shape, size} = this.nodes.get(id), own = this.network.body.nodes[id]?.shape;
      if (SHAPES[shape] && own) own.distanceToBorder = (_, angle) => SHAPES[shape].rim(...SHAPES[shape].radii(size + 1), angle);
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
      this.sets.edges.update(changedEdges.map(id => ({
        id, hidden: !edges.has(id), width: focus?.edges.has(id) ? this.line * 1.6 : this.line, color: this.edgeColour(this.edges.get(id), strength(id, focus)),
      })));
    }
    this.network?.redraw();
  }

  /** The whole of what is shown, with room for the labels at the rim, which keep their size at every zoom. */
  fit(free, animate) {
    const shown = [...this.shown.nodes].map(id => this.nodes.get(id));
    if (shown.length) this.frame(shown, free, 0.02, 1.3, animate);
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
    this.moveTo(this.network.getViewPosition(), Math.min(Math.max(this.network.getScale() * factor, 0.02), 4), {x: 0, y: 0}, true);
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
