// The uplus console interfaces (seed 004): envelope {ret, code, info, data},
// parameters as form fields or query, ret 0 is success.
import * as settings from "./settings.js";

const TIMEOUT = 15_000;

// Refusal is a call that did not succeed. kind: offline (it may have arrived),
// forbidden, conflict, missing, invalid, busy, server.
export class Refusal extends Error {
  constructor(kind, code = "", info = "") {
    super(info || code || kind);
    this.kind = kind;
    this.code = code;
    this.info = info;
  }
}

const kinds = { 400: "invalid", 403: "forbidden", 404: "missing", 409: "conflict", 413: "invalid", 429: "busy", 503: "server" };
let app = "";
let leaving = false;

export const currentApp = () => app;

export function chooseApp(id) {
  app = id;
  settings.set("app", id);
}

const prefix = () => (app ? "/app/" + encodeURIComponent(app) : "");

export function toLogin() {
  if (leaving) return;
  leaving = true;
  location.assign("/console/login?error=session&next=" + encodeURIComponent("/console/" + location.hash));
}

async function send(path, options) {
  const stop = AbortSignal.timeout(TIMEOUT);
  try {
    const answer = await fetch(path, {
      ...options, signal: stop, redirect: "manual", credentials: "same-origin",
      headers: { Accept: "application/json", ...options.headers },
    });
    return { answer, text: answer.type === "opaqueredirect" ? "" : await answer.text() };
  } catch {
    throw new Refusal("offline");
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// call asks one interface and returns its data.
export async function call(method, path, params = {}) {
  const fields = new URLSearchParams(Object.entries(params).filter(([, value]) => value !== undefined && value !== ""));
  const inBody = method === "POST";
  const query = !inBody && fields.size ? "?" + fields : "";
  const { answer, text } = await send(prefix() + path + query, { method, body: inBody ? fields : undefined });
  if (answer.status === 401 || answer.type === "opaqueredirect") {
    toLogin();
    throw new Refusal("session");
  }
  const envelope = parse(text);
  if (answer.ok && envelope?.ret === 0) return envelope.data ?? null;
  throw new Refusal(kinds[answer.status] ?? (answer.ok && envelope ? "invalid" : "server"), envelope?.code ?? "", envelope?.info ?? "");
}

export async function me() {
  const { answer, text } = await send("/console/api/me", { method: "GET" });
  if (answer.status === 401) {
    toLogin();
    throw new Refusal("session");
  }
  const account = parse(text);
  if (!answer.ok || !account) throw new Refusal("server");
  return account;
}

// logOut ends the session by fetch: a form under no-referrer would post with
// "Origin: null".
export async function logOut() {
  await send("/logout", { method: "POST" });
  leaving = true;
  location.assign("/console/login");
}

// remain counts what waits in both queues of one kind.
export const remain = (risk) => call("POST", "/report/remain", { risk });
export const nextMessage = (risk) => call("GET", "/report/message/next", { risk });
export const nextPictures = (risk, size) => call("GET", "/report/album_image/list", { risk, size });
export const relation = () => call("GET", "/punish_enum_relation");
export const entrances = () => call("GET", "/enum/entrance_mod");
export const punish = (fields) => call("POST", "/punish", fields);
export const pass = (fields) => call("POST", "/pass", fields);
export const lift = (path, fields) => call("POST", path, fields);
export const list = (name) => call("GET", `/user/${name}/list`);
export const listed = (name, user) => call("GET", `/user/${name}`, { user_id: user });
export const addListed = (name, user) => call("POST", `/user/${name}`, { user_id: user });
export const removeListed = (name, user) => call("DELETE", `/user/${name}`, { user_id: user });
