export { openPeopleAccount, type PeopleAccountOptions } from "./account.ts";
export { authFor, type PeopleAuth, signedIn, staticToken } from "./auth.ts";
export { classifyPeopleError } from "./classify.ts";
export { type LoginOptions, login, logout } from "./login.ts";
export { type AuthSettings, SCOPE } from "./oauth-client.ts";
export { type Pace, usualPace } from "./pacer.ts";
export { type RetryPolicy, usualRetryPolicy } from "./retry.ts";
