import type { Seed } from "./seed.ts";
import type { Switches } from "./switches.ts";

export type EmulatorOptions = {
  /** Port on 127.0.0.1; 0 or absent takes a free one. */
  port?: number;
  /** Directory for the state, made when it is not there; absent or null keeps it in memory. */
  data?: string | null;
  /** The emulator's time; the system's when absent. */
  clock?: () => Date;
  /** Region of the account, by which phone numbers get their canonical form: ISO 3166, e.g. `AM`. */
  region?: string;
  /** The account that tokens of the options and the consent page stand for. */
  accountEmail?: string;
  /** Bearer tokens to accept, with every scope; one is made up when absent. */
  tokens?: string[];
  /** The authorize page redirects at once instead of asking. */
  autoApprove?: boolean;
  /** The life of refresh tokens in days, as for an app in "Testing"; absent or null = they do not expire. */
  refreshTokenDays?: number | null;
  /** Domain for whose users the service account may stand; absent or null = for no one, as with consumer accounts. */
  delegatedDomain?: string | null;
  /** Opens the control plane under `/emulator/`. */
  control?: boolean;
  /** Shows the stand-in for Contacts web at `/`, where the contacts are read and edited by hand. */
  web?: boolean;
  /** What a new account begins with; one that ever held anything is left as it is. */
  seed?: Seed;
  switches?: Partial<Switches>;
};
