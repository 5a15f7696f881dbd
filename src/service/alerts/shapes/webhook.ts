import { createHmac } from "node:crypto";
import type { AlarmNotice } from "../../../contracts/index.js";
import type { Outgoing } from "../post.js";

/**
 * The notice as it is, signed: `telostat-signature` is "v1=" and HMAC-SHA256, in hexadecimal, of
 * `<telostat-timestamp>.<body>` by the destination's secret. A receiver refuses old timestamps and knows repeats by
 * `telostat-id`.
 *
 * @param time seconds since 1970.
 */
export function webhook(notice: AlarmNotice, secret: string, time: number): Outgoing {
  const body = JSON.stringify(notice);
  const timestamp = Math.floor(time).toString();
  return {
    body,
    headers: {
      "telostat-id": notice.id,
      "telostat-timestamp": timestamp,
      "telostat-signature": `v1=${createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex")}`,
    },
  };
}
