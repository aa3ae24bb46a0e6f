/**
 * The names that the server uses in its JSON. The build shortens every property name that is
 * neither here nor in the public types, so code that reads the wire reads it through this type.
 */
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
