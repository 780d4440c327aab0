// What may be done where. The table is the server's (seed 004, 惩罚关联); here
// are only the fixed keys, and which punishments need a place to act on.
const USER = 4;

export const LETTERS = { 101: "Q", 103: "W", 104: "E", 106: "R", 105: "T", 102: "Y" };
export const ICONS = { 101: "mic-off", 102: "monitor-off", 103: "trash-2", 104: "log-in", 105: "users", 106: "user-x" };
export const HOURS = [1, 24, 72, 168, 720, -1];

export const DELETE = 103;
export const LOGIN_LIMIT = 104;
export const DISMISS = 105;

const ORDER = Object.keys(LETTERS).map(Number).sort((a, b) => "QWERTY".indexOf(LETTERS[a]) - "QWERTY".indexOf(LETTERS[b]));
const rank = (id) => (ORDER.includes(id) ? ORDER.indexOf(id) : ORDER.length);

function needsPlace(id, module) {
  return id === 102 || id === 105 || id === 106 || (id === 101 && module === 2);
}

// actionsFor lists what the module and the user allow, each once, the module's
// own first; without a place, what acts on a place is left out.
export function actionsFor(relation, module, place) {
  const found = new Map();
  for (const id of module === USER ? [USER] : [module, USER]) {
    const row = (relation.module_types ?? []).find((m) => m.id === id);
    for (const punish of row?.punishes ?? []) {
      if (found.has(punish.id) || (needsPlace(punish.id, id) && !place)) continue;
      found.set(punish.id, { id: punish.id, title: punish.title, timed: punish.required_time === true, module: id });
    }
  }
  return [...found.values()].sort((a, b) => rank(a.id) - rank(b.id));
}

// missingFor lists the titles of punishments that exist, but not here.
export function missingFor(relation, actions) {
  const titles = new Map();
  for (const row of relation.module_types ?? []) {
    for (const punish of row.punishes ?? []) titles.set(punish.id, punish.title);
  }
  for (const action of actions) titles.delete(action.id);
  return [...titles].map(([id, title]) => ({ id, title }));
}

// REPORTED maps a report's type to the punish reason of the same meaning: the
// numbers of the two vocabularies look alike and are not.
export const REPORTED = { 1: 2, 2: 1, 3: 3 };
