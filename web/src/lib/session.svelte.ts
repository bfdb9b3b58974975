// Who is signed in. When any request finds the session ended, the sign-in page takes the screen and the address stays, so
// that signing in goes on where the person was.

import { ApiError, client, messageOf, setSignInRequired } from "./api";

class Session {
  state: "unknown" | "unreachable" | "setup" | "signed_out" | "signed_in" = $state("unknown");
  name = $state("");
  version = $state("");
  /** True when a session ended while the page was in use. */
  expired = $state(false);
  error = $state("");

  constructor() {
    setSignInRequired(() => {
      if (this.state !== "signed_in") return;
      this.expired = true;
      this.state = "signed_out";
    });
  }

  async load(): Promise<void> {
    try {
      const info = await client.session();
      this.name = info.name ?? this.name;
      this.version = info.version;
      if (info.state === "signed_in") this.expired = false;
      else if (this.state === "signed_in") this.expired = true;
      this.state = info.state;
    } catch (error) {
      this.error = error instanceof ApiError ? error.message : messageOf(error);
      if (this.state === "unknown") this.state = "unreachable";
    }
  }

  async signOut(): Promise<void> {
    await client.signOut();
    this.expired = false;
    this.name = "";
    this.state = "signed_out";
  }
}

export const session = new Session();
