// What a refused call means, in words.
import { clock, t } from "./i18n.js";

const byCode = ["case_held", "case_decided", "supervisor_only", "not_applicable"];

// say gives a sentence for a refusal. The server's own words come last: they
// are English, and only as good as the code is unknown.
export function say(problem) {
  if (byCode.includes(problem.code)) return t("problem." + problem.code);
  switch (problem.kind) {
    case "offline": case "forbidden": case "missing": case "busy": case "server": case "conflict":
      return t("problem." + problem.kind);
  }
  return t("problem.invalid", { info: problem.info || problem.code || "" });
}

// decidedAt reads the time out of the server's words, where it is there.
export function decidedAt(problem) {
  const found = /\d{4}-\d\d-\d\dT[\d:]+Z/.exec(problem.info ?? "");
  return found ? clock(new Date(found[0])) : "";
}
