import type { EncodedFrame, FrameForm } from "./frames";
import type { Frame } from "./wire-json";

/** A connected client, as channels and commands see it. */
export interface Member {
  /** Counts from 1, in the order of connecting. */
  readonly id: number;
  /** 0 for an anonymous visitor. */
  readonly userId: number;
  readonly uuid: string;
  /** The form of its frames. */
  readonly form: FrameForm;
  /** Turns false for good when the connection is dropped or closing. */
  readonly isOpen: boolean;
  /** The channels it has joined. */
  readonly channels: Set<string>;
  /** Sends a frame that belongs to no command of this client. */
  deliver(frame: EncodedFrame): void;
  /** Sends a frame that answers the command being carried out. */
  answer(frame: Frame): void;
  /** Closes the connection when all earlier frames are sent. */
  finish(): void;
}
