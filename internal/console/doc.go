// Package console serves the reviewers' console: a single page whose source is
// web/, as it was built and embedded, or, where nobody has built it, a page that
// says how to. The page works on the native API and on /media/, which other
// rooms serve.
package console
