// Package lanes finds terms that are written otherwise than in their letters:
// by sound (pinyin, homophones), by the parts of their characters, by their
// initials, by pictures, by look-alike characters, by digits and signs for
// letters. What it finds is weaker evidence than the letters themselves: it
// is for a person to look at, never for a machine to deny by itself.
//
// Each lane asks what the text may mean and looks terms up in that. Sound and
// shape are translations, code by code, with an index of terms in the same
// translation; the other lanes only act where their triggers occur, and put
// what may be meant, with some text around, to the index of the text itself.
package lanes
