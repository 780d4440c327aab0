package pictures

// What tests on a real store use too; the store knows this room.
var (
	Painted = painted
	AsJPEG  = asJPEG
	AsPNG   = asPNG
	CodeOf  = codeOf
	With    = with
	Scaled  = scaled
)

// The delays and bounds of checks.
const (
	FetchAgain = fetchAgain
	MaxBegun   = maxBegun
	Loan       = loan
)
