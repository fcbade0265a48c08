export { openPeopleAccount } from "./account.ts";
export { authFor, staticToken } from "./auth.ts";
export { preloadApi } from "./load-api.ts";
export { login, logout } from "./login.ts";
export type { AuthSettings } from "./oauth-client.ts";
export { type AccountOwner, signedInAs } from "./token-file.ts";
