/** What a hand does with mouse and keys, in the form of WebDriver, which BiDi shares. */
import type { Point } from "./page";

const ENTER = "\uE007";
const SHIFT = "\uE008";

const press = (key: string) => ({ type: "keyDown", value: key });
const release = (key: string) => ({ type: "keyUp", value: key });
const keys = (actions: object[]) => [{ type: "key", id: "keys", actions }];

export function clickActions(point: Point): object[] {
  // A fraction of a pixel is refused.
  const move = { type: "pointerMove", x: Math.round(point.x), y: Math.round(point.y) };
  const button = (type: string) => ({ type, button: 0 });
  const actions = [move, button("pointerDown"), button("pointerUp")];
  return [{ type: "pointer", id: "mouse", actions }];
}

export function typeActions(text: string): object[] {
  return keys([...text].flatMap((key) => [press(key), release(key)]));
}

export function enterActions(withShift: boolean): object[] {
  const enter = [press(ENTER), release(ENTER)];
  return keys(withShift ? [press(SHIFT), ...enter, release(SHIFT)] : enter);
}
