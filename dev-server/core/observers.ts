/** Listeners of a server, by event. */

export class Observers<Events extends object> {
  private readonly listeners = new Map<keyof Events, Set<(value: never) => void>>();

  on<E extends keyof Events>(event: E, listener: (value: Events[E]) => void): () => void {
    const listeners = this.listeners.get(event) ?? new Set();
    // A wrapper of its own, so that a listener added twice can be removed twice.
    const own = (value: Events[E]): void => listener(value);
    this.listeners.set(event, listeners.add(own));
    return () => void listeners.delete(own);
  }

  emit<E extends keyof Events>(event: E, value: Events[E]): void {
    for (const listener of [...(this.listeners.get(event) ?? [])]) {
      (listener as (value: Events[E]) => void)(value);
    }
  }
}
