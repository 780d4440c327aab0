package rules

import (
	"slices"

	"github.com/xiezhi/xiezhi/internal/policy"
)

// Word is something that an expression may say, for who writes one.
type Word struct {
	Name    string // of a variable, as message.text, or of a function
	Kind    string // "variable" or "function"
	Type    string // of a variable, or a function's signature
	Doc     string
	Example string // an expression that says it
}

const (
	variable = "variable"
	function = "function"
)

// Vocabulary lists all that an expression may say: variables first, then
// functions. The caller must not change it.
func Vocabulary() []Word { return vocabulary }

var vocabulary = slices.Concat([]Word{
	{"message.text", variable, "string", "What was said, as it was written; at most the first 16 KiB.", `message.text.startsWith("#")`},
	{"message.folded", variable, "string", "The same as it is compared: without case, width, accents, spaces, signs and look-alikes.", `message.folded.matches("[0-9]{5,11}")`},
	{"message.type", variable, "int", "The number of its type: 0 said by a user, 2 a gift, 4 forwarded, 5 somebody follows, 6 a red packet, 7 private.", `message.type == 0`},
	{"message.length", variable, "int", "How many characters (Unicode code points) it has.", `message.length > 100`},
	{"room", variable, "string", "The id of the room; empty where there is none.", `room in ["1001", "1002"]`},
	{"anchor", variable, "string", "The id of the room's anchor.", `anchor == sender.id`},
	{"scene", variable, "string", "live, gift, forward, follow, red_packet or private, as word lists have it.", `scene == "private"`},
	{"app", variable, "string", "The id of the app.", `app != "test"`},
	{"sender.id", variable, "string", "Who says it.", `sender.id == "10086"`},
	{"sender.risk", variable, "bool", "He is on the app's risk list.", `sender.risk`},
	{"sender.protected", variable, "bool", "He is on the app's special list: no machine denies him, whatever rules ask for.", `!sender.protected`},
	{"sender.offences", variable, "int", "How often people found against him in the last 90 days.", `sender.offences >= 3`},
	{"sender.lines_10s", variable, "int", "His messages of the last 10 seconds, this one included.", `sender.lines_10s > 8`},
	{"sender.lines_60s", variable, "int", "His messages of the last minute, this one included.", `sender.lines_60s > 30`},
	{"same.by_sender_10s", variable, "int", "How often he said this same text in the last 10 seconds, this time included.", `same.by_sender_10s > 3`},
	{"same.senders_60s", variable, "int", "How many senders said this same text in the last minute, this one included.", `same.senders_60s > 20`},
	{"same.near_senders_60s", variable, "int", "How many senders said nearly this text in the last minute, this one included.", `same.near_senders_60s > 20`},
	{"found", variable, "list(finding)", "What word lists and the model found in it, at most the first 256. A finding f has f.source, f.list, f.label, f.term, f.lane (how it was disguised; empty for plain letters), f.sure (0 to 1), f.weak (found by likeness) and f.kind (list, model).", `found.exists(f, f.lane == "pinyin" && f.sure > 0.8)`},
	{"now.hour", variable, "int", "The hour of the day, 0 to 23, in the server's time zone (the variable TZ of its process; UTC in the image).", `now.hour >= 23 || now.hour < 6`},
	{"now.minute", variable, "int", "The minute of the hour, 0 to 59.", `now.minute < 30`},
	{"now.weekday", variable, "int", "1 is Monday, 7 Sunday.", `now.weekday >= 6`},
}, []Word{
	{"has", function, "string.has(string) -> bool", "The text holds the other, both as they are compared: however it is written.", `message.text.has("加微信")`},
	{"hasAny", function, "string.hasAny(list(string)) -> bool", "It holds one of them, likewise.", `message.text.hasAny(["加微信", "加v"])`},
	{"label", function, "found.label(string) -> double", "How sure the surest finding of the label is, 0 for none.", `found.label("ad") > 0.9`},
	{"list", function, "found.list(string) -> double", "Likewise of the word list of that name.", `found.list("starter") > 0.0`},
	{"term", function, "found.term(string) -> double", "Likewise of the term, as it stands in its list.", `found.term("加微信") > 0.0`},
	{"kind", function, "found.kind(string) -> double", "Likewise of what a list or the model found.", `found.kind("model") > 0.8`},
	{"contains", function, "string.contains(string) -> bool", "The text holds the other to the letter.", `message.text.contains("http")`},
	{"startsWith", function, "string.startsWith(string) -> bool", "It begins with the other.", `sender.id.startsWith("guest")`},
	{"endsWith", function, "string.endsWith(string) -> bool", "It ends with the other.", `room.endsWith("00")`},
	{"matches", function, "string.matches(string) -> bool", "A regular expression (RE2), written out, is found in it. It may have 150 instructions: [0-9]{5,11} has 20.", `message.text.matches("(?i)qq[ :]*[0-9]{5,11}")`},
	{"lowerAscii", function, "string.lowerAscii() -> string", "With small letters.", `message.text.lowerAscii() == "hi"`},
	{"upperAscii", function, "string.upperAscii() -> string", "With capital letters.", `message.text == message.text.upperAscii()`},
	{"trim", function, "string.trim() -> string", "Without spaces at both ends.", `message.text.trim() == ""`},
	{"split", function, "string.split(string) -> list(string)", "Its parts between the other.", `message.text.split(" ").size() > 20`},
	{"indexOf", function, "string.indexOf(string) -> int", "Where the other begins, -1 for nowhere.", `message.text.indexOf("@") == 0`},
	{"lastIndexOf", function, "string.lastIndexOf(string) -> int", "Where the other begins last.", `message.text.lastIndexOf("@") > 10`},
	{"charAt", function, "string.charAt(int) -> string", "The character there.", `message.length > 0 && message.text.charAt(0) == "@"`},
	{"substring", function, "string.substring(int, int) -> string", "From one character to before another, or to the end.", `message.length > 3 && message.text.substring(0, 3) == "加群号"`},
	{"size", function, "size(string) or size(list) -> int", "How many characters or items it has.", `found.size() > 3`},
	{"in", function, "value in list -> bool", "The list has the value.", `sender.id in ["1", "2"]`},
	{"exists", function, "list.exists(x, condition) -> bool", "The condition holds for one at least.", `found.exists(f, f.label == "ad" && f.list == "starter")`},
	{"all", function, "list.all(x, condition) -> bool", "It holds for each.", `found.all(f, f.weak)`},
	{"exists_one", function, "list.exists_one(x, condition) -> bool", "It holds for exactly one.", `found.exists_one(f, f.label == "ad")`},
	{"filter", function, "list.filter(x, condition) -> list", "Those for which it holds.", `found.filter(f, f.label == "ad").size() >= 2`},
	{"map", function, "list.map(x, value) -> list", "The value for each.", `"ad" in found.map(f, f.label)`},
	{"int", function, "int(value) -> int", "A text or a number as a whole number.", `int(found.label("ad") * 100.0) > 90`},
	{"double", function, "double(value) -> double", "As a number with a fraction, as f.sure is one.", `double(sender.offences) / 10.0 > found.label("ad")`},
	{"string", function, "string(value) -> string", "As a text.", `message.text.has(string(message.type))`},
	{"&& || !", function, "bool && bool -> bool", "And, or, not. condition ? a : b chooses.", `sender.risk && !(now.hour > 8 || sender.offences == 0)`},
	{"== != < <= > >=", function, "value == value -> bool", "Compare. A number with a fraction is written with one: 1.0.", `found.label("ad") >= 0.5`},
	{"+ - * / %", function, "number + number -> number", "Reckon.", `sender.lines_60s - sender.lines_10s > 20`},
})

// Example is a rule that is worth trying, as docs/rules.md explains it.
type Example struct {
	Name, Note, Expression string
	Effect                 Effect
}

// Examples lists a few. The caller must not change it.
func Examples() []Example { return examples }

var examples = []Example{
	{"risk sender leaves a contact", "Somebody on the risk list who gives a number or names a messenger: a person looks.",
		`sender.risk && (message.folded.matches("[0-9]{7,11}") || message.text.hasAny(["微信", "vx", "扣扣", "qq"]))`, Effect{policy.Review, "ad"}},
	{"wave of nearly the same advertisement", "Many senders say nearly the same within a minute, and a word list has something to say to it too.",
		`same.near_senders_60s >= 8 && found.label("ad") > 0.5`, Effect{policy.Deny, "spam"}},
	{"flood at night", "Between 23 and 6 o'clock nobody types more than a line a second for ten seconds.",
		`(now.hour >= 23 || now.hour < 6) && sender.lines_10s > 10 && !sender.protected`, Effect{policy.Mask, "spam"}},
	{"disguised twice", "Two terms in one message, each of them disguised, are no accident.",
		`found.filter(f, f.lane != "" && f.sure >= 0.5).size() >= 2`, Effect{policy.Review, "violation"}},
}
