// What is done one after the other, since some of it waits for a server; and what is told of that meanwhile.
const SOON = 350, LATE = 8000; // milliseconds after which it is told that something is loading, and that it takes long

/** Why a source cannot answer: gone, busy, rebuilt or refused, with the server's words. */
class Trouble extends Error {
  constructor(kind, words = "") {
    super(words);
    this.kind = kind;
  }
}

const troubleWords = trouble => (trouble instanceof Trouble ? say().trouble[trouble.kind] + trouble.message : String(trouble));

/** A line over the picture that tells what is being waited for, or why it did not come and how to try again. */
class Notice {
  constructor() {
    this.root = byId("notice");
    this.waiting = [];
  }

  show(words, act, again) {
    this.root.replaceChildren(el("span", {}, words), act ? button(again || say().again, act, {class: "link", id: "again"}) : "");
    this.root.hidden = false;
  }

  /** Tell that something is loading, unless it soon has; ``again`` begins it anew. */
  wait(again) {
    this.done();
    this.waiting = [setTimeout(() => this.show(say().loading), SOON), setTimeout(() => this.show(say().slow, again), LATE)];
  }

  /** Tell what the server still has to do. */
  prepare(stage) {
    this.done();
    this.show(say().preparing[stage]);
  }

  done() {
    this.waiting.forEach(clearTimeout);
    this.root.hidden = true;
  }

  fail(trouble, again) {
    this.done();
    if (trouble.kind === "rebuilt") this.show(troubleWords(trouble), () => location.reload(), say().reload);
    else this.show(troubleWords(trouble), () => { this.done(); again(); });
  }

  /** Do what the page cannot begin without, however often it must be tried. */
  async until(work) {
    for (;;) {
      this.wait();
      try {
        await work();
        return this.done();
      } catch (trouble) {
        if (!(trouble instanceof Trouble)) throw trouble;
        await new Promise(again => this.fail(trouble, again));
      }
    }
  }
}

class Deeds {
  constructor(source, notice) { Object.assign(this, {source, notice, last: Promise.resolve(), going: null}); }

  /**
   * Do ``work`` when all that was begun before is done, so that what it finds drawn stays so while it waits. One that ``goes`` elsewhere
   * overtakes those before it that do: what they have not done yet they leave. Resolves with what the work gives; false where it failed,
   * and then ``again`` is what the page offers to do.
   */
  run(work, goes, again) {
    const control = new AbortController();
    if (goes) {
      this.going?.abort();
      this.going = control;
    }
    const mine = this.last.then(() => this.turn(work, control, again));
    this.last = mine.catch(() => {}); // a fault of one is not a fault of the next
    return mine;
  }

  /** When nothing is under way any more. */
  async settled() {
    for (let last; last !== this.last; ) await (last = this.last);
  }

  async turn(work, control, again) {
    if (control.signal.aborted) return false;
    this.source.signal = control.signal;
    this.notice.wait(() => {
      control.abort();
      again();
    });
    try {
      const done = await work();
      this.notice.done();
      return done;
    } catch (trouble) {
      if (control.signal.aborted) this.notice.done();
      else if (trouble instanceof Trouble) this.notice.fail(trouble, again);
      else throw trouble;
      return false;
    }
  }
}
