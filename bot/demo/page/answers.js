// What follows an act: a form to fill in, or nothing here (messages come by themselves), or words why it failed.

import { Refused } from "./api.js";
import { openForm } from "./modal.js";
import { sayLocally } from "./state.js";

/** Do `send`, show what must be shown; returns the answer, or null where it failed, which `tell` says. */
export async function answered(send, tell = sayLocally) {
  try {
    const answer = await send();
    if (answer.failed) tell(answer.failed);
    if (answer.modal) openForm(answer.modal, answer.interaction);
    return answer.failed ? null : answer;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tell(error.message);
    return null;
  }
}
