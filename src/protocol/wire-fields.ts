/** The field by which clients know the copies of a message that is sent several times. */
export const COPY_ID = "_cometApi_uuid";

/** The names of fields in the server's JSON. Their readers check the values. */
export interface WireFields {
  authorized?: unknown;
  data?: unknown;
  error?: unknown;
  error_code?: unknown;
  event?: unknown;
  event_name?: unknown;
  fromQueue?: unknown;
  history?: unknown;
  jscode?: unknown;
  marker?: unknown;
  message?: unknown;
  message_send_time?: unknown;
  pipe?: unknown;
  SendToUser?: unknown;
  user_data?: unknown;
  user_id?: unknown;
  uuid?: unknown;
}
