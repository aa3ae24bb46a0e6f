/** The members of each channel. */

export class Channels<Member extends object> {
  private readonly byName = new Map<string, Set<Member>>();

  join(name: string, member: Member): void {
    const members = this.byName.get(name) ?? new Set();
    this.byName.set(name, members.add(member));
  }

  leave(name: string, member: Member): void {
    const members = this.byName.get(name);
    if (members?.delete(member) && members.size === 0) this.byName.delete(name);
  }

  /** Returns the members of a channel, in the order in which they joined. */
  members(name: string): readonly Member[] {
    return [...(this.byName.get(name) ?? [])];
  }
}
