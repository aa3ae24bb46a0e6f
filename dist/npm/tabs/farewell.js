class Farewell {
  /** @param handsOver whether other tabs carry out the commands that were not written yet. */
  constructor(member, { outbox }, mailbox, handsOver) {
    const { isAlone, candidate, follower, leader, transfer } = member;
    const hasHeirs = handsOver && !isAlone;
    if (!hasHeirs) follower.offer(true);
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
      () => isAlone || outbox.dropAdopted()
    ];
  }
  /** Takes the steps that are left, the one that was cut off once more. */
  goOn() {
    for (let step; step = this._steps[0]; this._steps.shift()) step();
  }
}
function goodbye(member, commands) {
  const { term, last } = member.leader;
  const bye = { type: "bye", commands };
  return term ? [{ type: "resign", term, last, ...member.transfer.giver.successor }, bye] : [bye];
}

export { Farewell, goodbye };
//# sourceMappingURL=farewell.js.map
