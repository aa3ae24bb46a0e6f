const MAX_IDS = 1_000;

/** Remembers the last 1,000 ids, to recognise repeated ones. */
export class RecentIds {
  private _ids = new Set<string>();

  has(id: string): boolean {
    return this._ids.has(id);
  }

  /** Whether `id` is not among the remembered ids. Remembers it. */
  isNew(id: string): boolean {
    if (this._ids.has(id)) return false;
    this._ids.add(id);
    if (this._ids.size > MAX_IDS) this._ids.delete(this._ids.values().next().value as string);
    return true;
  }
}
