package console

import "net/http"

// policy allows nothing but our own files and, because evidence lies on the
// apps' media hosts, pictures, sounds and films from anywhere by http(s).
const policy = "default-src 'self'; style-src 'self'; script-src 'self'; " +
	"img-src 'self' data: blob: http: https:; media-src 'self' http: https:; " +
	"frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"

// guard puts the security headers on every answer, errors included.
func guard(policy string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", policy)
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("X-Frame-Options", "DENY")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

// keepOrigin is for the two pages with a form of their own: under no-referrer
// a browser posts a form with "Origin: null", and over plain HTTP, where it
// sends no Sec-Fetch-Site, the form would look like a stranger's. These pages
// load nothing from elsewhere, so nobody else learns the origin.
func keepOrigin(w http.ResponseWriter) { w.Header().Set("Referrer-Policy", "strict-origin") }
