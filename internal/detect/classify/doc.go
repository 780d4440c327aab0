// Package classify says how much a line is like those that people found to be
// a violation: a linear model over hashed runs of two and three letters, in
// a quarter of a megabyte. It learns in seconds from labelled lines and knows no
// words: what it cannot know is irony, and what nobody has labelled.
//
// A score is a probability among lines like those it learned from. Where the
// lines are others, the same score means something else: thresholds are
// chosen per scene, from the report on lines that were kept out of the training.
package classify
