/** A registry of subscriptions, and messages for it. */
import { expect, vi } from "vitest";
import { Subscriptions } from "../../../src/client/subscriptions";
import { messageOf } from "../../support/decode";

export function newRegistry() {
  const onChange = vi.fn<(channels: string[], hasPrivate: boolean, duties: string[]) => void>();
  const onLost = vi.fn<(text: string) => void>();
  return { registry: new Subscriptions(onChange, onLost), onChange, onLost };
}

export const onChannel = (pipe: string, event: string, data: unknown = "{}") =>
  messageOf({ pipe, event, data, user_id: 3 });

/** For tests without handlers that run once per browser. */
export const onDuty = () => expect.unreachable();
