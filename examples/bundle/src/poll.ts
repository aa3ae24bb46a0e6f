import type { Place, Vote } from "./messages";

/**
 * Places and votes. Messages may come twice and in any order, from the server's log and from visitors;
 * the result is the same.
 */
export class Poll {
  private readonly placesById = new Map<string, Place>();
  private readonly lastVotes = new Map<string, Vote>();

  constructor(places: readonly Place[]) {
    places.forEach((place) => this.addPlace(place));
  }

  get places(): readonly Place[] {
    return [...this.placesById.values()];
  }

  addPlace(place: Place): void {
    if (!this.placesById.has(place.id)) this.placesById.set(place.id, place);
  }

  addVote(vote: Vote): void {
    const last = this.lastVotes.get(vote.voter);
    if (!last || last.time <= vote.time) this.lastVotes.set(vote.voter, vote);
  }

  /** The place that a voter has chosen. */
  choiceOf(voter: string): string | null {
    return this.lastVotes.get(voter)?.place ?? null;
  }

  /** The voters of a place. */
  votersFor(placeId: string): string[] {
    return [...this.lastVotes.values()]
      .filter(({ place }) => place === placeId)
      .map(({ voter }) => voter);
  }
}
