/** How a tab leaves its group: in steps, because a browser may cut it off between any two of them. */
import type { Mailbox } from "./mailbox";
import type { Membership } from "./membership";
import type { LeftCommand, Message } from "./messages";
import type { Tab } from "./tab";

export class Farewell {
  private readonly _steps: (() => unknown)[];

  /** @param handsOver whether other tabs carry out the commands that were not written yet. */
  constructor(member: Membership, { outbox }: Tab, mailbox: Mailbox, handsOver: boolean) {
    const { isAlone, candidate, follower, leader, transfer } = member;
    const hasHeirs = handsOver && !isAlone;
    if (!hasHeirs) follower.offer(true);
    // No other tab has read these entries from a socket: post them before this one ends.
    if (member.isLeading) candidate.guard.runHeldNews();
    const commands = hasHeirs ? outbox.leave(follower.offeredTo) : [];
    this._steps = [
      // First: without a goodbye the other tabs wait until they miss this one.
      ...goodbye(member, commands).map((message) => () => member.post(message)),
      () => leader.end(),
      () => transfer.end(),
      () => candidate.end(),
      () => mailbox.close(),
      () => follower.end(),
      // The other tabs keep the commands that this one adopted.
      () => isAlone || outbox.dropAdopted(),
    ];
  }

  /** Takes the steps that are left, the one that was cut off once more. */
  goOn(): void {
    for (let step; (step = this._steps[0]); this._steps.shift()) step();
  }
}

/** What a tab posts to the others when it leaves, or leads no more. */
export function goodbye(member: Membership, commands: LeftCommand[]): Message[] {
  const { term, last } = member.leader;
  const bye: Message = { type: "bye", commands };
  return term ? [{ type: "resign", term, last, ...member.transfer.giver.successor }, bye] : [bye];
}
