import type { Place } from "./messages";
import type { Poll } from "./poll";

interface Actions {
  onVote(placeId: string): void;
  onAdd(name: string): void;
}

/** Finds an element of the page; throws if there is none. */
function find<Kind extends Element>(
  kind: new () => Kind,
  selector: string,
  root: ParentNode = document,
): Kind {
  const element = root.querySelector(selector);
  if (element instanceof kind) return element;
  throw new Error(`The page has no ${selector}`);
}

/** The colour of a browser, the same on every page. */
function hueOf(uuid: string): number {
  return Array.from(uuid).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 0);
}

/** Draws the page. Texts go through `textContent`, so that they never become markup. */
export class View {
  private readonly items = new Map<string, HTMLElement>();

  constructor(private readonly actions: Actions) {
    find(HTMLFormElement, "#add").addEventListener("submit", (event) => {
      event.preventDefault();
      const input = find(HTMLInputElement, "#name");
      if (input.value.trim()) actions.onAdd(input.value.trim());
      input.value = "";
    });
  }

  show(poll: Poll, present: readonly string[], me: string): void {
    const counts = poll.places.map(({ id }) => poll.votersFor(id).length);
    const most = Math.max(...counts, 1);
    const here = new Set(present);
    for (const place of poll.places) {
      const voters = poll.votersFor(place.id);
      const item = this.itemOf(place);
      item.style.setProperty("--share", `${voters.length / most}`);
      item.classList.toggle("leads", voters.length === most);
      const isMine = poll.choiceOf(me) === place.id;
      find(HTMLButtonElement, "button", item).setAttribute("aria-pressed", String(isMine));
      find(HTMLElement, ".count", item).textContent = String(voters.length);
      find(HTMLElement, ".voters", item).replaceChildren(
        ...voters.map((voter) => this.voter(voter, me, here)),
      );
    }
    const voted = [...here].filter((uuid) => poll.choiceOf(uuid) !== null).length;
    find(HTMLElement, "#present").textContent = `${voted} of ${here.size} here voted`;
  }

  showConnection(state: "good" | "wait", text: string): void {
    const badge = find(HTMLElement, "#connection");
    badge.dataset.state = state;
    badge.textContent = text;
  }

  /** Items stay the same elements, so that bars grow and the keyboard focus remains. */
  private itemOf({ id, name }: Place): HTMLElement {
    const known = this.items.get(id);
    if (known) return known;
    const { content } = find(HTMLTemplateElement, "#place");
    const item = find(HTMLElement, "li", content).cloneNode(true) as HTMLElement;
    find(HTMLElement, ".name", item).textContent = name;
    find(HTMLButtonElement, "button", item).addEventListener("click", () =>
      this.actions.onVote(id),
    );
    this.items.set(id, item);
    find(HTMLElement, "#places").append(item);
    return item;
  }

  private voter(uuid: string, me: string, here: ReadonlySet<string>): HTMLElement {
    const dot = document.createElement("i");
    dot.style.setProperty("--hue", String(hueOf(uuid)));
    dot.className = uuid === me ? "me" : here.has(uuid) ? "" : "away";
    dot.title = uuid === me ? "you" : here.has(uuid) ? "is here" : "has left";
    return dot;
  }
}
