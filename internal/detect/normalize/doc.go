// Package normalize turns text as people write it into the codes that
// detectors compare: one letter, one code, however it was typed.
//
// Folding forgets case, width, compatibility forms (NFKC), the difference of
// traditional and simplified Chinese, accents, letters of other scripts that
// look Latin, and digits of other scripts. It drops what only stands between
// letters: spaces, punctuation, symbols, zero-width and control characters,
// variation selectors, and bytes that are not UTF-8. Pictures (emoji) of the
// higher planes stay.
//
// Each code knows the byte of the original where its letter begins, so a
// finding can be shown, masked and judged in what was really written.
package normalize

//go:generate go run ./generate
